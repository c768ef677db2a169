import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { blockEnv } from "./block_env.js";
import { renderBlocks } from "./blocks.js";
import { h, icon, setServerHtml } from "./dom.js";
import { clock, emoji, fileSize, fullTime, replies, when } from "./format.js";
import { avatar } from "./people.js";
import { quoteCard } from "./quotes.js";
import { statusLine } from "./status.js";
import { t } from "./strings.js";
import { clipCard } from "./voice.js";
import { entityCard, openEntity, unfurlCard } from "./work_objects.js";

/**
 * @typedef {{ts: string, user: string, bot: boolean, username?: string, text: string, html: string, blocks: any[], thread_ts?: string,
 *   reply_count?: number, reply_users?: string[], latest_reply?: string, edited?: boolean, streaming?: boolean, ephemeral?: boolean, subtype?: string,
 *   quotes?: any[], files?: any[], reactions?: any[], title?: string, entities?: any[], unfurls?: any[]}} Message
 */

/** Subtypes of messages that Slack itself writes. */
const SYSTEM = new Set(["channel_join", "channel_leave", "channel_topic", "group_join", "tombstone"]);

/** The message that begins a chat with an assistant app. */
const CHAT = "assistant_app_thread";
const chatStart = (message) => h("span", { class: "chat-start" }, icon("spark"), message.title || t("chat"));

/** One message on the page; `update` changes in place what differs. */
export class MessageView {
  /**
   * @param {Message} message
   * @param {import("./timeline.js").TimelineContext} context
   */
  constructor(message, context) {
    this.context = context;
    /** @type {HTMLElement|undefined} the day's name above it, kept by the timeline */
    this.divider = undefined;
    this.head = h("div", { class: "msg-head" });
    this.body = h("div", { class: "text msg-text" });
    this.blocks = h("div", { class: "blocks" });
    this.extras = h("div", { class: "msg-extras" });
    this.gutter = h("div", { class: "msg-gutter" });
    this.element = h(
      "article",
      { class: "message", tabindex: "-1" },
      this.gutter,
      h("div", { class: "msg-main" }, this.head, this.body, this.blocks, this.extras),
    );
    this.update(message);
  }

  get author() {
    return this.context.workspace.users.get(this.message.user);
  }

  get authorName() {
    return this.message.username || this.author?.real_name || t("app");
  }

  get mine() {
    return this.message.user === this.context.workspace.me.id && !this.message.ephemeral;
  }

  /** @param {Message} message */
  update(message) {
    this.message = message;
    const { dataset, classList } = this.element;
    Object.assign(dataset, {
      testid: "message",
      ts: message.ts,
      user: message.user ?? "",
      streaming: String(Boolean(message.streaming)),
    });
    classList.toggle("ephemeral", Boolean(message.ephemeral));
    classList.toggle("system", SYSTEM.has(message.subtype));
    classList.toggle("streaming", Boolean(message.streaming));
    this.element.setAttribute("aria-label", `${this.authorName}, ${clock(message.ts)}`);
    this.gutter.replaceChildren(
      avatar(this.author ?? (message.bot ? { is_bot: true } : undefined)),
      h("time", { text: clock(message.ts) }),
    );
    this.renderHead();
    this.renderText(message.html);
    this.renderBlocks();
    this.renderExtras();
  }

  renderHead() {
    const { message } = this;
    const note = message.ephemeral && h("p", { class: "only-you" }, icon("eye"), t("onlyYou"));
    this.head.replaceChildren(
      ...[
        note,
        h("span", { class: "author", text: this.authorName }),
        message.bot && h("span", { class: "badge badge-app", text: t("app") }),
        h("time", {
          text: this.context.threadTs ? when(message.ts) : clock(message.ts),
          title: fullTime(message.ts),
          datetime: new Date(Number(message.ts) * 1000).toISOString(),
        }),
      ].filter(Boolean),
    );
  }

  /** @param {string} html the whole text so far, made by the server */
  renderText(html) {
    const shown = !this.message.blocks?.length || this.message.streaming;
    this.body.hidden = !shown || !html;
    this.body.classList.toggle("me-message", this.message.subtype === "me_message");
    if (this.message.subtype === CHAT) this.body.replaceChildren(chatStart(this.message));
    else setServerHtml(this.body, shown ? (html ?? "") : "", (root) => this.decorate(root));
  }

  renderBlocks() {
    const key = JSON.stringify(this.message.blocks ?? []);
    if (key === this.blocksKey) return;
    this.blocksKey = key;
    this.blocks.replaceChildren(...renderBlocks(this.message.blocks ?? [], this.blockEnv()));
  }

  renderExtras() {
    const { message } = this;
    this.extras.replaceChildren(
      ...[
        message.edited && h("span", { class: "edited", text: t("edited") }),
        ...(message.quotes ?? []).map(quoteCard),
        ...this.linkCards(),
        message.files?.length && h("div", { class: "files" }, ...message.files.map(fileCard)),
        message.reactions?.length &&
          h("div", { class: "reactions" }, ...message.reactions.map((item) => this.reaction(item))),
        this.context.openThread && message.reply_count && this.threadBar(),
        this.statusEvent && statusLine(this.statusEvent, this.context.workspace),
      ].filter(Boolean),
    );
  }

  /** What apps say about the message's links. */
  linkCards() {
    const { message, context } = this;
    const where = { channel: context.channel, message_ts: message.ts };
    const open = (entity) => openEntity(context.workspace, { ...where, url: entity.url });
    return [
      ...(message.unfurls ?? []).map((item) => unfurlCard(item, renderBlocks(item.blocks, this.blockEnv()))),
      ...(message.entities ?? []).map((entity) => entityCard(entity, () => open(entity))),
    ];
  }

  /** @param {any} event a status event for this message's thread, or null to clear it */
  setStatus(event) {
    this.statusEvent = event;
    this.renderExtras();
  }

  /** Links in an app's message are its citations, one that is only a number becomes a small mark; mentions of oneself stand out. */
  decorate(root) {
    const me = `@${this.context.workspace.me.real_name}`;
    for (const mention of root.querySelectorAll(".mention"))
      mention.classList.toggle("mention-me", mention.textContent === me);
    if (this.message.streaming) hideOpenLink(root);
    if (!this.message.bot) return;
    for (const link of root.querySelectorAll("a[href]")) {
      link.dataset.testid = "citation";
      link.classList.toggle("cite", /^\[?\d{1,2}\]?$/.test(link.textContent.trim()));
    }
  }

  blockEnv() {
    const { workspace, channel } = this.context;
    const { ts, thread_ts } = this.message;
    return blockEnv(
      workspace,
      { channel, message_ts: ts, thread_ts },
      { chosen: workspace.feedbackOf(channel, ts), decorate: (root) => this.decorate(root) },
    );
  }

  reaction(item) {
    const { workspace } = this.context;
    const names = item.users.map((id) => workspace.users.get(id)?.real_name ?? id).join(", ");
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        title: names,
        "aria-label": `${item.name}: ${names}`,
        "aria-pressed": String(item.users.includes(workspace.me.id)),
        on: { click: () => this.react(item.name) },
      },
      emoji(item.name),
      h("b", { text: String(item.count) }),
    );
  }

  /** @param {string} name adds the reaction, or takes it away */
  react(name) {
    const { workspace, channel } = this.context;
    attempt(post("react", { user: workspace.me.id, channel, ts: this.message.ts, name }));
  }

  threadBar() {
    const { message, context } = this;
    const faces = (message.reply_users ?? [])
      .slice(0, 4)
      .map((id) => avatar(context.workspace.users.get(id) ?? { is_bot: true }, "s"));
    return h(
      "button",
      { type: "button", class: "thread-bar", on: { click: () => context.openThread(message.ts) } },
      ...faces,
      h("span", { class: "thread-count", text: replies(message.reply_count) }),
      message.latest_reply && h("span", { class: "muted", text: t("lastReply", { when: when(message.latest_reply) }) }),
    );
  }
}

/** The start of a markdown link whose end has not arrived yet is not shown. */
function hideOpenLink(root) {
  let last = root;
  while (last.lastChild) last = last.lastChild;
  while (last?.nodeType === Node.TEXT_NODE && !last.data.trim()) last = last.previousSibling;
  if (last?.nodeType === Node.TEXT_NODE) last.data = last.data.replace(/\[[^\]\n]{0,80}(\]|\]\([^)\s]*)?$/, "");
}

function fileCard(file) {
  if (file.transcript !== undefined) return clipCard(file);
  if (file.mimetype?.startsWith("image/")) {
    return h(
      "a",
      { class: "file-image", href: file.url, target: "_blank", rel: "noopener" },
      h("img", { src: file.url, alt: file.name, loading: "lazy" }),
    );
  }
  return h(
    "a",
    { class: "file-card", href: file.url, target: "_blank", rel: "noopener" },
    h("span", { class: "file-icon" }, icon("file")),
    h(
      "span",
      { class: "file-text" },
      h("strong", { text: file.name }),
      h("span", { class: "muted", text: fileSize(file.size ?? 0) }),
    ),
  );
}
