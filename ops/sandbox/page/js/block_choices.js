import { textOf } from "./block_elements.js";
import { h } from "./dom.js";

function choices(type, item, chosen, id, change, env) {
  const options = item.options ?? (item.option_groups ?? []).flatMap((group) => group.options);
  const inputs = options.map((option) =>
    h("input", { type, name: id, value: option.value, on: { change: () => change() } }),
  );
  inputs.forEach((node) => {
    node.checked = chosen.some((option) => option.value === node.value);
  });
  const lines = options.map((option, index) =>
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
  const picked = () => options.filter((_, index) => inputs[index].checked);
  return { node: h("div", { id, class: "choices" }, ...lines), picked, grouped: true };
}

/** One of several options. */
export function radios(item, saved, id, change, env) {
  const built = choices("radio", item, [saved.selected_option ?? item.initial_option].filter(Boolean), id, change, env);
  return { ...built, read: () => ({ selected_option: built.picked()[0] ?? null }) };
}

/** Any of several options. */
export function checkboxes(item, saved, id, change, env) {
  const built = choices("checkbox", item, saved.selected_options ?? item.initial_options ?? [], id, change, env);
  return { ...built, read: () => ({ selected_options: built.picked() }) };
}

/** Any of many options, in a list that scrolls. */
export function boxes(item, saved, id, change, env) {
  const built = checkboxes(item, saved, id, change, env);
  built.node.classList.add("choices-scroll");
  return built;
}
