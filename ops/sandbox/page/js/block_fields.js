import { boxes, checkboxes, radios } from "./block_choices.js";
import { send } from "./block_elements.js";
import { entity, fileInput, multiEntity } from "./block_pickers.js";
import { h } from "./dom.js";
import { t } from "./strings.js";

/**
 * One element that holds a value.
 * @typedef {object} Field
 * @property {string} id the id of its control
 * @property {string} blockId @property {string} actionId
 * @property {HTMLElement} node
 * @property {() => Record<string, any>} read its value as in view.state.values
 * @property {boolean} [grouped] made of several controls, so labelled by a legend
 * @property {boolean} [required]
 * @property {(message: string) => void} [fail] shows or clears its error
 */

let count = 0;

/** Builders by element type: (element, saved value, id, change, env, block) -> {node, read, grouped?}. */
export const FIELDS = {
  channels_select: entity("channels", "selected_channel", "initial_channel"),
  checkboxes,
  conversations_select: entity("conversations", "selected_conversation", "initial_conversation"),
  datepicker: typed("date", "selected_date", "initial_date"),
  datetimepicker: moment,
  external_select: external,
  email_text_input: typed("email", "value", "initial_value"),
  file_input: fileInput,
  multi_channels_select: multiEntity("channels", "selected_channels", "initial_channels"),
  multi_conversations_select: multiEntity("conversations", "selected_conversations", "initial_conversations"),
  multi_external_select: multiExternal,
  multi_static_select: boxes,
  multi_users_select: multiEntity("users", "selected_users", "initial_users"),
  number_input: typed("number", "value", "initial_value"),
  plain_text_input: plainText,
  radio_buttons: radios,
  rich_text_input: richText,
  static_select: select,
  timepicker: typed("time", "selected_time", "initial_time"),
  url_text_input: typed("url", "value", "initial_value"),
  users_select: entity("users", "selected_user", "initial_user"),
};

/**
 * Builds a field and enters it in `env.fields`.
 * @param {any} item @param {any} block @param {import("./block_env.js").BlockEnv} env
 * @param {boolean} dispatches whether a change is sent as an action at once
 * @returns {Field}
 */
export function fieldOf(item, block, env, dispatches) {
  const id = `field-${++count}`;
  const saved = env.saved[block.block_id]?.[item.action_id] ?? {};
  const change = () => dispatches && send(item, block, env, field.read(), field.node);
  const built = FIELDS[item.type](item, saved, id, change, env, block);
  const read = () => ({ type: item.type, ...built.read() });
  const field = { ...built, id, read, blockId: block.block_id, actionId: item.action_id };
  env.fields.push(field);
  return field;
}

/**
 * The values of all fields in the shape of Slack's view.state.values.
 * @param {Field[]} fields
 * @returns {Record<string, Record<string, any>>}
 */
export function valuesOf(fields) {
  /** @type {Record<string, Record<string, any>>} */
  const values = {};
  for (const field of fields) (values[field.blockId] ??= {})[field.actionId] = field.read();
  return values;
}

/** @param {Field} field @returns {boolean} whether nothing was entered or chosen */
export function isEmpty(field) {
  const { type, ...value } = field.read();
  return Object.values(value).every((item) => item === null || item === "" || item?.length === 0);
}

function plainText(item, saved, id, change) {
  const props = {
    id,
    class: "control",
    placeholder: item.placeholder?.text,
    maxlength: item.max_length,
    minlength: item.min_length,
    on: { change: () => change() },
    autofocus: item.focus_on_load,
  };
  const node = item.multiline
    ? h("textarea", { ...props, rows: 4 })
    : h("input", { ...props, type: "text", autocomplete: "off" });
  node.value = saved.value ?? item.initial_value ?? "";
  return { node, read: () => ({ value: node.value || null }) };
}

function typed(type, key, initial) {
  return (item, saved, id, change) => {
    const node = h("input", {
      id,
      type,
      class: "control",
      placeholder: item.placeholder?.text,
      min: item.min_value,
      max: item.max_value,
      step: item.is_decimal_allowed ? "any" : null,
      on: { change: () => change() },
    });
    node.value = saved[key] ?? item[initial] ?? "";
    return { node, read: () => ({ [key]: node.value || null }) };
  };
}

/** A day and a time, which Slack counts in seconds since 1970. */
function moment(item, saved, id, change) {
  const node = h("input", { id, type: "datetime-local", class: "control", on: { change: () => change() } });
  const seconds = saved.selected_date_time ?? item.initial_date_time;
  if (seconds) node.valueAsNumber = seconds * 1000 - offset(seconds * 1000);
  const read = () => (node.value ? Math.round(new Date(node.value).getTime() / 1000) : null);
  return { node, read: () => ({ selected_date_time: read() }) };
}

const offset = (milliseconds) => new Date(milliseconds).getTimezoneOffset() * 60_000;

/** Slack's rich text as plain paragraphs. */
function richText(item, saved, id, change) {
  const { node } = plainText({ ...item, multiline: true, initial_value: "" }, {}, id, change);
  const value = saved.rich_text_value ?? item.initial_value;
  node.value = (value?.elements ?? []).flatMap((part) => part.elements ?? []).map((part) => part.text ?? "").join("");
  const section = () => ({ type: "rich_text_section", elements: [{ type: "text", text: node.value }] });
  const read = () => (node.value ? { type: "rich_text", elements: [section()] } : null);
  return { node, read: () => ({ rich_text_value: read() }) };
}

function selectNode(item, id, change, children) {
  return h(
    "select",
    { id, class: "control", on: { change: () => change() } },
    h("option", { value: "", text: item.placeholder?.text ?? t("choose") }),
    ...children,
  );
}

function select(item, saved, id, change) {
  const choice = (option) => h("option", { value: option.value, text: option.text.text });
  const children = item.options
    ? item.options.map(choice)
    : (item.option_groups ?? []).map((group) =>
        h("optgroup", { label: group.label.text }, ...group.options.map(choice)),
      );
  const node = selectNode(item, id, change, children);
  node.value = (saved.selected_option ?? item.initial_option)?.value ?? "";
  return {
    node,
    read: () => ({ selected_option: optionsOf(item).find((option) => option.value === node.value) ?? null }),
  };
}

const optionsOf = (item) => item.options ?? (item.option_groups ?? []).flatMap((group) => group.options);

/** Several of the options that the app is asked for: each one chosen stands above the field until it is removed. */
function multiExternal(item, saved, id, change, env, block) {
  let chosen = saved.selected_options ?? item.initial_options ?? [];
  const list = h("div", { class: "chips" });
  const set = (options) => {
    chosen = options;
    list.replaceChildren(...options.map(chip));
  };
  const chip = (option) =>
    h(
      "button",
      { type: "button", class: "chip", on: { click: () => set(chosen.filter((other) => other !== option)) } },
      `${option.text.text} ×`,
    );
  const taken = () => {
    const { selected_option: option } = one.read();
    if (option && !chosen.some((other) => other.value === option.value)) set([...chosen, option]);
    if (option) one.node.querySelector("input").value = "";
    change();
  };
  const one = external(item, {}, id, taken, env, block);
  set(chosen);
  return { node: h("div", {}, list, one.node), read: () => ({ selected_options: chosen }) };
}

/** Options that the app is asked for while one types. */
function external(item, saved, id, change, env, block) {
  let known = [saved.selected_option ?? item.initial_option].filter(Boolean);
  const list = h("datalist", { id: `${id}-options` });
  const ask = async () => {
    const answer = await env.options({ block_id: block.block_id, action_id: item.action_id, value: input.value });
    known = optionsOf(answer ?? {});
    list.replaceChildren(...known.map((option) => h("option", { value: option.text.text })));
  };
  const input = h("input", {
    id,
    class: "control",
    list: list.id,
    placeholder: item.placeholder?.text ?? t("choose"),
    autocomplete: "off",
    on: {
      input: () => input.value.length >= (item.min_query_length ?? 3) && ask(),
      change: () => change(),
    },
  });
  input.value = known[0]?.text.text ?? "";
  return {
    node: h("div", { class: "external" }, input, list),
    read: () => ({ selected_option: known.find((option) => option.text.text === input.value) ?? null }),
  };
}
