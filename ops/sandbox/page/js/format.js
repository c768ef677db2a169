import { locale, t } from "./strings.js";

const formatters = new Map();

function formatter(options) {
  const key = locale() + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(locale(), options));
  return formatters.get(key);
}

/** @param {string} ts Slack's message timestamp, seconds @returns {Date} */
export const dateOf = (ts) => new Date(Number(ts) * 1000);

/** @param {string} ts @returns {string} the hour and minute */
export const clock = (ts) => formatter({ hour: "numeric", minute: "2-digit" }).format(dateOf(ts));

/** @param {string} ts @returns {string} date and time in full */
export const fullTime = (ts) => formatter({ dateStyle: "full", timeStyle: "short" }).format(dateOf(ts));

/** @param {string} ts @returns {string} a key that is equal for messages of one day */
export const dayKey = (ts) => dateOf(ts).toDateString();

/** @param {string} ts @returns {string} "Today", "Yesterday" or the day's name and date */
export function dayName(ts) {
  const day = dateOf(ts);
  const now = new Date();
  if (day.toDateString() === now.toDateString()) return t("days_today");
  now.setDate(now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return t("days_yesterday");
  return formatter({ weekday: "long", month: "long", day: "numeric" }).format(day);
}

/** @param {string} ts @returns {string} the time today, otherwise day and time */
export const when = (ts) => (dayKey(ts) === new Date().toDateString() ? clock(ts) : `${dayName(ts)} ${clock(ts)}`);

/** @param {number} bytes @returns {string} for example "12 kB" */
export function fileSize(bytes) {
  const unit = bytes < 1000 ? "byte" : bytes < 1e6 ? "kilobyte" : "megabyte";
  const value = bytes / { byte: 1, kilobyte: 1e3, megabyte: 1e6 }[unit];
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    unitDisplay: bytes < 1000 ? "long" : "short",
    maximumFractionDigits: 1,
  }).format(value);
}

/** @param {number} count @returns {string} "1 reply", "3 replies" */
export const replies = (count) => (count === 1 ? t("replies_one") : t("replies", { count }));

const EMOJI = {
  "+1": "👍",
  "-1": "👎",
  bulb: "💡",
  eyes: "👀",
  fire: "🔥",
  heart: "❤️",
  hourglass: "⌛",
  memo: "📝",
  pray: "🙏",
  raised_hands: "🙌",
  rocket: "🚀",
  smile: "😄",
  tada: "🎉",
  thumbsup: "👍",
  thumbsdown: "👎",
  warning: "⚠️",
  wave: "👋",
  white_check_mark: "✅",
  x: "❌",
  calendar: "📅",
  mag: "🔍",
  books: "📚",
  clap: "👏",
  thinking_face: "🤔",
};

/** @param {string} name without colons @returns {string} the character, or ":name:" where unknown */
export const emoji = (name) => EMOJI[name] ?? `:${name}:`;
