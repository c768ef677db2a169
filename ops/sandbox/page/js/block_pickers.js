import { keep } from "./api.js";
import { attempt } from "./attempt.js";
import { boxes } from "./block_choices.js";
import { h } from "./dom.js";
import { t } from "./strings.js";

/** What Slack calls the page's kinds of conversations in a filter. */
const KINDS = { channel: "public", private: "private", dm: "im", group: "mpim" };

/** What can be picked, as [id, name]; a filter's `include` names kinds of conversations. */
const SOURCES = {
  users: (item, { workspace }) => workspace.employees().map((user) => [user.id, user.real_name]),
  channels: (item, env) => conversations(env, ["public"]),
  conversations: (item, env) => conversations(env, item.filter?.include ?? Object.values(KINDS)),
};

function conversations({ workspace }, kinds) {
  const shown = workspace.channels.filter((channel) => kinds.includes(KINDS[channel.kind]));
  return shown.map((channel) => [channel.id, workspace.handleOf(channel)]);
}

/** A field for one person or conversation. */
export function entity(kind, key, initial) {
  return (item, saved, id, change, env) => {
    const options = SOURCES[kind](item, env).map(([value, text]) => h("option", { value, text }));
    const node = h(
      "select",
      { id, class: "control", on: { change: () => change() } },
      h("option", { value: "", text: item.placeholder?.text ?? t("choose") }),
      ...options,
    );
    const here = item.default_to_current_conversation ? env.workspace.active : "";
    node.value = saved[key] ?? item[initial] ?? here;
    return { node, read: () => ({ [key]: node.value || null }) };
  };
}

/** A field for several people or conversations. */
export function multiEntity(kind, key, initial) {
  return (item, saved, id, change, env) => {
    const options = SOURCES[kind](item, env).map(([value, text]) => ({ value, text: { type: "plain_text", text } }));
    const chosen = saved[key] ?? item[initial] ?? [];
    const initially = options.filter((option) => chosen.includes(option.value));
    const built = boxes({ options, initial_options: initially }, {}, id, change, env);
    return { ...built, read: () => ({ [key]: built.picked().map((option) => option.value) }) };
  };
}

/** A field for files, which are kept as soon as they are chosen. */
export function fileInput(item, saved, id, change, env) {
  let files = saved.files ?? [];
  const list = h("ul", { class: "field-hint" });
  const set = (kept) => {
    files = kept;
    list.replaceChildren(...files.map((file) => h("li", { text: file.name })));
  };
  const take = async () => {
    const kept = await attempt(Promise.all([...input.files].map((file) => keep(env.workspace.me.id, file))));
    if (kept) set(kept.map((answer) => answer.file).slice(0, item.max_files ?? 10));
    change();
  };
  const accept = item.filetypes?.map((type) => `.${type}`).join(",");
  const input = h("input", { id, type: "file", class: "control", multiple: true, accept, on: { change: take } });
  set(files);
  return { node: h("div", {}, input, list), read: () => ({ files }) };
}
