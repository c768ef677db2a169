import { h } from "./dom.js";
import { avatar } from "./people.js";

/**
 * What the app says it is doing, with a moving indicator; several loading messages take turns.
 * @param {{status: string, loading_messages?: string[]}} event
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {HTMLElement}
 */
export function statusLine(event, workspace) {
  const messages = event.loading_messages?.length ? event.loading_messages : [event.status];
  const words = h("span", { class: "status-words", text: messages[0] });
  const line = h(
    "div",
    { class: "status", role: "status", data: { testid: "status" } },
    avatar(workspace.users.get(workspace.app.bot_user_id) ?? { is_bot: true }, "s"),
    h("span", { class: "status-text" }, h("b", { text: `${workspace.app.name} ` }), words),
    h("span", { class: "status-dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
  );
  if (messages.length > 1) rotate(line, words, messages);
  return line;
}

function rotate(line, words, messages) {
  let index = 0;
  const timer = setInterval(() => {
    if (!line.isConnected) return clearInterval(timer);
    words.textContent = messages[(index = (index + 1) % messages.length)];
  }, 2500);
}
