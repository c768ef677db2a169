import { get } from "./api.js";
import { h, setServerHtml } from "./dom.js";
import { when } from "./format.js";
import { t } from "./strings.js";

/**
 * The threads of the conversation with an app under the titles that it gave them, newest first.
 * @param {import("./workspace.js").Workspace} workspace
 * @param {string} channel
 * @param {(ts: string) => void} openThread
 * @returns {{element: HTMLElement, load: () => Promise<void>}}
 */
export function createHistory(workspace, channel, openThread) {
  const list = h("ul", { class: "page-inner chats" });
  const element = h("div", { class: "page", tabindex: "0", role: "tabpanel", "aria-label": t("history") }, list);
  const load = async () => {
    const { chats } = await get("chats", { user: workspace.me.id, channel });
    const lines = chats.map((chat) => h("li", {}, line(chat, openThread)));
    list.replaceChildren(...(lines.length ? lines : [h("li", { class: "muted", text: t("historyEmpty") })]));
  };
  return { element, load };
}

function line(chat, openThread) {
  const first = h("span", { class: "text muted chat-first" });
  setServerHtml(first, chat.html);
  return h(
    "button",
    { type: "button", class: "chat-line", data: { testid: "session" }, on: { click: () => openThread(chat.ts) } },
    chat.title && h("b", { text: chat.title }),
    first.textContent !== chat.title && first,
    h("time", { class: "muted", text: when(chat.latest) }),
  );
}
