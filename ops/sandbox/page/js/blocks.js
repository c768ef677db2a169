import { ELEMENTS, imageOf, textOf } from "./block_elements.js";
import { FIELDS, fieldOf } from "./block_fields.js";
import { h, icon, setServerHtml } from "./dom.js";
import { alert, card, container } from "./layouts.js";
import { t } from "./strings.js";
import { dataTable, table } from "./tables.js";

/** @typedef {import("./block_env.js").BlockEnv} BlockEnv */

const BLOCKS = {
  alert,
  actions: (block, env) => h("div", { class: "b-actions" }, ...block.elements.map((item) => element(item, block, env))),
  card: (block, env) => card(block, env, (item) => element(item, block, env)),
  carousel: (block, env) => h("div", { class: "b-carousel", tabindex: "0" }, ...renderBlocks(block.elements, env)),
  container: (block, env) => {
    const title = block.rich_text_title ? html(block.rich_text_title, env) : textOf(block.title, env);
    return container(block, renderBlocks(block.child_blocks, env), env, title);
  },
  context: (block, env) =>
    h(
      "div",
      { class: "b-context" },
      ...block.elements.map((item) => (item.type === "image" ? imageOf(item, "b-context-image") : textOf(item, env))),
    ),
  context_actions: (block, env) =>
    h("div", { class: "b-context-actions" }, ...block.elements.map((item) => element(item, block, env))),
  data_table: dataTable,
  divider: () => h("hr", { class: "b-divider" }),
  header: (block, env) => h("h2", { class: "b-header" }, textOf(block.text, env)),
  image: (block, env) =>
    h(
      "figure",
      { class: "b-image" },
      block.title && h("figcaption", {}, textOf(block.title, env)),
      imageOf(block, "b-image-main"),
    ),
  input,
  markdown: html,
  plan: (block, env) =>
    h(
      "section",
      { class: "b-plan" },
      h("h3", { text: plain(block.title) }),
      ...(block.tasks ?? []).map((task) => taskCard(task, env)),
    ),
  rich_text: html,
  section,
  table,
  task_card: taskCard,
};

/**
 * Renders Block Kit blocks as the server passed them on; an unknown type shows a quiet placeholder.
 * @param {any[]} blocks @param {BlockEnv} env
 * @returns {HTMLElement[]}
 */
export function renderBlocks(blocks, env) {
  return blocks.map((block) => {
    const node = (BLOCKS[block.type] ?? placeholder)(block, env);
    node.classList.add("block");
    return node;
  });
}

function placeholder(block) {
  return h("div", { class: "b-unknown", text: t("unknownBlock", { type: block.type ?? "?" }) });
}

function html(block, env) {
  const node = h("div", { class: "text" });
  setServerHtml(node, block.html ?? "", env.decorate);
  return node;
}

function element(item, block, env) {
  if (FIELDS[item.type]) {
    const { node } = fieldOf(item, block, env, true);
    node.setAttribute("aria-label", item.placeholder?.text ?? t("choose"));
    return node;
  }
  return (ELEMENTS[item.type] ?? placeholder)(item, block, env);
}

function section(block, env) {
  const fields = (block.fields ?? []).map((field) => textOf(field, env));
  return h(
    "div",
    { class: "b-section" },
    h(
      "div",
      { class: "b-section-text" },
      block.text && textOf(block.text, env),
      fields.length > 0 && h("div", { class: "b-fields" }, ...fields),
    ),
    block.accessory && h("div", { class: "b-accessory" }, element(block.accessory, block, env)),
  );
}

function input(block, env) {
  if (!FIELDS[block.element.type]) return placeholder(block.element);
  const field = fieldOf(block.element, block, env, Boolean(block.dispatch_action));
  const error = h("p", { class: "field-error", id: `error-${field.id}`, role: "alert" });
  field.fail = (message) => {
    error.replaceChildren(...(message ? [icon("alert"), message] : []));
    field.node.classList.toggle("invalid", Boolean(message));
  };
  field.required = !block.optional;
  const tag = field.grouped ? "fieldset" : "div";
  const label = h(
    field.grouped ? "legend" : "label",
    { for: field.grouped ? null : field.id, class: "field-label" },
    textOf(block.label, env),
    block.optional && h("span", { class: "muted", text: ` ${t("optional")}` }),
  );
  return h(
    tag,
    { class: "b-input" },
    label,
    field.node,
    error,
    block.hint && h("p", { class: "field-hint" }, textOf(block.hint, env)),
  );
}

/** What stands in a task's mark; one in progress turns, one that waits is empty. */
const TASK_ICONS = { complete: "check", error: "close" };

function taskCard(task, env) {
  const status = t(`task_${task.status}`) ?? "";
  const mark = TASK_ICONS[task.status];
  const sources = (task.sources ?? []).filter((source) => /^https?:/.test(source.url));
  return h(
    "div",
    { class: `b-task task-${task.status}` },
    h(
      "div",
      { class: "task-head" },
      h("span", { class: "task-mark", role: "img", "aria-label": status }, mark && icon(mark)),
      h("span", { text: plain(task.title) }),
      h("span", { class: "muted", text: status }),
    ),
    task.details && html(task.details, env),
    task.output && html(task.output, env),
    sources.length > 0 &&
      h(
        "div",
        { class: "task-sources" },
        ...sources.map((source) =>
          h("a", { href: source.url, target: "_blank", rel: "noopener", text: source.text ?? source.url }),
        ),
      ),
  );
}

/** @param {any} value a string or a text object @returns {string} */
export const plain = (value) => (typeof value === "string" ? value : String(value?.text ?? ""));
