import { h, icon } from "./dom.js";
import { CHANNEL_ICONS } from "./icons.js";
import { avatar, badges } from "./people.js";
import { newConversation } from "./sending_on.js";
import { t } from "./strings.js";
import { isDirect } from "./workspace.js";

/**
 * The list of conversations with unread badges.
 * @param {import("./workspace.js").Workspace} workspace
 * @param {(channelId: string) => void} open
 * @returns {{element: HTMLElement, refresh: () => void}}
 */
export function createSidebar(workspace, open) {
  const body = h("div", { class: "sidebar-body" });
  const element = h(
    "nav",
    { class: "sidebar", id: "sidebar", "aria-label": t("navigate") },
    h(
      "div",
      { class: "workspace" },
      h("span", { class: "workspace-mark", "aria-hidden": "true", text: workspace.team.name.slice(0, 1) }),
      h(
        "span",
        { class: "workspace-text" },
        h("strong", { text: workspace.team.name }),
        h("span", { class: "workspace-sub" }, h("span", { class: "live-dot" }), workspace.team.domain),
      ),
    ),
    body,
  );
  const begin = h(
    "button",
    {
      type: "button",
      class: "side-entry",
      data: { testid: "new-conversation" },
      on: { click: () => newConversation(workspace, open) },
    },
    icon("edit"),
    h("span", { class: "side-name", text: t("newConversation") }),
  );
  const refresh = () => {
    const lists = sections(workspace).map(([label, channels]) => section(label, channels, workspace, open));
    body.replaceChildren(...lists, h("section", { class: "side-section" }, begin));
  };
  refresh();
  return { element, refresh };
}

function sections(workspace) {
  const all = workspace.channels;
  return [
    [t("channels"), all.filter((channel) => !isDirect(channel))],
    [t("directMessages"), all.filter((channel) => isDirect(channel) && !channel.app)],
    [t("apps"), all.filter((channel) => channel.app)],
  ].filter(([, channels]) => channels.length);
}

function section(label, channels, workspace, open) {
  const items = channels.map((channel) => h("li", {}, entry(channel, workspace, open)));
  return h("section", { class: "side-section" }, h("h2", { text: label }), h("ul", {}, ...items));
}

function entry(channel, workspace, open) {
  const unread = channel.unread && channel.id !== workspace.active;
  return h(
    "button",
    {
      type: "button",
      class: `side-entry ${unread ? "unread" : ""}`,
      data: { testid: `channel-${channel.id}` },
      "aria-current": channel.id === workspace.active ? "page" : null,
      on: { click: () => open(channel.id) },
    },
    mark(channel, workspace),
    h("span", { class: "side-name", text: workspace.titleOf(channel) }),
    channel.kind === "dm" && !channel.app ? badges(workspace.partner(channel) ?? {}).at(0) : null,
    unread
      ? h("span", {
          class: "unread-badge",
          "aria-label": t("unread", { count: channel.unread }),
          text: String(channel.unread),
        })
      : null,
  );
}

function mark(channel, workspace) {
  if (channel.kind === "dm") return avatar(workspace.partner(channel), "s");
  return icon(CHANNEL_ICONS[channel.kind]);
}
