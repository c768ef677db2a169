import { h, icon } from "./dom.js";
import { avatar } from "./people.js";
import { t } from "./strings.js";
import { isDirect } from "./workspace.js";

/** @typedef {{insert: string, node: Node[]}} Candidate */

const LIMIT = 8;

/** @type {[RegExp, (query: string, context: any) => Candidate[]][]} What is being typed before the caret -> candidates: a table of pattern and source. */
const KINDS = [
  [/^\/([a-z0-9_-]*)$/i, commands],
  [/(?:^|[^A-Za-z0-9_@])@([\p{L}\p{N}._ -]{0,24})$/u, people],
  [/(?:^|[^A-Za-z0-9_#])#([\p{L}\p{N}_-]{0,40})$/u, channels],
];

function commands(query, { workspace }) {
  return workspace.commands
    .filter((item) => item.command.slice(1).startsWith(query.toLowerCase()))
    .map((item) => ({
      insert: `${item.command} `,
      node: [
        h("span", { class: "option-mark" }, icon("slash")),
        h(
          "span",
          { class: "option-text" },
          h(
            "span",
            { class: "option-name" },
            h("b", { text: item.command }),
            h("span", { class: "muted", text: item.usage_hint ?? "" }),
          ),
          h("span", { class: "muted", text: item.description ?? "" }),
        ),
        h("span", { class: "option-tag", text: workspace.app.name }),
      ],
    }));
}

function people(query, { workspace, channel }) {
  const members = new Set(workspace.channel(channel)?.members ?? []);
  const found = [...workspace.users.values()].filter((user) => matches(query, user.real_name, user.name));
  found.sort((one, other) => Number(members.has(other.id)) - Number(members.has(one.id)));
  return found.map((user) => ({
    insert: `@${user.real_name} `,
    node: [
      avatar(user, "s"),
      h(
        "span",
        { class: "option-text option-line" },
        h("b", { text: user.real_name }),
        h("span", { class: "muted", text: user.title }),
      ),
    ],
  }));
}

function channels(query, { workspace }) {
  return workspace.channels
    .filter((channel) => !isDirect(channel) && matches(query, channel.name))
    .map((channel) => ({
      insert: `#${channel.name} `,
      node: [
        icon(channel.kind === "private" ? "lock" : "hash"),
        h(
          "span",
          { class: "option-text option-line" },
          h("b", { text: channel.name }),
          h("span", { class: "muted", text: channel.topic }),
        ),
      ],
    }));
}

/** @param {string} query @param {...string} names @returns {boolean} whether a name, or a word in it, starts with the query */
export function matches(query, ...names) {
  const wanted = query.trim().toLowerCase();
  return names.some(
    (name) =>
      name.toLowerCase().startsWith(wanted) ||
      name
        .toLowerCase()
        .split(/[\s(]+/)
        .some((word) => word.startsWith(wanted)),
  );
}

let count = 0;

/** The popup above a composer that completes commands, people and channels. */
export class Completion {
  /** @param {HTMLTextAreaElement} area @param {{workspace: any, channel: string, threadTs?: string|null}} context */
  constructor(area, context) {
    this.area = area;
    this.context = context;
    this.id = `completion-${++count}`;
    this.element = h("div", {
      class: "completion",
      role: "listbox",
      id: this.id,
      "aria-label": t("choose"),
      hidden: true,
    });
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", this.id);
    this.close();
  }

  get open() {
    return !this.element.hidden;
  }

  /** Looks at the text before the caret and shows what fits. */
  refresh() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    for (const [pattern, source] of KINDS) {
      const match = pattern.exec(before);
      if (match) return this.show(source(match[1], this.context).slice(0, LIMIT), match[1].length + 1);
    }
    this.close();
  }

  /** @param {Candidate[]} candidates @param {number} length characters to replace, the sign included */
  show(candidates, length) {
    if (!candidates.length) return this.close();
    this.candidates = candidates;
    this.length = length;
    this.element.replaceChildren(
      ...candidates.map((item, index) =>
        h(
          "div",
          {
            class: "option",
            role: "option",
            id: `${this.id}-${index}`,
            on: {
              mousedown: (event) => {
                event.preventDefault();
                this.accept(index);
              },
            },
          },
          ...item.node,
        ),
      ),
    );
    this.element.hidden = false;
    this.select(0);
  }

  select(index) {
    this.index = (index + this.candidates.length) % this.candidates.length;
    [...this.element.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === this.index)));
    this.element.children[this.index].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", `${this.id}-${this.index}`);
  }

  accept(index = this.index) {
    const end = this.area.selectionStart;
    this.area.setRangeText(this.candidates[index].insert, end - this.length, end, "end");
    this.close();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    this.element.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the popup used the key */
  key(event) {
    if (!this.open) return false;
    const run = {
      ArrowDown: () => this.select(this.index + 1),
      ArrowUp: () => this.select(this.index - 1),
      Enter: () => this.accept(),
      Tab: () => this.accept(),
      Escape: () => this.close(),
    }[event.key];
    if (!run || event.shiftKey) return false;
    event.preventDefault();
    event.stopPropagation();
    run();
    return true;
  }
}
