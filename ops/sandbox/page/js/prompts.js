import { h } from "./dom.js";
import { t } from "./strings.js";

/**
 * Questions that the app suggests; a click sends one.
 * @param {{title: string, message: string}[]} prompts
 * @param {string} title
 * @param {(text: string) => void} ask
 * @returns {HTMLElement|null} null where there are none
 */
export function promptCards(prompts, title, ask) {
  if (!prompts.length) return null;
  const cards = prompts.map((prompt) =>
    h(
      "button",
      { type: "button", class: "prompt", data: { testid: "prompt" }, on: { click: () => ask(prompt.message) } },
      h("b", { text: prompt.title }),
      prompt.message !== prompt.title && h("span", { class: "muted", text: prompt.message }),
    ),
  );
  return h(
    "div",
    { class: "prompts", role: "group", "aria-label": title || t("suggested") },
    h("h3", { text: title || t("suggested") }),
    ...cards,
  );
}
