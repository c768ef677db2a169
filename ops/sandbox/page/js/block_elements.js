import { confirmDialog } from "./dialog.js";
import { h, icon, setServerHtml } from "./dom.js";
import { openMenu } from "./popover.js";
import { t } from "./strings.js";

/** @typedef {import("./block_env.js").BlockEnv} BlockEnv */

/** The elements that act at once when they are clicked; those that hold a value are in block_fields.js. */
export const ELEMENTS = {
  button,
  feedback_buttons: feedback,
  icon_button: iconAction,
  image: (item) => imageOf(item, "b-thumb"),
  overflow,
};

/**
 * A text object, with the server's HTML where it has some.
 * @param {any} text @param {BlockEnv} env
 * @returns {HTMLElement}
 */
export function textOf(text, env) {
  const node = h("span", { class: text?.type === "plain_text" ? "plain" : "text" });
  if (text?.html !== undefined) setServerHtml(node, text.html, env.decorate);
  else node.textContent = text?.text ?? "";
  return node;
}

/**
 * An image, or its description where it cannot be loaded.
 * @param {any} item @param {string} className
 * @returns {HTMLElement}
 */
export function imageOf(item, className) {
  const source = item.image_url ?? item.slack_file?.url ?? "";
  const image = h("img", {
    class: className,
    src: source,
    alt: item.alt_text ?? "",
    loading: "lazy",
    decoding: "async",
  });
  image.addEventListener("error", () =>
    image.replaceWith(h("span", { class: "image-missing" }, icon("eye"), item.alt_text || t("image"))),
  );
  return image;
}

/**
 * Asks the element's confirmation, if it has one, and sends its action.
 * @param {any} item @param {any} block @param {BlockEnv} env @param {Record<string, any>} value @param {Element} trigger
 * @returns {Promise<boolean>} whether the app took it
 */
export async function send(item, block, env, value, trigger) {
  if (item.confirm && !(await askConfirm(item.confirm, env))) return false;
  trigger.setAttribute("aria-busy", "true");
  const answer = await env.act({ block_id: block.block_id, action_id: item.action_id, type: item.type, ...value });
  trigger.removeAttribute("aria-busy");
  return Boolean(answer);
}

function askConfirm(confirm, env) {
  return confirmDialog({
    title: textOf(confirm.title, env),
    text: textOf(confirm.text, env),
    label: confirm.title?.text,
    confirm: confirm.confirm ? textOf(confirm.confirm, env) : t("ok"),
    deny: confirm.deny ? textOf(confirm.deny, env) : t("deny"),
    danger: confirm.style === "danger",
  });
}

function button(item, block, env) {
  const node = h(
    item.url ? "a" : "button",
    {
      class: `button ${item.style ?? ""}`,
      type: item.url ? null : "button",
      "aria-label": item.accessibility_label,
      data: { action: item.action_id ?? "" },
      on: { click: () => send(item, block, env, { value: item.value }, node) },
    },
    textOf(item.text, env),
  );
  if (item.url && /^(https?|mailto):/.test(item.url))
    Object.assign(node, { href: item.url, target: "_blank", rel: "noopener" });
  return node;
}

function iconAction(item, block, env) {
  const allowed = item.visible_to_user_ids;
  if (allowed?.length && !allowed.includes(env.workspace.me.id)) return h("span", { hidden: true });
  const label = item.accessibility_label ?? item.text?.text ?? "";
  const node = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": label,
      title: item.text?.text ?? label,
      data: { action: item.action_id ?? "" },
      on: { click: () => send(item, block, env, { value: item.value }, node) },
    },
    icon(item.icon === "trash" ? "trash" : "spark"),
  );
  return node;
}

function feedback(item, block, env) {
  const pairs = [
    ["positive", item.positive_button, "thumbUp"],
    ["negative", item.negative_button, "thumbDown"],
  ];
  const nodes = pairs.map(([name, choice, image]) =>
    h(
      "button",
      {
        type: "button",
        class: `thumb thumb-${name}`,
        data: { testid: `feedback-${name}`, value: choice.value },
        "aria-label": choice.accessibility_label ?? choice.text?.text,
        title: choice.text?.text,
        on: { click: (event) => choose(choice.value, event.currentTarget) },
      },
      icon(image),
    ),
  );
  const mark = () =>
    nodes.forEach((node) =>
      node.setAttribute("aria-pressed", String(node.dataset.value === env.chosen.get(item.action_id))),
    );
  const choose = async (value, node) => {
    if (!(await send(item, block, env, { value }, node))) return;
    env.chosen.set(item.action_id, value);
    mark();
  };
  mark();
  return h("span", { class: "feedback", role: "group" }, ...nodes);
}

function overflow(item, block, env) {
  const node = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("moreActions"),
      "aria-haspopup": "menu",
      on: { click: () => open() },
    },
    icon("more"),
  );
  const open = () =>
    openMenu(
      node,
      item.options.map((option) => ({
        label: textOf(option.text, env),
        run: () => send(item, block, env, { selected_option: option }, node),
      })),
      t("moreActions"),
    );
  return node;
}
