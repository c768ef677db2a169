import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { openDialog } from "./dialog.js";
import { h, setServerHtml } from "./dom.js";
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

/** @param {any} event an app's details of a Work Object, or why there are none */
export function showDetails(event) {
  const { entity, error } = event;
  const link = entity ?? { url: event.user_auth_url ?? "", title: t("signIn") };
  const address = h("a", { href: /^https?:/.test(link.url) ? link.url : null, target: "_blank", rel: "noopener" });
  address.textContent = event.user_auth_required ? t("signIn") : link.url;
  const told = error ? (error.custom_message ?? t("entityError", { error: error.status })) : "";
  openDialog({
    title: entity?.title ?? error?.custom_title ?? t("details"),
    testid: "entity-details",
    body: h(
      "div",
      { class: "container-body" },
      entity?.product && h("span", { class: "muted", text: entity.product }),
      told && h("p", { text: told }),
      entity && fieldList(entity.fields),
      address,
    ),
  });
}
