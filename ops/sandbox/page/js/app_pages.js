import { get } from "./api.js";
import { blockEnv } from "./block_env.js";
import { renderBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { functionList } from "./functions.js";
import { avatar } from "./people.js";
import { t } from "./strings.js";

/**
 * The app's Home tab; `show` takes a view that was published while it is open.
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {{element: HTMLElement, load: () => Promise<void>, show: (view: any) => void}}
 */
export function createHome(workspace) {
  const element = h("div", { class: "page", tabindex: "0", role: "tabpanel", "aria-label": t("home") });
  let shown = 0;
  const show = (view) => {
    shown += 1;
    element.replaceChildren(
      h(
        "div",
        { class: "page-inner" },
        ...(view?.blocks?.length
          ? renderBlocks(view.blocks, blockEnv(workspace, { view_id: view.id }))
          : [empty(workspace)]),
      ),
    );
  };
  const load = async () => {
    const before = shown;
    const { view } = await get("home", { user: workspace.me.id });
    if (shown === before) show(view); // a view that was published meanwhile is newer
  };
  return { element, load, show };
}

function empty(workspace) {
  return h(
    "div",
    { class: "intro intro-center" },
    avatar(workspace.users.get(workspace.app.bot_user_id), "xl"),
    h("p", { class: "muted", text: t("homeEmpty", { name: workspace.app.name }) }),
  );
}

/**
 * What the app is and which commands it has.
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {HTMLElement}
 */
export function createAbout(workspace) {
  const { app } = workspace;
  const commands = workspace.commands.map((item) =>
    h(
      "li",
      {},
      h("code", { text: `${item.command} ${item.usage_hint ?? ""}` }),
      h("span", { class: "muted", text: item.description ?? "" }),
    ),
  );
  return h(
    "div",
    { class: "page", tabindex: "0", role: "tabpanel", "aria-label": t("about") },
    h(
      "div",
      { class: "page-inner" },
      h(
        "div",
        { class: "about-head" },
        avatar(workspace.users.get(app.bot_user_id), "xl"),
        h("div", {}, h("h2", { text: app.name }), h("p", { class: "muted", text: app.description })),
      ),
      commands.length > 0 &&
        h("section", { class: "about-card" }, h("h3", { text: t("commands") }), h("ul", {}, ...commands)),
      workspace.shortcuts.length > 0 &&
        h(
          "section",
          { class: "about-card" },
          h("h3", { text: t("shortcuts") }),
          h("ul", {}, ...workspace.shortcuts.map((item) => h("li", { text: item.name }))),
        ),
      functionList(workspace),
    ),
  );
}
