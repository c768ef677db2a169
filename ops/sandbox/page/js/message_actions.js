import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { confirmDialog, toast } from "./dialog.js";
import { arrowKeys, h, iconButton } from "./dom.js";
import { toDisplay, toSlack } from "./encode.js";
import { emoji } from "./format.js";
import { openMenu } from "./popover.js";
import { forward } from "./sending_on.js";
import { t } from "./strings.js";

const QUICK_REACTIONS = ["white_check_mark", "eyes", "raised_hands"];

/**
 * Gives a timeline its message toolbar (one, moved to the message under the pointer or the focus) and arrow keys.
 * @param {import("./timeline.js").Timeline} timeline
 */
export function attachActions(timeline) {
  const { scroller, list } = timeline;
  const keys = (event) => arrowKeys(event, [...bar.querySelectorAll("button")], "horizontal");
  const bar = h("div", { class: "msg-actions", role: "toolbar", "aria-label": t("actions"), on: { keydown: keys } });
  const show = (event) => {
    const element = event.target.closest?.(".message");
    if (!element || element.contains(bar) || element.querySelector(".editor") || bar.querySelector(":focus-visible"))
      return;
    const view = timeline.views.find((item) => item.element === element);
    bar.replaceChildren(...buttons(view));
    [...bar.children].forEach((button, index) => button.setAttribute("tabindex", index ? "-1" : "0")); // one stop for Tab
    element.append(bar);
  };
  const hide = () => {
    if (bar.querySelector("[aria-expanded=true]")) return;
    /** @type {HTMLElement|null} */ (bar.querySelector(":focus"))?.blur(); // which hides it; else it were removed twice
    bar.remove();
  };
  list.addEventListener("pointerover", show);
  list.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && hide()); // a finger always leaves
  list.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && show(event)); // by keyboard
  list.addEventListener("focusout", (event) => {
    if (!list.contains(event.relatedTarget) && !list.matches(":hover")) hide();
  });
  scroller.addEventListener("keydown", (event) => moveFocus(event, timeline));
}

function moveFocus(event, timeline) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = timeline.views.findIndex((view) => view.element === document.activeElement);
  if (!step || (here < 0 && document.activeElement !== timeline.scroller)) return;
  const next = timeline.views[here < 0 ? timeline.views.length - 1 : here + step];
  if (!next) return;
  event.preventDefault();
  next.element.focus();
}

function buttons(view) {
  const { message, context } = view;
  const thread =
    context.openThread &&
    !message.ephemeral &&
    iconButton("bubble", t("openThread"), { on: { click: () => context.openThread(message.ts) } });
  const copy = iconButton("copy", t("copy"), { on: { click: () => copyText(view) } });
  const items = menuItems(view);
  const more =
    items.length > 0 &&
    iconButton("more", t("moreActions"), {
      "aria-haspopup": "menu",
      on: { click: () => openMenu(more, items, t("moreActions")) },
    });
  const reactions = message.ephemeral
    ? []
    : QUICK_REACTIONS.map((name) =>
        h(
          "button",
          {
            type: "button",
            class: "icon-button quick",
            "aria-label": t("react", { name: emoji(name) }),
            title: t("react", { name: emoji(name) }),
            on: { click: () => view.react(name) },
          },
          emoji(name),
        ),
      );
  return [...reactions, thread, copy, more].filter(Boolean);
}

function menuItems(view) {
  const { message, context } = view;
  if (message.ephemeral) return [];
  const user = context.workspace.me.id;
  const shortcuts = context.workspace.shortcuts
    .filter((item) => item.type === "message")
    .map((item) => ({
      label: item.name,
      run: () =>
        attempt(
          post("shortcut", { user, channel: context.channel, message_ts: message.ts, callback_id: item.callback_id }),
        ),
    }));
  const onward = { label: t("forward"), run: () => forward(context.workspace, context.channel, message.ts) };
  if (!view.mine) return [onward, ...shortcuts];
  return [
    onward,
    { label: t("edit"), run: () => editMessage(view) },
    { label: t("deleteMessage"), danger: true, run: () => deleteMessage(view) },
    ...shortcuts,
  ];
}

async function copyText(view) {
  const shown = view.element.querySelector(".msg-text:not([hidden])") ?? view.blocks;
  await attempt(navigator.clipboard.writeText(shown.innerText).then(() => toast(t("copied"), "info")));
}

async function deleteMessage(view) {
  const sure = await confirmDialog({
    title: t("deleteMessage"),
    label: t("deleteMessage"),
    text: t("deleteAsk"),
    confirm: t("deleteMessage"),
    danger: true,
  });
  const { workspace, channel } = view.context;
  if (sure) await attempt(post("delete", { user: workspace.me.id, channel, ts: view.message.ts }));
}

/**
 * Replaces one's own message by an editor until it is saved or cancelled.
 * @param {import("./message.js").MessageView} view
 */
export function editMessage(view) {
  const { workspace, channel } = view.context;
  const area = h("textarea", { class: "control", rows: 2, "aria-label": t("edit") });
  area.value = toDisplay(view.message.text, workspace);
  const close = () => {
    editor.remove();
    view.element.classList.remove("editing");
    view.element.focus();
  };
  const save = async () => {
    await attempt(
      post("edit", {
        user: workspace.me.id,
        channel,
        ts: view.message.ts,
        text: toSlack(area.value.trim(), workspace),
      }),
    );
    close();
  };
  const editor = h(
    "div",
    { class: "editor", on: { keydown: keys } },
    area,
    h(
      "div",
      { class: "row-end" },
      h("button", { type: "button", class: "button", text: t("cancel"), on: { click: close } }),
      h("button", { type: "button", class: "button primary", text: t("save"), on: { click: save } }),
    ),
  );
  function keys(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    if (event.key === "Enter" && !event.shiftKey && event.target === area) {
      event.preventDefault();
      save();
    }
  }
  view.element.classList.add("editing");
  view.head.after(editor);
  area.focus();
}
