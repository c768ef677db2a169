import { h } from "./dom.js";
import { dayKey, dayName } from "./format.js";

const GROUP_SECONDS = 300;

/** @typedef {import("./message.js").Message} Message */

/** @param {Message|undefined} before @param {Message} message @returns {boolean} whether a new day begins between them */
export const startsDay = (before, message) => !before || dayKey(before.ts) !== dayKey(message.ts);

/**
 * The name of a message's day: it stays at the top while the day's messages scroll by.
 * @param {Message} message
 * @returns {HTMLElement}
 */
export function dayDivider(message) {
  const day = h("div", { class: "day", role: "separator" }, h("span", { text: dayName(message.ts) }));
  return h("div", { class: "day-slot" }, h("div", { class: "day-line" }), day);
}

/**
 * Whether a message is shown without its author, joined to the one above.
 * @param {Message|undefined} before @param {Message} message
 * @returns {boolean}
 */
export function joins(before, message) {
  if (startsDay(before, message) || before.ephemeral || message.ephemeral) return false;
  const sameAuthor = before.user === message.user && (before.username ?? "") === (message.username ?? "");
  return sameAuthor && Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
}
