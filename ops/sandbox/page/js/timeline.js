import { get, post } from "./api.js";
import { attempt } from "./attempt.js";
import { toast } from "./dialog.js";
import { announce, h } from "./dom.js";
import { toSlack } from "./encode.js";
import { FollowEnd } from "./follow_end.js";
import { dayDivider, joins, startsDay } from "./grouping.js";
import { MessageView } from "./message.js";
import { attachActions } from "./message_actions.js";
import { promptCards } from "./prompts.js";
import { statusLine } from "./status.js";
import { t } from "./strings.js";

/**
 * Where a list of messages is shown.
 * @typedef {object} TimelineContext
 * @property {import("./workspace.js").Workspace} workspace
 * @property {string} channel
 * @property {string|null} threadTs the thread's root, or null for the conversation itself
 * @property {string} label its accessible name
 * @property {((ts: string) => void)|null} openThread
 * @property {() => Node} intro shown above the first message
 */

const NEAR_START_PX = 200;

/** A scrolling list of messages that follows its end, loads older pages and takes the workspace's events. */
export class Timeline {
  /** @param {TimelineContext} context */
  constructor(context) {
    this.context = context;
    /** @type {MessageView[]} in order of ts */
    this.views = [];
    this.pending = new Map();
    this.cursor = null;
    this.intro = h("div", { class: "intro-slot" });
    this.list = h("div", { class: "timeline-list" });
    this.status = h("div");
    this.prompts = h("div");
    this.foot = h("div", { class: "timeline-foot" }, this.prompts, this.status);
    const inner = h("div", { class: "timeline-inner" }, this.intro, this.list, this.foot);
    this.scroller = h("div", { class: "timeline", tabindex: "0", "aria-label": context.label, role: "region" }, inner);
    this.end = new FollowEnd(this.scroller, inner);
    this.element = h("div", { class: "timeline-frame" }, this.scroller, this.end.button);
    this.scroller.addEventListener("scroll", () => this.scroller.scrollTop < NEAR_START_PX && this.loadOlder(), {
      passive: true,
    });
    attachActions(this);
  }

  /**
   * Reads the newest page (again); events that arrive meanwhile are taken afterwards, in their order.
   * @returns {Promise<boolean>} true; rejects with SandboxError
   */
  async load() {
    const { scrollTop } = this.scroller;
    this.waiting = [];
    try {
      const page = await this.page();
      this.list.replaceChildren();
      this.views = [];
      for (const message of page.messages) this.insert(message);
      this.cursor = page.next_cursor || null;
      this.chat = page.chat; // the latest chat, where this is the conversation with an assistant app
      this.title = page.title; // the thread's, where its app gave it one
      this.showIntro();
    } finally {
      const events = this.waiting ?? []; // null when a second load overtook this one
      this.waiting = null;
      for (const event of events) this.take(event);
    }
    if (this.end.pinned) this.end.toEnd();
    else this.scroller.scrollTop = scrollTop;
    return true;
  }

  /** @param {any} event one of the workspace's events */
  take(event) {
    if (this.waiting) return this.waiting.push(event);
    if (event.type === "message") this.onMessage(event);
    else if (event.type === "message_changed") this.onChanged(event);
    else if (event.type === "message_deleted") this.onDeleted(event);
    else if (event.type === "stream_delta") this.onDelta(event);
    else if (event.type === "status") this.onStatus(event);
    else if (event.type === "prompts") this.onPrompts(event);
  }

  /** Stops watching its size once it is no longer shown. */
  close() {
    this.end.close();
  }

  page(cursor) {
    const { workspace, channel, threadTs } = this.context;
    return get("history", { user: workspace.me.id, channel, thread_ts: threadTs ?? undefined, cursor });
  }

  async loadOlder() {
    if (!this.cursor || this.loading) return;
    this.loading = true;
    const page = await attempt(this.page(this.cursor));
    this.loading = false;
    if (!page) return;
    this.cursor = page.next_cursor || null;
    this.end.keepingPlace(() => {
      for (const message of page.messages) this.insert(message);
      this.showIntro();
    });
  }

  showIntro() {
    this.intro.replaceChildren(...(this.cursor ? [] : [this.context.intro()]));
  }

  /** @param {string} ts @returns {MessageView|undefined} */
  find(ts) {
    return this.views.find((view) => view.message.ts === ts);
  }

  /** @param {import("./message.js").Message} message adds it in its place, or updates it */
  insert(message) {
    const known = this.find(message.ts);
    if (known) return known.update(message);
    const view = new MessageView(message, this.context);
    let index = this.views.length;
    while (index > 0 && Number(this.views[index - 1].message.ts) > Number(message.ts)) index -= 1;
    this.list.insertBefore(
      view.element,
      this.views[index] ? (this.views[index].divider ?? this.views[index].element) : null,
    );
    this.views.splice(index, 0, view);
    this.arrange(index);
    this.arrange(index + 1);
  }

  /** Gives the message at an index its day divider, and joins it to the one above by the same author. */
  arrange(index) {
    const view = this.views[index];
    if (!view) return;
    const before = this.views[index - 1]?.message;
    const { message } = view;
    view.divider?.remove();
    view.divider = startsDay(before, message) ? dayDivider(message) : undefined;
    if (view.divider) view.element.before(view.divider);
    const underRoot = before?.ts === this.context.threadTs;
    view.element.classList.toggle("compact", !underRoot && joins(before, message));
  }

  onDeleted(event) {
    const index =
      event.channel === this.context.channel ? this.views.findIndex((view) => view.message.ts === event.ts) : -1;
    if (index < 0) return;
    const [view] = this.views.splice(index, 1);
    view.divider?.remove();
    view.element.remove();
    this.arrange(index);
  }

  /** @param {{channel: string}} event @param {import("./message.js").Message} message @returns {boolean} whether it belongs in this list */
  takes(event, message) {
    const { channel, threadTs } = this.context;
    if (event.channel !== channel) return false;
    const root = message.thread_ts ?? message.ts;
    return threadTs ? root === threadTs : root === message.ts || message.subtype === "thread_broadcast";
  }

  /** @param {any} event a message that was just posted */
  onMessage(event) {
    const { message } = event;
    if (message.bot && event.channel === this.context.channel) this.clearStatus(message.thread_ts);
    if (!this.takes(event, message)) return;
    const mine = message.user === this.context.workspace.me.id;
    this.prompts.replaceChildren();
    this.insert(message);
    if (this.views.length === 1) this.showIntro(); // whose prompts are those of an empty conversation
    if (mine || message.ephemeral) this.end.toEnd();
    else this.end.arrived();
    if (!mine && !message.streaming) this.announce(message);
  }

  onChanged(event) {
    const view = event.channel === this.context.channel && this.find(event.message.ts);
    if (!view) return;
    this.pending.delete(event.message.ts);
    const finished = view.message.streaming && !event.message.streaming;
    view.update(event.message);
    if (finished) this.announce(event.message);
  }

  /** Streaming text is shown at most once a frame. */
  onDelta(event) {
    const view = event.channel === this.context.channel && this.find(event.ts);
    if (!view) return;
    if (this.pending.size === 0) requestAnimationFrame(() => this.flush());
    this.pending.set(event.ts, event);
  }

  flush() {
    for (const [ts, event] of this.pending) {
      const view = this.find(ts);
      if (!view) continue;
      Object.assign(view.message, { html: event.html, text: event.text });
      view.renderText(event.html);
    }
    this.pending.clear();
  }

  /** @param {any} event the app's status; an empty one clears it */
  onStatus(event) {
    const { channel, threadTs, workspace } = this.context;
    if (event.channel !== channel) return;
    const shown = event.status ? event : null;
    if ((event.thread_ts ?? null) === threadTs)
      this.status.replaceChildren(...(shown ? [statusLine(shown, workspace)] : []));
    else if (!threadTs) this.find(event.thread_ts)?.setStatus(shown);
  }

  /** @param {any} event questions that the app suggests; in an empty conversation they stand in its introduction */
  onPrompts(event) {
    const { channel, threadTs, workspace } = this.context;
    if (event.channel !== channel || (event.thread_ts ?? null) !== threadTs) return;
    if (!threadTs) workspace.suggestedPrompts = event.prompts;
    if (!threadTs && !this.views.length) this.showIntro();
    else
      this.prompts.replaceChildren(
        ...[promptCards(event.prompts, event.title, (text) => this.ask(text))].filter(Boolean),
      );
  }

  /** @param {string} text sends it here, as the acting person */
  ask(text) {
    const { workspace, channel, threadTs } = this.context;
    post("send", {
      user: workspace.me.id,
      channel,
      text: toSlack(text, workspace),
      thread_ts: threadTs ?? undefined,
    }).catch((error) => toast(t("errorSend", { error: error.code })));
  }

  clearStatus(threadTs) {
    this.onStatus({ channel: this.context.channel, thread_ts: threadTs ?? undefined, status: "" });
  }

  announce(message) {
    const view = this.find(message.ts);
    if (view)
      announce(
        `${view.authorName}: ${view.element.querySelector(".msg-text:not([hidden]), .blocks").textContent.slice(0, 400)}`,
      );
  }
}
