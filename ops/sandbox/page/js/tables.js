import { h, setServerHtml } from "./dom.js";
import { t } from "./strings.js";

/** @typedef {import("./block_env.js").BlockEnv} BlockEnv */

const PAGE_SIZE = 5; // Slack's, where a data table says nothing

/** @param {any} block @param {BlockEnv} env @returns {HTMLElement} */
export function table(block, env) {
  const [head, ...rows] = block.rows ?? [];
  const align = (column) => block.column_settings?.[column]?.align;
  return framed(head ?? [], rows, (item, column, tag) => cell(item, tag, align(column), env));
}

/** A table with a caption that shows so many rows, and the others when asked. @param {any} block @param {BlockEnv} env */
export function dataTable(block, env) {
  const [head, ...rows] = block.rows ?? [];
  const named = block.row_header_column_index ?? 0;
  const make = (item, column, tag) => {
    const node = cell(item, column === named ? "th" : tag, item.type === "raw_number" ? "right" : null, env);
    if (tag === "td" && column === named) node.scope = "row";
    return node;
  };
  const size = block.page_size ?? PAGE_SIZE;
  const shown = framed(head ?? [], rows.slice(0, size), make);
  shown.firstElementChild.prepend(h("caption", { text: block.caption }));
  const rest = rows.slice(size);
  if (!rest.length) return shown;
  const more = h("button", {
    type: "button",
    class: "button table-more",
    text: t("moreRows", { count: rest.length }),
    on: {
      click: () => {
        shown.querySelector("tbody").append(...rest.map((row) => line(row, make)));
        more.remove();
      },
    },
  });
  return h("div", {}, shown, more);
}

function framed(head, rows, make) {
  return h(
    "div",
    { class: "table-scroll", tabindex: "0" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...head.map((item, column) => make(item, column, "th")))),
      h("tbody", {}, ...rows.map((row) => line(row, make))),
    ),
  );
}

const line = (row, make) => h("tr", {}, ...row.map((item, column) => make(item, column, "td")));

function cell(item, tag, align, env) {
  const node = h(tag, { class: `text ${align ? `align-${align}` : ""}`, scope: tag === "th" ? "col" : null });
  setServerHtml(node, item.html ?? "", env.decorate);
  return node;
}
