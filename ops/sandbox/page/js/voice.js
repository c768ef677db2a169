import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { openDialog } from "./dialog.js";
import { h, icon } from "./dom.js";
import { locale, t } from "./strings.js";

const MS_PER_CHARACTER = 70; // as fast as people speak
const WAVE = [5, 9, 14, 8, 16, 11, 6, 13, 9, 15, 7, 10, 5]; // heights in px, drawn for every clip

/**
 * Asks what a voice clip says, and sends one with that as Slack's own transcript.
 * @param {Record<string, string|undefined>} where `user`, `channel`, `thread_ts`
 */
export function sendClip(where) {
  const area = h("textarea", { class: "control", id: "clip-words", rows: 3, required: true });
  const submit = async (event) => {
    event.preventDefault();
    if (await attempt(post("send", { ...where, text: "", files: [clipOf(area.value.trim())] }))) dialog.close();
  };
  const send = h("button", { type: "submit", class: "button primary", form: "clip-form", text: t("send") });
  const dialog = openDialog({
    title: t("voiceClip"),
    testid: "voice-clip",
    className: "dialog-small",
    body: h(
      "form",
      { class: "b-input", id: "clip-form", on: { submit } },
      h("label", { class: "field-label", for: area.id, text: t("voiceWords") }),
      area,
    ),
    footer: h("div", { class: "row-end" }, send),
  });
  area.focus();
}

/** The file object of a clip whose transcript is ready. */
function clipOf(words) {
  return {
    name: "audio_message.webm",
    content: words,
    mimetype: "audio/webm",
    subtype: "slack_audio",
    duration_ms: 1000 + words.length * MS_PER_CHARACTER,
    transcription: { status: "complete", locale: locale(), preview: { content: words, has_more: false } },
  };
}

/** @param {{seconds: number, transcript: string}} file a voice clip below its message @returns {HTMLElement} */
export function clipCard(file) {
  const bars = WAVE.map((height) => h("i", { vars: { "--bar": `${height}px` } }));
  return h(
    "figure",
    { class: "clip", data: { testid: "clip" } },
    h(
      "div",
      { class: "clip-head" },
      h("span", { class: "file-icon" }, icon("mic")),
      h("span", { class: "clip-bars", "aria-hidden": "true" }, ...bars),
      h("span", { class: "muted", text: t("seconds", { count: Math.round(file.seconds) }) }),
    ),
    file.transcript && h("figcaption", { class: "muted", text: file.transcript }),
  );
}
