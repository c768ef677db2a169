import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { blockEnv } from "./block_env.js";
import { isEmpty, valuesOf } from "./block_fields.js";
import { plain, renderBlocks } from "./blocks.js";
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { t } from "./strings.js";

/** The stack of an app's modal views; the last one is shown. */
export class Modals {
  /** @param {import("./workspace.js").Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {any[]} */
    this.views = [];
    /** What was entered in each view that is not shown at the moment, by view id. */
    this.entered = new Map();
  }

  get top() {
    return this.views.at(-1);
  }

  /** @param {any} view opens or pushes it */
  open(view) {
    if (this.views.some((item) => item.id === view.id)) return this.update(view);
    this.views.push(view);
    this.show();
  }

  /** @param {any} view takes over a changed view; fields that keep their ids keep their values */
  update(view) {
    const index = this.views.findIndex((item) => item.id === view.id);
    if (index < 0) return;
    this.views[index] = view;
    if (view === this.top) this.show();
  }

  /** @param {string} [id] closes one view, or all of them */
  close(id) {
    const left = id ? this.views.filter((view) => view.id !== id) : [];
    if (left.length === this.views.length) return;
    this.views = left;
    this.show();
  }

  show() {
    if (this.dialog) this.entered.set(this.shown, valuesOf(this.env.fields));
    this.dialog?.close();
    this.dialog = null;
    const view = this.top;
    if (!view) return;
    this.shown = view.id;
    this.env = blockEnv(this.workspace, { view_id: view.id }, { saved: this.entered.get(view.id) ?? {} });
    this.submitButton =
      view.submit && h("button", { type: "submit", class: "button primary", form: "view-form" }, plain(view.submit));
    const form = h(
      "form",
      { class: "view-form", id: "view-form", novalidate: true, on: { submit: (event) => this.submit(event, view) } },
      ...renderBlocks(view.blocks ?? [], this.env),
    );
    this.dialog = openDialog({
      title: plain(view.title),
      body: form,
      testid: "modal",
      className: "dialog-view",
      onCancel: () => this.cancel(view),
      footer: h(
        "div",
        { class: "row-end" },
        h(
          "button",
          { type: "button", class: "button", on: { click: () => this.cancel(view) } },
          plain(view.close) || t("cancel"),
        ),
        this.submitButton,
      ),
    });
    const first = form.querySelector("[autofocus]") ?? form.querySelector("input, textarea, select");
    /** @type {HTMLElement|null} */ (first)?.focus();
  }

  cancel(view) {
    this.close(view.id);
    attempt(post("view_close", { user: this.workspace.me.id, view_id: view.id }));
  }

  missing() {
    const missing = this.env.fields.filter((field) => field.required && isEmpty(field));
    return Object.fromEntries(missing.map((field) => [field.blockId, t("required")]));
  }

  showErrors(errors) {
    for (const field of this.env.fields) field.fail?.(errors[field.blockId] ?? "");
    this.env.fields.find((field) => errors[field.blockId])?.node.focus();
  }

  async submit(event, view) {
    event.preventDefault();
    const missing = this.missing();
    this.showErrors(missing);
    if (Object.keys(missing).length || this.submitButton?.getAttribute("aria-busy")) return;
    this.submitButton?.setAttribute("aria-busy", "true");
    const state = { values: valuesOf(this.env.fields) };
    const answer = await attempt(post("view_submit", { user: this.workspace.me.id, view_id: view.id, state }));
    if (answer) this.settle(answer, view);
    this.submitButton?.removeAttribute("aria-busy");
  }

  /** An empty answer closes the view; the rest the server sends as view events. */
  settle(answer, view) {
    if (answer.errors) this.showErrors(answer.errors);
    else if (answer.response_action === "clear") this.close();
    else if (!answer.response_action) this.close(view.id);
  }
}
