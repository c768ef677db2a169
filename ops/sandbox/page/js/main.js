import { follow, get } from "./api.js";
import { createAbout, createHome } from "./app_pages.js";
import { attempt } from "./attempt.js";
import { conversationHeader, createMessages } from "./conversation.js";
import { toast } from "./dialog.js";
import { h, icon } from "./dom.js";
import { createHistory } from "./history.js";
import { showRun } from "./functions.js";
import { Modals } from "./modal.js";
import { createSidebar } from "./sidebar.js";
import { setLocale, t } from "./strings.js";
import { createThread } from "./thread.js";
import { createTopbar } from "./topbar.js";
import { detailsPane } from "./work_objects.js";
import { Workspace } from "./workspace.js";

/** The page for one acting person: what is open, and where each event goes. */
class Page {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.modals = new Modals(workspace);
    this.main = h("main", { class: "main", id: "main" });
    this.banner = h(
      "div",
      { class: "banner", role: "alert", hidden: true },
      h("span", { class: "spinner" }),
      t("reconnecting"),
    );
    this.sidebar = createSidebar(workspace, (id) => this.open(id));
    this.shade = h("div", { class: "shade", on: { click: () => this.toggleSidebar(false) } });
    this.panes = h("div", { class: "panes" }, this.main);
    const escape = (event) => event.key === "Escape" && this.toggleSidebar(false);
    this.body = h("div", { class: "shell", on: { keydown: escape } }, this.sidebar.element, this.shade, this.panes);
    const top = createTopbar(workspace, { open: (id) => this.open(id), become: (user) => this.become(user) });
    document.getElementById("app").replaceChildren(top, this.banner, this.body);
  }

  /** Starts again as somebody else, in the same channel. */
  become(user) {
    const channel = this.workspace.channel(this.workspace.active);
    location.assign(`?${new URLSearchParams({ user, ...(channel.kind === "dm" ? {} : { channel: channel.id }) })}`);
  }

  /** On a phone the sidebar lies over the conversation while it is open. */
  toggleSidebar(open) {
    this.body.classList.toggle("sidebar-open", open);
    const current = this.sidebar.element.querySelector("[aria-current]");
    if (open) /** @type {HTMLElement|null} */ (current)?.focus();
  }

  /** Shows what the address names, or the conversation with the app. */
  async restore() {
    const address = new URLSearchParams(location.search);
    const wanted = this.workspace.channel(address.get("channel") ?? "");
    const channel = wanted ?? this.workspace.appChannel() ?? this.workspace.channels[0];
    if (!wanted && address.get("channel")) toast(t("noAccess", { name: this.workspace.me.real_name }));
    await this.open(channel.id, { tab: address.get("tab") ?? "messages", keepAddress: true });
    if (address.get("thread")) await this.openThread(address.get("thread"), { keepAddress: true });
  }

  writeAddress(replace) {
    const { workspace, thread, tab } = this;
    const parts = {
      user: workspace.me.id,
      channel: workspace.active,
      ...(tab === "messages" ? {} : { tab }),
      ...(thread ? { thread: thread.ts } : {}),
    };
    history[replace ? "replaceState" : "pushState"](null, "", `?${new URLSearchParams(parts)}`);
    // The policies under /policies/ are shown to whom the visitor acts as.
    document.cookie = `persona=${workspace.me.id}; path=/policies/; SameSite=Lax`;
  }

  async open(id, { tab = "messages", keepAddress = false } = {}) {
    if (!this.workspace.channel(id)) this.workspace.refresh(await get("boot", { user: this.workspace.me.id })); // new
    const channel = this.workspace.channel(id);
    this.workspace.active = id;
    this.tab = channel.app ? tab : "messages";
    channel.unread = 0;
    this.dropThread();
    this.toggleSidebar(false);
    this.refreshChrome();
    this.writeAddress(keepAddress);
    await this.showTab(channel);
  }

  async showTab(channel) {
    const actions = {
      openThread: (ts) => this.openThread(ts),
      toggleSidebar: () => this.toggleSidebar(true),
      openTab: (tab) => this.open(channel.id, { tab }),
    };
    this.messages?.timeline.close();
    this.messages = this.tab === "messages" ? createMessages(this.workspace, channel, actions) : null;
    this.home = this.tab === "home" ? createHome(this.workspace) : null;
    this.chats = this.tab === "history" ? createHistory(this.workspace, channel.id, actions.openThread) : null;
    const content = this.messages ?? this.home ?? this.chats ?? { element: createAbout(this.workspace) };
    this.main.replaceChildren(conversationHeader(this.workspace, channel, this.tab, actions), content.element);
    if (matchMedia("(hover: hover)").matches) this.messages?.composer.area.focus();
    await attempt((this.messages?.timeline ?? this.home ?? this.chats)?.load());
    await this.openChat();
  }

  /** A conversation with an assistant app is its latest chat, which lies beside it. */
  async openChat() {
    const chat = this.messages?.timeline.chat;
    if (chat && !this.thread) await this.openThread(chat, { focus: false, keepAddress: true });
  }

  async openThread(ts, { keepAddress = false, focus = true } = {}) {
    this.dropThread();
    const channel = this.workspace.channel(this.workspace.active);
    this.thread = createThread(this.workspace, channel, ts, () => this.closeThread());
    this.panes.append(this.thread.element);
    this.showStop();
    this.messages?.timeline.clearStatus(ts);
    if (focus) this.thread.composer.area.focus();
    this.writeAddress(keepAddress);
    const opened = this.thread;
    const loaded = await attempt(opened.timeline.load());
    opened.setTitle(opened.timeline.title);
    if (!loaded && this.thread === opened) this.closeThread();
  }

  /** An app's details of a Work Object lie over the thread, which is there again when they are closed. */
  showDetails(event) {
    this.details?.remove();
    document.querySelector("dialog[open]")?.dispatchEvent(new Event("cancel", { cancelable: true }));
    this.details = detailsPane(event, () => this.details.remove());
    this.panes.append(this.details);
    this.details.focus();
  }

  dropThread() {
    this.details?.remove();
    this.thread?.timeline.close();
    this.thread?.element.remove();
    this.thread = null;
  }

  closeThread() {
    this.dropThread();
    this.writeAddress(true);
    this.messages?.composer.area.focus();
  }

  refreshChrome() {
    this.sidebar.refresh();
    const unread = this.workspace.channels.reduce((sum, channel) => sum + (channel.unread ?? 0), 0);
    const channel = this.workspace.channel(this.workspace.active);
    document.title = `${unread ? `(${unread}) ` : ""}${this.workspace.handleOf(channel)} · ${this.workspace.team.name}`;
  }

  /** @param {any} event one of the workspace's events, to whatever shows it */
  onEvent(event) {
    const run = {
      entity_details: () => this.showDetails(event),
      channel: () => this.resync(),
      function: () => showRun(this.workspace, event.run),
      home: () => this.home?.show(event.view),
      message: () => this.onMessage(event),
      session: () => this.onSession(event),
      reset: () => location.reload(),
      status: () => this.onStatus(event),
      title: () => this.onTitle(event),
      view_close: () => this.modals.close(event.view?.id ?? event.view_id),
      view_open: () => this.modals.open(event.view),
      view_update: () => this.modals.update(event.view),
    }[event.type];
    if (run) run();
    if (event.type !== "status" || event.thread_ts !== this.thread?.ts) this.messages?.timeline.take(event);
    this.thread?.timeline.take(event);
  }

  onMessage({ channel: id, message }) {
    const mine = message.user === this.workspace.me.id;
    const channel = this.workspace.channel(id);
    if (mine && channel?.app && (message.thread_ts ?? message.ts) === message.ts) this.asked = message.ts;
    if (id !== this.workspace.active && channel && !mine) {
      channel.unread = (channel.unread ?? 0) + 1;
      this.refreshChrome();
    }
    if (message.bot) this.followAnswer(id, message.thread_ts);
  }

  onStatus(event) {
    if (event.status) this.followAnswer(event.channel, event.thread_ts);
  }

  /** Threads whose session can be stopped are remembered, for the pane may open later. */
  onSession(event) {
    this.workspace.stoppable[event.session.stoppable ? "add" : "delete"](`${event.channel} ${event.thread_ts}`);
    this.showStop();
  }

  onTitle(event) {
    if (event.thread_ts === this.thread?.ts) this.thread.setTitle(event.title);
    attempt(this.chats?.load());
  }

  showStop() {
    const { thread, workspace } = this;
    if (thread) thread.composer.stopButton.hidden = !workspace.stoppable.has(`${thread.channel} ${thread.ts}`);
  }

  /** In the conversation with the app, the answer to the question just asked opens beside it. */
  followAnswer(channel, threadTs) {
    const here = channel === this.workspace.active && this.tab === "messages";
    if (!here || !threadTs || threadTs !== this.asked || this.thread?.ts === threadTs) return;
    this.asked = null;
    this.openThread(threadTs, { focus: false, keepAddress: true });
  }

  /** Reads everything again after events may have been missed. */
  async resync() {
    this.workspace.refresh(await get("boot", { user: this.workspace.me.id }));
    if (!this.workspace.channel(this.workspace.active)) return this.open(this.workspace.channels[0].id);
    this.workspace.channel(this.workspace.active).unread = 0;
    this.refreshChrome();
    this.showStop();
    await Promise.all([this.messages?.timeline.load(), this.home?.load(), this.thread?.timeline.load()]);
  }

  /** The first connection shows what the address names; a later one catches up. */
  onUp() {
    this.banner.hidden = true;
    if (!this.workspace.active) return this.restore();
    toast(t("reconnected"), "info");
    return attempt(this.resync());
  }
}

async function start() {
  const user = new URLSearchParams(location.search).get("user") ?? "";
  const workspace = new Workspace(await get("boot", { user }));
  setLocale(workspace.me.locale);
  const page = new Page(workspace);
  document.getElementById("app").removeAttribute("aria-busy");
  document.getElementById("app").className = "app";
  follow(workspace.me.id, {
    onEvent: (event) => page.onEvent(event),
    onUp: () => page.onUp(),
    onDown: () => {
      page.banner.hidden = false;
    },
  });
  addEventListener("popstate", () => page.restore());
}

start().catch((error) => {
  setLocale(navigator.language);
  document
    .getElementById("app")
    .replaceChildren(
      h(
        "div",
        { class: "boot-error", role: "alert" },
        icon("alert"),
        h("p", { text: t("errorLoad") }),
        h("code", { text: error.code ?? error.message }),
      ),
    );
});
