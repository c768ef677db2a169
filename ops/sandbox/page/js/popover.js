import { arrowKeys, h } from "./dom.js";

/**
 * Opens content in a light-dismissed popover beside its anchor and gives the focus back afterwards.
 * @param {HTMLElement} anchor
 * @param {HTMLElement} content
 * @param {{label: string, className?: string}} options
 * @returns {() => void} closes it
 */
export function openPopover(anchor, content, { label, className = "" }) {
  const box = h("div", { class: `popover ${className}`, popover: "auto", "aria-label": label }, content);
  (anchor.closest("dialog, header, main, aside") ?? document.body).append(box);
  box.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") return;
    anchor.setAttribute("aria-expanded", "false");
    if (box.contains(document.activeElement) || document.activeElement === document.body)
      anchor.focus({ preventScroll: true });
    box.remove();
  });
  box.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  place(box, anchor.getBoundingClientRect());
  return () => box.hidePopover();
}

function place(box, anchor) {
  const { width, height } = box.getBoundingClientRect();
  const gap = 6;
  const left = Math.max(gap, Math.min(anchor.right - width, innerWidth - width - gap));
  const below = anchor.bottom + gap;
  const top = below + height > innerHeight - gap ? Math.max(gap, anchor.top - height - gap) : below;
  box.style.left = `${anchor.left + width < innerWidth - gap ? anchor.left : left}px`;
  box.style.top = `${top}px`;
}

/**
 * @typedef {{label: string|Node, run: () => void, danger?: boolean, checked?: boolean, heading?: boolean, data?: Record<string, string>}} MenuItem
 */

/**
 * Opens a menu with arrow-key navigation.
 * @param {HTMLElement} anchor
 * @param {MenuItem[]} items
 * @param {string} label
 */
export function openMenu(anchor, items, label) {
  const buttons = items.map((item) =>
    item.heading ? h("div", { class: "menu-heading" }, item.label) : menuButton(item, () => close()),
  );
  const keys = (event) => arrowKeys(event, [...menu.querySelectorAll("button")], "vertical");
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, on: { keydown: keys } }, ...buttons);
  const close = openPopover(anchor, menu, { label });
  const first = menu.querySelector("[aria-checked=true]") ?? menu.querySelector("button");
  /** @type {HTMLElement|null} */ (first)?.focus();
}

function menuButton(item, close) {
  const checkable = item.checked !== undefined;
  return h(
    "button",
    {
      type: "button",
      role: checkable ? "menuitemradio" : "menuitem",
      "aria-checked": checkable ? String(item.checked) : null,
      class: `menu-item ${item.danger ? "danger" : ""}`,
      tabindex: "-1",
      data: item.data ?? {},
      on: {
        click: () => {
          close();
          item.run();
        },
      },
    },
    item.label,
  );
}
