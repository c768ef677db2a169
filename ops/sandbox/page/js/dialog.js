import { h, icon, iconButton } from "./dom.js";
import { t } from "./strings.js";

/**
 * Opens a modal dialog; the browser keeps the focus inside and gives it back.
 * @param {{title: Node|string, body: Node, footer?: Node, label?: string, className?: string, testid?: string, onCancel?: () => void}} parts
 * @returns {{close: () => void, element: HTMLDialogElement}}
 */
export function openDialog({ title, body, footer, label, className = "", testid, onCancel }) {
  const close = () => {
    element.close();
    element.remove();
  };
  const cancel = () => {
    close();
    onCancel?.();
  };
  const element = h(
    "dialog",
    {
      class: `dialog ${className}`,
      "aria-label": label ?? String(title),
      data: testid ? { testid } : {},
      on: {
        cancel: (event) => {
          event.preventDefault();
          cancel();
        },
        mousedown: (event) => {
          if (event.target === element) cancel();
        },
      },
    },
    h(
      "header",
      { class: "dialog-head" },
      h("h2", {}, title),
      iconButton("close", t("close"), { on: { click: cancel } }),
    ),
    h("div", { class: "dialog-body", tabindex: "-1" }, body),
    footer && h("footer", { class: "dialog-foot" }, footer),
  );
  document.body.append(element);
  element.showModal();
  return { close, element };
}

/**
 * Asks before something happens.
 * @param {{title: Node|string, text: Node|string, confirm: Node|string, deny?: Node|string, danger?: boolean, label?: string}} question
 * @returns {Promise<boolean>}
 */
export function confirmDialog({ title, text, confirm, deny, danger, label }) {
  return new Promise((resolve) => {
    const finish = (value) => {
      dialog.close();
      resolve(value);
    };
    const no = h("button", { type: "button", class: "button", on: { click: () => finish(false) } }, deny ?? t("deny"));
    const yes = h(
      "button",
      { type: "button", class: `button ${danger ? "danger" : "primary"}`, on: { click: () => finish(true) } },
      confirm,
    );
    const dialog = openDialog({
      title,
      label,
      className: "dialog-small",
      body: h("div", {}, text),
      footer: h("div", { class: "row-end" }, no, yes),
      onCancel: () => resolve(false),
    });
    yes.focus();
  });
}

/**
 * Shows a short notice that goes away by itself.
 * @param {string} text
 * @param {"error"|"info"} [kind]
 */
export function toast(text, kind = "error") {
  const box = h(
    "div",
    { class: `toast toast-${kind}`, data: { testid: "toast" } },
    icon(kind === "error" ? "alert" : "check"),
    h("span", { text }),
    iconButton("close", t("close"), { on: { click: () => box.remove() } }),
  );
  const toasts = document.getElementById("toasts");
  toasts.append(box);
  toasts.hidePopover(); // shown anew, it stands above a dialog that was opened since
  toasts.showPopover();
  setTimeout(() => box.remove(), kind === "error" ? 9000 : 3000);
}
