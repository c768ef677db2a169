import { locale, t } from "./strings.js";

const LONG = { dateStyle: "full" };
const MEDIUM = { dateStyle: "long" };
const SHORT = { dateStyle: "medium" };
const DAY_MS = 86_400_000;

/** Slack's words in braces (docs.slack.dev/messaging/formatting-message-text, date formatting) and what they become. */
const TOKENS = {
  date_num: (date) => date.toLocaleDateString("sv"), // 2026-02-18
  date: styled(MEDIUM),
  date_long: styled(LONG),
  date_long_full: styled(LONG),
  date_long_pretty: near(styled(LONG)),
  date_pretty: near(styled(MEDIUM)),
  date_short: styled(SHORT),
  date_short_pretty: near(styled(SHORT)),
  time: styled({ timeStyle: "short" }),
  time_secs: styled({ timeStyle: "medium" }),
};

function styled(options) {
  return (date) => new Intl.DateTimeFormat(locale(), options).format(date);
}

/** Today and yesterday have names. */
function near(otherwise) {
  return (date) => {
    const days = Math.round((midnight(new Date()) - midnight(date)) / DAY_MS);
    return days === 0 ? t("days_today") : days === 1 ? t("days_yesterday") : otherwise(date);
  };
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** @param {ParentNode} root whose moments are to be shown in the reader's time zone and language */
export function localDates(root) {
  for (const node of root.querySelectorAll("time[data-at]")) {
    const date = new Date(Number(node.dataset.at) * 1000);
    if (Number.isNaN(date.getTime())) continue;
    node.textContent = node.dataset.form.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(date) ?? token);
  }
}
