/** @typedef {{id: string, name: string, kind: "channel"|"private"|"dm"|"group", topic: string, member_count: number, members: string[], unread: number, app?: boolean}} Channel */
/** @typedef {import("./people.js").User} User */

/** @param {Channel} channel @returns {boolean} whether it is among people only, without a name of its own */
export const isDirect = (channel) => channel.kind === "dm" || channel.kind === "group";

/** What the acting person sees of the workspace: people, conversations, the app's features. */
export class Workspace {
  /** @param {any} boot the answer of /client/boot */
  constructor(boot) {
    this.active = "";
    this.feedback = new Map();
    this.refresh(boot);
  }

  /** @param {any} boot takes over a newer answer of /client/boot */
  refresh(boot) {
    this.team = boot.team;
    this.app = boot.app;
    this.commands = boot.commands ?? [];
    this.shortcuts = boot.shortcuts ?? [];
    this.searchApps = boot.search_apps ?? [];
    this.suggestedPrompts = boot.suggested_prompts ?? [];
    /** The threads in which an answer can be stopped: "channel thread_ts". */
    this.stoppable = new Set((boot.stoppable ?? []).map((thread) => thread.join(" ")));
    /** @type {Channel[]} */
    this.channels = boot.channels;
    /** @type {Map<string, User>} */
    this.users = new Map(boot.users.map((user) => [user.id, user]));
    /** @type {User} */
    this.me = typeof boot.me === "string" ? this.users.get(boot.me) : boot.me;
  }

  /** @param {string} id @returns {Channel|undefined} */
  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  /** @returns {Channel|undefined} the conversation with the app */
  appChannel() {
    return this.channels.find((channel) => channel.app);
  }

  /** @param {Channel} channel @returns {User|undefined} the other side of a direct message */
  partner(channel) {
    const other = (channel.members ?? []).find((id) => id !== this.me.id);
    return this.users.get(other ?? (channel.app ? this.app.bot_user_id : this.me.id));
  }

  /** @param {Channel} channel @returns {string} the name shown in lists */
  titleOf(channel) {
    if (channel.app) return this.app.name;
    return channel.kind === "dm" ? (this.partner(channel)?.real_name ?? channel.name) : channel.name;
  }

  /** @param {Channel} channel @returns {string} the name with its "#" where it has one */
  handleOf(channel) {
    return channel.kind === "channel" ? `#${channel.name}` : this.titleOf(channel);
  }

  /** @returns {User[]} everybody a visitor can act as */
  employees() {
    return [...this.users.values()].filter((user) => !user.is_bot);
  }

  /** @param {Channel} channel @returns {boolean} whether the app can read and answer there */
  appIsIn(channel) {
    return Boolean(channel.app) || (channel.members ?? []).includes(this.app.bot_user_id);
  }

  /** @param {string} channel @param {string} ts @returns {Map<string, string>} feedback given to a message, by action id */
  feedbackOf(channel, ts) {
    const key = `${channel} ${ts}`;
    if (!this.feedback.has(key)) this.feedback.set(key, new Map());
    return this.feedback.get(key);
  }
}
