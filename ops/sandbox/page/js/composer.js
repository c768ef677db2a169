import { post, upload } from "./api.js";
import { attempt } from "./attempt.js";
import { Attachments } from "./attachments.js";
import { Completion } from "./completion.js";
import { toast } from "./dialog.js";
import { h, icon, iconButton } from "./dom.js";
import { toSlack } from "./encode.js";
import { formatSelection, formattingToolbar, marksOfKey } from "./formatting.js";
import { openMenu } from "./popover.js";
import { t } from "./strings.js";
import { sendClip } from "./voice.js";

/**
 * @typedef {object} ComposerOptions
 * @property {import("./workspace.js").Workspace} workspace
 * @property {string} channel
 * @property {string|null} threadTs
 * @property {string} placeholder
 * @property {string} testid
 * @property {() => void} [onUp] the up arrow in an empty composer
 */

const IME_KEY_CODE = 229; // what Safari reports for the Enter that ends a composition

/** The box a message is written in: formatting, completion, files, a draft kept per conversation. */
export class Composer {
  /** @param {ComposerOptions} options */
  constructor(options) {
    this.options = options;
    this.draftKey = `draft ${options.workspace.me.id} ${options.channel} ${options.threadTs ?? ""}`;
    this.area = this.buildArea();
    this.completion = new Completion(this.area, options);
    this.attachments = new Attachments(() => this.changed(false));
    this.hint = h("div", { class: "command-hint", hidden: true });
    this.sendButton = iconButton("send", t("send"), { class: "send", on: { click: () => this.send() } });
    const stop = { class: "stop", hidden: true, data: { testid: "stop" }, on: { click: () => this.stop() } };
    this.stopButton = iconButton("stop", t("stop"), stop);
    this.element = this.build();
    this.area.value = sessionStorage.getItem(this.draftKey) ?? "";
    queueMicrotask(() => this.changed(false)); // its height can be measured once it is on the page
  }

  buildArea() {
    const { placeholder, testid } = this.options;
    const on = {
      input: () => this.changed(),
      keydown: (event) => this.key(event),
      blur: () => this.completion.close(),
      click: () => this.completion.refresh(),
    };
    const props = { class: "composer-area", rows: 1, placeholder, "aria-label": placeholder, data: { testid }, on };
    return h("textarea", props);
  }

  build() {
    const { attachments, area } = this;
    const toolbar = formattingToolbar((before, after) => this.format(before, after));
    const parts = [toolbar, this.hint, area, attachments.element, attachments.picker, this.footer()];
    const box = h("div", { class: "composer-box" }, ...parts);
    attachments.takeFrom(box);
    const note = h("p", { class: "composer-note", text: t("typeHint") });
    const on = { submit: (event) => event.preventDefault() };
    return h("form", { class: "composer", on }, this.completion.element, box, note);
  }

  footer() {
    const inThread = Boolean(this.options.threadTs);
    return h(
      "div",
      { class: "composer-foot" },
      iconButton("attach", t("attach"), { on: { click: () => this.attachments.picker.click() } }),
      iconButton("mic", t("voiceClip"), { data: { testid: "voice" }, on: { click: () => sendClip(this.where()) } }),
      iconButton("at", t("mentionSomeone"), { on: { click: () => this.type("@") } }),
      !inThread && iconButton("slash", t("runCommand"), { on: { click: () => this.type("/", true) } }),
      !inThread && this.shortcutsButton(),
      h("span", { class: "spring" }),
      this.stopButton,
      this.sendButton,
    );
  }

  shortcutsButton() {
    const { workspace, channel } = this.options;
    const shortcuts = workspace.shortcuts.filter((item) => item.type === "global");
    if (!shortcuts.length) return null;
    const run = (item) => attempt(post("shortcut", { user: workspace.me.id, channel, callback_id: item.callback_id }));
    const items = shortcuts.map((item) => ({ label: item.name, run: () => run(item) }));
    const open = () => openMenu(button, items, t("shortcuts"));
    const button = iconButton("wand", t("shortcuts"), { "aria-haspopup": "menu", on: { click: open } });
    return button;
  }

  changed(complete = true) {
    const { area, attachments } = this;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
    if (area.value) sessionStorage.setItem(this.draftKey, area.value);
    else sessionStorage.removeItem(this.draftKey);
    this.sendButton.classList.toggle("ready", Boolean(area.value.trim() || attachments.files.length));
    if (complete) this.completion.refresh();
    this.showHint();
  }

  showHint() {
    const word = /^(\/\S+)\s/.exec(this.area.value)?.[1];
    const command = this.options.workspace.commands.find((item) => item.command === word);
    this.hint.hidden = !command;
    if (!command) return;
    const usage = h("code", { text: command.usage_hint ?? "" });
    const description = h("span", { class: "muted", text: command.description ?? "" });
    this.hint.replaceChildren(icon("slash"), h("b", { text: command.command }), usage, description);
  }

  /** @param {KeyboardEvent} event Enter during an input method's composition chooses characters, so it never sends */
  key(event) {
    if (event.isComposing || event.keyCode === IME_KEY_CODE || this.completion.key(event)) return;
    const marks = marksOfKey(event);
    let run;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) run = () => this.send();
    else if (event.key === "ArrowUp" && !this.area.value) run = this.options.onUp;
    else if (marks) run = () => this.format(marks[0], marks[1]);
    if (!run) return;
    event.preventDefault();
    run();
  }

  format(before, after) {
    formatSelection(this.area, before, after);
    this.changed(false);
  }

  /** Puts a sign at the caret (or at the start) and opens its completion. */
  type(sign, atStart = false) {
    const { area } = this;
    if (atStart) area.setSelectionRange(0, 0);
    const before = area.value.slice(0, area.selectionStart);
    const text = before && !/\s$/.test(before) ? ` ${sign}` : sign;
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    this.changed();
  }

  /** Sends what is written; after a failure it stands in the box again. */
  async send() {
    const text = this.area.value.trim();
    const files = [...this.attachments.files];
    if (!text && !files.length) return;
    const command = !files.length && /^\/[a-z]/i.test(text) ? text.split(/\s/)[0] : "";
    if (command && this.options.threadTs) return toast(t("commandInThread", { command }));
    const rest = { text, files };
    this.reset("", []);
    try {
      await this.deliver(rest, command);
    } catch (error) {
      this.reset(rest.text, rest.files);
      toast(failure(command, error.code));
    }
  }

  reset(text, files) {
    this.area.value = text;
    this.attachments.set(files);
    this.area.focus();
  }

  where() {
    const { workspace, channel, threadTs } = this.options;
    return { user: workspace.me.id, channel, thread_ts: threadTs ?? undefined };
  }

  async deliver(rest, command) {
    const { workspace } = this.options;
    const where = this.where();
    if (command) return post("command", { ...where, text: rest.text });
    if (!rest.files.length) return post("send", { ...where, text: toSlack(rest.text, workspace) });
    return upload({ ...where, text: toSlack(rest.text, workspace) }, rest.files);
  }

  stop() {
    attempt(post("stop", this.where()));
  }
}

function failure(command, error) {
  if (!command) return t("errorSend", { error });
  return error === "invalid_command" ? t("errorNoCommand", { command }) : t("errorCommand", { command, error });
}
