import { send, textOf } from "./block_elements.js";
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
  conversations_select: entity("channels", "selected_conversation", "initial_conversation"),
  datepicker: typed("date", "selected_date", "initial_date"),
  external_select: external,
  email_text_input: typed("email", "value", "initial_value"),
  multi_static_select: multiSelect,
  number_input: typed("number", "value", "initial_value"),
  plain_text_input: plainText,
  radio_buttons: radios,
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

function optionsOf(item) {
  return item.options ?? (item.option_groups ?? []).flatMap((group) => group.options);
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

function entity(kind, key, initial) {
  return (item, saved, id, change, env) => {
    const list =
      kind === "users"
        ? env.workspace.employees().map((user) => [user.id, user.real_name])
        : env.workspace.channels.map((channel) => [channel.id, env.workspace.handleOf(channel)]);
    const node = selectNode(
      item,
      id,
      change,
      list.map(([value, text]) => h("option", { value, text })),
    );
    node.value = saved[key] ?? item[initial] ?? "";
    return { node, read: () => ({ [key]: node.value || null }) };
  };
}

function choices(type, item, chosen, id, change, env) {
  const inputs = optionsOf(item).map((option) =>
    h("input", { type, name: id, value: option.value, on: { change: () => change() } }),
  );
  inputs.forEach((node) => {
    node.checked = chosen.some((option) => option.value === node.value);
  });
  const lines = optionsOf(item).map((option, index) =>
    h(
      "label",
      { class: "choice" },
      inputs[index],
      h(
        "span",
        {},
        textOf(option.text, env),
        option.description && h("span", { class: "muted choice-more" }, textOf(option.description, env)),
      ),
    ),
  );
  const picked = () => optionsOf(item).filter((_, index) => inputs[index].checked);
  return { node: h("div", { id, class: "choices" }, ...lines), picked, grouped: true };
}

function radios(item, saved, id, change, env) {
  const built = choices("radio", item, [saved.selected_option ?? item.initial_option].filter(Boolean), id, change, env);
  return { ...built, read: () => ({ selected_option: built.picked()[0] ?? null }) };
}

function checkboxes(item, saved, id, change, env) {
  const built = choices("checkbox", item, saved.selected_options ?? item.initial_options ?? [], id, change, env);
  return { ...built, read: () => ({ selected_options: built.picked() }) };
}

function multiSelect(item, saved, id, change, env) {
  const built = checkboxes(item, saved, id, change, env);
  built.node.classList.add("choices-scroll");
  return built;
}
