import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { Composer } from "./composer.js";
import { arrowKeys, h, icon, iconButton } from "./dom.js";
import { CHANNEL_ICONS } from "./icons.js";
import { avatar, personLine } from "./people.js";
import { openPopover } from "./popover.js";
import { editLast } from "./thread.js";
import { promptCards } from "./prompts.js";
import { Timeline } from "./timeline.js";
import { t } from "./strings.js";
import { isDirect } from "./workspace.js";

/**
 * @typedef {object} ConversationActions
 * @property {(ts: string) => void} openThread
 * @property {() => void} toggleSidebar
 * @property {(tab: string) => void} openTab
 */

/**
 * A conversation's header: name, topic, members, and the tabs of an app.
 * @param {import("./workspace.js").Workspace} workspace
 * @param {import("./workspace.js").Channel} channel
 * @param {string} tab
 * @param {ConversationActions} actions
 * @returns {HTMLElement}
 */
export function conversationHeader(workspace, channel, tab, actions) {
  const mark =
    channel.kind === "dm"
      ? avatar(workspace.partner(channel), "m")
      : h("span", { class: "head-mark" }, icon(CHANNEL_ICONS[channel.kind]));
  return h(
    "header",
    { class: "pane-head" },
    iconButton("menu", t("menu"), {
      class: "only-phone",
      "aria-controls": "sidebar",
      on: { click: actions.toggleSidebar },
    }),
    mark,
    h(
      "div",
      { class: "pane-title" },
      h("h1", { text: workspace.titleOf(channel) }),
      h("span", { class: "muted topic", text: subtitle(workspace, channel) }),
    ),
    channel.app ? tabs(tab, actions) : null,
    h("span", { class: "spring" }),
    channel.app && workspace.app.view === "assistant" ? chatButton(workspace, actions) : null,
    channel.kind === "dm" ? null : membersButton(workspace, channel),
  );
}

function subtitle(workspace, channel) {
  if (channel.kind === "group") return t("members", { count: channel.member_count });
  if (channel.kind !== "dm") return channel.topic;
  return channel.app ? workspace.app.description : (workspace.partner(channel)?.title ?? "");
}

function tabs(tab, actions) {
  const nodes = ["home", "messages", "history", "about"].map((name) =>
    h("button", {
      type: "button",
      role: "tab",
      class: "tab",
      "aria-selected": String(name === tab),
      tabindex: name === tab ? "0" : "-1",
      data: { tab: name },
      on: { click: () => actions.openTab(name) },
      text: t(name),
    }),
  );
  const keys = (event) => arrowKeys(event, nodes, "horizontal");
  return h("div", { class: "tabs", role: "tablist", on: { keydown: keys } }, ...nodes);
}

function chatButton(workspace, actions) {
  const begin = async () => {
    const chat = await attempt(post("chat", { user: workspace.me.id }));
    if (chat) actions.openThread(chat.thread_ts);
  };
  return iconButton("edit", t("chat"), { data: { testid: "new-chat" }, on: { click: begin } });
}

function membersButton(workspace, channel) {
  const people = (channel.members ?? []).map((id) => workspace.users.get(id)).filter(Boolean);
  const button = h(
    "button",
    {
      type: "button",
      class: "members",
      "aria-haspopup": "dialog",
      "aria-label": t("members", { count: channel.member_count }),
      on: {
        click: () =>
          openPopover(button, memberList(workspace, channel, people), {
            label: t("membersOf", { name: channel.name }),
            className: "popover-end",
          }),
      },
    },
    h("span", { class: "faces" }, ...people.slice(0, 3).map((user) => avatar(user, "s"))),
    h("span", { text: String(channel.member_count) }),
  );
  return button;
}

function memberList(workspace, channel, people) {
  const absent = workspace.appIsIn(channel)
    ? null
    : h("p", { class: "menu-note" }, icon("alert"), t("readOnly", { name: workspace.app.name }));
  return h(
    "div",
    { class: "menu" },
    h("div", { class: "menu-heading", text: t("members", { count: channel.member_count }) }),
    absent,
    h("ul", { class: "people-list" }, ...people.map((user) => h("li", {}, personLine(user)))),
  );
}

/**
 * The messages of a conversation and the box to write in.
 * @param {import("./workspace.js").Workspace} workspace
 * @param {import("./workspace.js").Channel} channel
 * @param {ConversationActions} actions
 * @returns {{element: HTMLElement, timeline: Timeline, composer: Composer}}
 */
export function createMessages(workspace, channel, actions) {
  const name = workspace.handleOf(channel);
  const timeline = new Timeline({
    workspace,
    channel: channel.id,
    threadTs: null,
    label: t("messageList", { name }),
    openThread: actions.openThread,
    intro: () => intro(workspace, channel, timeline),
  });
  const composer = new Composer({
    workspace,
    channel: channel.id,
    threadTs: null,
    placeholder: t("composer", { name }),
    testid: "composer",
    onUp: () => editLast(timeline),
  });
  return { element: h("div", { class: "messages" }, timeline.element, composer.element), timeline, composer };
}

function intro(workspace, channel, timeline) {
  const name = workspace.handleOf(channel);
  const mark =
    channel.kind === "dm"
      ? avatar(workspace.partner(channel), "xl")
      : h("span", { class: "intro-mark" }, icon(CHANNEL_ICONS[channel.kind]));
  const key = isDirect(channel) ? "emptyDm" : "emptyChannel";
  const empty = channel.app && timeline.views.length === 0;
  return h(
    "div",
    { class: "intro" },
    mark,
    h("h2", { text: channel.app ? workspace.app.name : name }),
    h("p", {
      class: "muted",
      text: channel.app
        ? workspace.app.description
        : [t(key, { name }), channel.kind !== "group" && channel.topic].filter(Boolean).join(" · "),
    }),
    empty && promptCards(workspace.suggestedPrompts, "", (text) => timeline.ask(text)),
  );
}
