import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { h, iconButton, setServerHtml } from "./dom.js";
import { readable } from "./encode.js";
import { t } from "./strings.js";

/**
 * A Work Object below a message; a click asks its app for the details.
 * @param {any} entity @param {() => void} open
 * @returns {HTMLElement}
 */
export function entityCard(entity, open) {
  return h(
    "button",
    { type: "button", class: "entity", data: { testid: "entity" }, on: { click: open } },
    entity.product && h("span", { class: "muted", text: entity.product }),
    h("span", { class: "entity-title", text: [entity.title, entity.id].filter(Boolean).join(" · ") }),
    fieldList(entity.fields.slice(0, 4)),
  );
}

/**
 * A link that its app says something about.
 * @param {any} unfurl @param {HTMLElement[]} blocks
 * @returns {HTMLElement}
 */
export function unfurlCard(unfurl, blocks) {
  const body = h("div", { class: "text" });
  setServerHtml(body, unfurl.html);
  const title = h("a", { class: "entity-title", text: unfurl.title, target: "_blank", rel: "noopener" });
  if (/^https?:/.test(unfurl.url)) title.href = unfurl.url;
  return h("div", { class: "entity", data: { testid: "unfurl" } }, title, body, ...blocks);
}

function fieldList(fields) {
  if (!fields.length) return null;
  const pairs = fields.flatMap((field) => {
    const value = h("dd", { class: "text" });
    setServerHtml(value, field.html);
    return [h("dt", { text: field.label }), value];
  });
  return h("dl", { class: "entity-fields" }, ...pairs);
}

/**
 * Asks an app for the details of a Work Object; they come as an event.
 * @param {import("./workspace.js").Workspace} workspace @param {Record<string, any>} where
 */
export function openEntity(workspace, where) {
  attempt(post("entity", { user: workspace.me.id, ...where }));
}

/**
 * The pane beside a conversation with an app's details of a Work Object, or why there are none.
 * @param {any} event @param {() => void} close
 * @returns {HTMLElement}
 */
export function detailsPane(event, close) {
  const { entity, error } = event;
  const title = entity?.title ?? error?.custom_title ?? t("details");
  const told = error ? (error.custom_message ?? t("entityError", { error: error.status })) : "";
  const leave = (pressed) => pressed.key === "Escape" && close();
  return h(
    "aside",
    {
      class: "thread-pane",
      "aria-label": title,
      tabindex: "-1",
      data: { testid: "entity-details" },
      on: { keydown: leave },
    },
    h(
      "header",
      { class: "pane-head" },
      iconButton("back", t("back"), { class: "only-phone", on: { click: close } }),
      h(
        "div",
        { class: "pane-title" },
        h("h2", { text: t("details") }),
        entity?.product && h("span", { class: "muted", text: entity.product }),
      ),
      h("span", { class: "spring" }),
      iconButton("close", t("close"), { class: "not-phone", on: { click: close } }),
    ),
    h(
      "div",
      { class: "details" },
      h("h3", { text: title }),
      told && h("p", { text: told }),
      entity && fieldList(entity.fields),
      sourceLink(event),
    ),
  );
}

/** Where the object itself lies, or where one signs in to see it. */
function sourceLink({ entity, user_auth_required: unknown, user_auth_url: door }) {
  const url = unknown ? door : entity?.url;
  if (!url) return null;
  const href = /^https?:/.test(url) ? url : null;
  return h("a", { class: "details-link", href, target: "_blank", rel: "noopener", text: unknown ? t("signIn") : readable(url) });
}
