import { arrowKeys, h, icon } from "./dom.js";
import { matches } from "./completion.js";
import { openDialog } from "./dialog.js";
import { CHANNEL_ICONS } from "./icons.js";
import { avatar, personLine } from "./people.js";
import { openMenu } from "./popover.js";
import { searchResults } from "./search_results.js";
import { t } from "./strings.js";

/**
 * The bar above everything: finding a conversation, and choosing whom to act as.
 * @param {import("./workspace.js").Workspace} workspace
 * @param {{open: (channelId: string) => void, become: (userId: string) => void}} actions
 * @returns {HTMLElement}
 */
export function createTopbar(workspace, actions) {
  const jump = () => openJump(workspace, actions);
  document.onkeydown = (event) => {
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key.toLowerCase() === "k" &&
      !document.querySelector("dialog[open]")
    ) {
      event.preventDefault();
      jump();
    }
  };
  return h(
    "header",
    { class: "topbar" },
    h("a", { class: "skip", href: "#main", text: t("skip") }),
    h(
      "span",
      { class: "brand" },
      h("span", { class: "brand-mark", "aria-hidden": "true" }, icon("app")),
      h("span", { class: "brand-name", text: workspace.app.name }),
      h("span", { class: "brand-tag", text: t("localSandbox") }),
    ),
    h(
      "button",
      { type: "button", class: "jump-button", on: { click: jump } },
      icon("search"),
      h("span", { text: t("search") }),
      h("kbd", { text: /Mac/.test(navigator.platform) ? "⌘K" : "Ctrl K" }),
    ),
    personaButton(workspace, actions),
  );
}

function personaButton(workspace, actions) {
  const { me } = workspace;
  const button = h(
    "button",
    {
      type: "button",
      class: "persona",
      data: { testid: "persona-switcher" },
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": `${t("actingAs")} ${me.real_name}`,
      on: { click: () => openMenu(button, personas(workspace, actions), t("persona")) },
    },
    avatar(me, "m"),
    h(
      "span",
      { class: "persona-text" },
      h("span", { class: "persona-label", text: t("actingAs") }),
      h("b", { text: me.real_name }),
    ),
    icon("chevron"),
  );
  return button;
}

function personas(workspace, actions) {
  const heading = { heading: true, label: t("actAs"), run: () => {} };
  return [
    heading,
    ...workspace.employees().map((user) => ({
      label: personLine(
        user,
        h("span", { class: "language", text: user.locale.startsWith("zh") ? "中文" : "EN", title: t("language") }),
      ),
      checked: user.id === workspace.me.id,
      data: { user: user.id, testid: `persona-${user.id}` },
      run: () => actions.become(user.id),
    })),
  ];
}

function openJump(workspace, actions) {
  const input = h("input", {
    class: "jump-input",
    type: "search",
    placeholder: t("search"),
    "aria-label": t("search"),
    autocomplete: "off",
  });
  const list = h("div", { class: "jump-list" });
  const results = searchResults(workspace);
  const go = (channel) => {
    dialog.close();
    actions.open(channel.id);
  };
  const show = () => {
    const found = workspace.channels.filter((channel) =>
      matches(input.value, workspace.titleOf(channel), channel.name),
    );
    list.replaceChildren(
      ...(found.length
        ? found.map((channel) => jumpEntry(workspace, channel, go))
        : [!workspace.searchApps.length && h("p", { class: "muted menu-note", text: t("noMatch") })].filter(Boolean)),
    );
  };
  input.addEventListener("input", () => {
    show();
    results.search(input.value);
  });
  const dialog = openDialog({
    title: t("searchShort"),
    body: h("div", { on: { keydown: jumpKeys } }, input, list, results.element),
    className: "dialog-jump",
  });
  show();
  input.focus();
}

function jumpEntry(workspace, channel, go) {
  const mark =
    channel.kind === "dm"
      ? avatar(workspace.partner(channel), "s")
      : icon(CHANNEL_ICONS[channel.kind]);
  return h(
    "button",
    { type: "button", class: "menu-item", on: { click: () => go(channel) } },
    mark,
    h("span", { text: workspace.titleOf(channel) }),
    h("span", { class: "muted", text: channel.topic ?? "" }),
  );
}

function jumpKeys(event) {
  const nodes = [...event.currentTarget.querySelectorAll("input, button")];
  if (event.key === "Enter" && event.target === nodes[0] && !event.isComposing) nodes[1]?.click();
  arrowKeys(event, nodes, "vertical");
}
