import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { h } from "./dom.js";
import { readable } from "./encode.js";
import { t } from "./strings.js";
import { openEntity } from "./work_objects.js";

const PAUSE_MS = 400;

/**
 * What the apps of Slack's search find, below the conversations of the same name.
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {{element: HTMLElement, search: (query: string) => void}}
 */
export function searchResults(workspace) {
  const element = h("div", { data: { testid: "search-results" } });
  let timer = 0;
  const search = (query) => {
    clearTimeout(timer);
    element.replaceChildren();
    if (query.trim()) timer = setTimeout(() => show(query), PAUSE_MS);
  };
  const show = async (query) => {
    const parts = await Promise.all(workspace.searchApps.map((app) => resultsOf(workspace, app, query)));
    element.replaceChildren(...parts.flat());
  };
  return { element, search };
}

async function resultsOf(workspace, app, query) {
  const answer = await attempt(post("search", { user: workspace.me.id, app: app.id, query }));
  if (!answer) return [];
  const heading = h("h3", { class: "menu-heading", text: t("foundBy", { name: app.name }) });
  if (!answer.results.length) return [heading, h("p", { class: "muted menu-note", text: t("noMatch") })];
  return [heading, ...answer.results.map((result) => entry(workspace, app, result))];
}

function entry(workspace, app, result) {
  const where = { app: app.id, url: result.link, external_ref: result.external_ref };
  return h(
    "button",
    { type: "button", class: "result", on: { click: () => openEntity(workspace, where) } },
    h("b", { text: result.title }),
    h("span", { text: result.description }),
    h("span", { class: "muted", text: [result.date_updated, readable(result.link)].filter(Boolean).join(" · ") }),
  );
}
