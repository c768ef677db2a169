import { h, icon, iconButton } from "./dom.js";
import { t } from "./strings.js";

/** The files that go with a message: chosen, pasted or dropped; each can be removed again. */
export class Attachments {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {File[]} */
    this.files = [];
    this.picker = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      on: { change: () => this.add(this.picker.files) },
    });
    this.element = h("div", { class: "chips" });
  }

  /** @param {Iterable<File>} files */
  add(files) {
    this.set([...this.files, ...files]);
    this.picker.value = "";
  }

  /** @param {File[]} files */
  set(files) {
    this.files = files;
    this.element.replaceChildren(...files.map((file) => this.chip(file)));
    this.changed();
  }

  chip(file) {
    const remove = () => this.set(this.files.filter((item) => item !== file));
    return h(
      "span",
      { class: "chip" },
      icon("file"),
      h("span", { text: file.name }),
      iconButton("close", t("removeFile", { name: file.name }), { on: { click: remove } }),
    );
  }

  /** @param {HTMLElement} target takes what is pasted into it or dropped on it */
  takeFrom(target) {
    target.addEventListener("dragover", (event) => event.preventDefault());
    for (const [type, source] of [
      ["drop", "dataTransfer"],
      ["paste", "clipboardData"],
    ]) {
      target.addEventListener(type, (event) => {
        if (!event[source].files.length) return;
        event.preventDefault();
        this.add(event[source].files);
      });
    }
  }
}
