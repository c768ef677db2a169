import { isDirect } from "./workspace.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */

const ADDRESS = /(?<![`<|])\bhttps?:\/\/[^\s<>`。，；：！？）”]*[^\s<>`.,;:!?)\]"'。，；：！？）”]/g;
const BROADCAST = { here: "<!here>", channel: "<!channel>", everyone: "<!everyone>" };
const quote = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function mentions(workspace) {
  const entries = Object.entries(BROADCAST);
  for (const user of workspace.users.values()) {
    entries.push([user.real_name, `<@${user.id}>`], [user.name, `<@${user.id}>`]);
  }
  return new Map(entries.map(([name, token]) => [escape(name).toLowerCase(), token]));
}

function channels(workspace) {
  return new Map(
    workspace.channels
      .filter((channel) => !isDirect(channel))
      .map((channel) => [channel.name.toLowerCase(), `<#${channel.id}>`]),
  );
}

function replaceAll(text, sign, tokens) {
  if (!tokens.size) return text;
  const names = [...tokens.keys()].sort((one, other) => other.length - one.length).map(quote);
  const pattern = new RegExp(`(?<![A-Za-z0-9_${sign}])${sign}(${names.join("|")})(?![A-Za-z0-9_])`, "giu");
  return text.replace(pattern, (_, name) => tokens.get(name.toLowerCase()));
}

/**
 * Typed text in Slack's encoding: &, < and > are escaped, names of people and channels become mentions, and
 * addresses become links.
 * @param {string} text @param {Workspace} workspace
 * @returns {string}
 */
export function toSlack(text, workspace) {
  return withLinks(replaceAll(replaceAll(escape(text), "@", mentions(workspace)), "#", channels(workspace)));
}

/** Addresses as links; a sign that ends a sentence is none of theirs, and code stays as it is. */
const withLinks = (text) => text.replace(ADDRESS, "<$&>");

/**
 * Slack-encoded text as a person would type it; the inverse of `toSlack`.
 * @param {string} text @param {Workspace} workspace
 * @returns {string}
 */
export function toDisplay(text, workspace) {
  return text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (token, id) =>
      workspace.users.has(id) ? `@${workspace.users.get(id).real_name}` : token,
    )
    .replace(/<#(\w+)(?:\|[^>]*)?>/g, (token, id) => (workspace.channel(id) ? `#${workspace.channel(id).name}` : token))
    .replace(/<!(here|channel|everyone)>/g, "@$1")
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** @param {string} url @returns {string} an address as people write it, with its letters instead of their codes */
export function readable(url) {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
