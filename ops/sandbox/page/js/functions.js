import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { openDialog, toast } from "./dialog.js";
import { h } from "./dom.js";
import { t } from "./strings.js";

/**
 * The custom functions of the app, each with a button that runs it as a workflow would.
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {HTMLElement|null}
 */
export function functionList(workspace) {
  const { functions } = workspace.app;
  if (!functions?.length) return null;
  const items = functions.map((item) =>
    h(
      "li",
      {},
      h("button", {
        type: "button",
        class: "button",
        text: t("run"),
        "aria-label": `${t("run")} ${item.title ?? item.callback_id}`,
        on: { click: () => ask(workspace, item) },
      }),
      h("b", { text: item.title ?? item.callback_id }),
      h("span", { class: "muted", text: item.description ?? "" }),
    ),
  );
  return h("section", { class: "about-card" }, h("h3", { text: t("functions") }), h("ul", {}, ...items));
}

function ask(workspace, item) {
  const inputs = Object.entries(item.input_parameters ?? {});
  const fields = inputs.map(([name, about]) => ({ name, about, control: control(about) }));
  const form = h(
    "form",
    {
      class: "view-form",
      id: "function-form",
      on: {
        submit: (event) => {
          event.preventDefault();
          run(workspace, item, fields, dialog);
        },
      },
    },
    ...fields.map(({ about, name, control: node }) =>
      h("label", { class: "b-input" }, h("span", { class: "field-label", text: about.title ?? name }), node),
    ),
  );
  const submit = h("button", { type: "submit", class: "button primary", form: "function-form", text: t("run") });
  const dialog = openDialog({
    title: item.title ?? item.callback_id,
    body: form,
    footer: h("div", { class: "row-end" }, submit),
  });
}

const control = (about) =>
  h("input", { class: "control", required: Boolean(about.is_required), placeholder: about.description ?? about.type });

async function run(workspace, item, fields, dialog) {
  const given = fields.filter(({ control: node }) => node.value);
  const inputs = Object.fromEntries(given.map(({ name, about, control: node }) => [name, read(about.type, node.value)]));
  const answer = await attempt(post("function", { user: workspace.me.id, callback_id: item.callback_id, inputs }));
  if (!answer) return;
  dialog.close();
  toast(t("functionRuns", { id: answer.function_execution_id }), "info");
}

/**
 * Says what came of a function that the visitor ran; those of the search are none of the list.
 * @param {import("./workspace.js").Workspace} workspace @param {any} run
 */
export function showRun(workspace, run) {
  if (!workspace.app.functions.some((item) => item.callback_id === run.callback_id)) return;
  const text = run.state === "error" ? run.error : `${run.callback_id}: ${JSON.stringify(run.outputs)}`;
  toast(text, run.state === "error" ? "error" : "info");
}

/** Text as it was typed; numbers, lists and objects as JSON, and what is none as text. */
function read(type, value) {
  if (type === "string" || !/^[-\d[{"tf]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
