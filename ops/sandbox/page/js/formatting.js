import { h, iconButton } from "./dom.js";
import { t } from "./strings.js";

/** Formatting buttons: icon and words, then the marks around a text, or the one mark before each line. */
/** @type {[string, string, string?][]} */
const FORMATS = [
  ["bold", "*", "*"],
  ["italic", "_", "_"],
  ["strike", "~", "~"],
  ["code", "`", "`"],
  ["list", "• "],
  ["quote", "> "],
];

/** Formats for which a key together with Ctrl or Command stands. */
const KEYS = { b: ["*", "*"], i: ["_", "_"] };

/**
 * The buttons that put Slack's marks around the selected text.
 * @param {(before: string, after?: string) => void} format
 * @returns {HTMLElement}
 */
export function formattingToolbar(format) {
  const buttons = FORMATS.map(([name, before, after]) =>
    iconButton(name, t(name), { tabindex: "-1", on: { click: () => format(before, after) } }),
  );
  return h("div", { class: "composer-toolbar" }, ...buttons);
}

/** @param {KeyboardEvent} event @returns {[string, string]|undefined} the marks that a key stands for */
export function marksOfKey(event) {
  return event.ctrlKey || event.metaKey ? KEYS[event.key.toLowerCase()] : undefined;
}

/**
 * Puts marks around the selection, or one before each of its lines.
 * @param {HTMLTextAreaElement} area @param {string} before @param {string} [after]
 */
export function formatSelection(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const lines = () => chosen.split("\n").map((line) => before + line);
  area.focus();
  area.setRangeText(after ? `${before}${chosen}${after}` : lines().join("\n"), start, end, "end");
  if (after && !chosen) area.setSelectionRange(start + before.length, start + before.length);
}
