import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { openDialog, toast } from "./dialog.js";
import { h } from "./dom.js";
import { toSlack } from "./encode.js";
import { personLine } from "./people.js";
import { t } from "./strings.js";

/**
 * Asks where a message shall be forwarded, and what to say about it.
 * @param {import("./workspace.js").Workspace} workspace @param {string} channel @param {string} ts
 */
export function forward(workspace, channel, ts) {
  const known = workspace.channels.map((item) => [item.id, workspace.handleOf(item)]);
  const options = known.map(([value, text]) => h("option", { value, text }));
  const target = h("select", { class: "control", id: "forward-to" }, ...options);
  const words = h("textarea", { class: "control", id: "forward-words", rows: 2 });
  ask(t("forward"), t("forward"), [labelled(t("forwardTo"), target), labelled(t("forwardWords"), words)], async () => {
    const said = { text: toSlack(words.value.trim(), workspace), to: target.value };
    const sent = await attempt(post("share", { user: workspace.me.id, channel, ts, ...said }));
    if (sent) toast(t("forwarded"), "info");
    return sent;
  });
}

/**
 * Asks with whom a conversation shall be begun: one person, or several for a group.
 * @param {import("./workspace.js").Workspace} workspace @param {(channel: string) => void} open
 */
export function newConversation(workspace, open) {
  const app = workspace.users.get(workspace.app.bot_user_id);
  const others = [...workspace.employees().filter((user) => user.id !== workspace.me.id), app].filter(Boolean);
  const boxes = others.map((user) => h("input", { type: "checkbox", value: user.id }));
  const line = (user, index) => h("label", { class: "choice choice-person" }, boxes[index], personLine(user));
  ask(t("newConversation"), t("open"), [h("div", { class: "choices" }, ...others.map(line))], async () => {
    const users = boxes.filter((box) => box.checked).map((box) => box.value);
    const opened = users.length && (await attempt(post("open", { user: workspace.me.id, users })));
    if (opened) open(opened.channel);
    return opened;
  });
}

const labelled = (label, control) =>
  h("div", { class: "b-input" }, h("label", { class: "field-label", for: control.id, text: label }), control);

function ask(title, verb, fields, send) {
  const submit = async (event) => {
    event.preventDefault();
    if (await send()) dialog.close();
  };
  const button = h("button", { type: "submit", class: "button primary", form: "sending-on", text: verb });
  const dialog = openDialog({
    title,
    testid: "sending-on",
    className: "dialog-small",
    body: h("form", { class: "view-form", id: "sending-on", on: { submit } }, ...fields),
    footer: h("div", { class: "row-end" }, button),
  });
}
