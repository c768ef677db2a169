import { imageOf, textOf } from "./block_elements.js";
import { h, icon } from "./dom.js";

/** @typedef {import("./block_env.js").BlockEnv} BlockEnv */

/** @param {any} block @param {BlockEnv} env @returns {HTMLElement} */
export function alert(block, env) {
  const level = block.level ?? "default";
  const role = ["warning", "error"].includes(level) ? "alert" : "note";
  const mark = level === "success" ? "check" : level === "default" ? "spark" : "alert";
  return h("div", { class: `b-alert b-alert-${level}`, role }, icon(mark), textOf(block.text, env));
}

/** @param {any} block @param {BlockEnv} env @param {(item: any) => HTMLElement} element @returns {HTMLElement} */
export function card(block, env, element) {
  const line = (name) => block[name] && h("div", { class: `card-${name}` }, textOf(block[name], env));
  return h(
    "section",
    { class: "b-card" },
    block.hero_image && imageOf(block.hero_image, "card-hero"),
    h(
      "div",
      { class: "card-head" },
      block.icon && imageOf(block.icon, "b-context-image"),
      h("div", {}, line("title"), line("subtitle")),
    ),
    line("body"),
    line("subtext"),
    block.actions?.length && h("div", { class: "b-actions" }, ...block.actions.map(element)),
  );
}

/** @param {any} block @param {HTMLElement[]} children @param {BlockEnv} env @param {HTMLElement} title @returns {HTMLElement} */
export function container(block, children, env, title) {
  const head = [
    block.icon && imageOf(block.icon, "b-context-image"),
    h("div", {}, title, block.subtitle && h("div", { class: "muted" }, textOf(block.subtitle, env))),
  ];
  const body = h("div", { class: "container-body" }, ...children);
  const name = `b-container width-${block.width ?? "standard"}`;
  if (!block.is_collapsible) return h("section", { class: name }, h("div", { class: "card-head" }, ...head), body);
  return h(
    "details",
    { class: name, open: !block.default_collapsed },
    h("summary", { class: "card-head" }, ...head),
    body,
  );
}
