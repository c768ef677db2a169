import { h, setServerHtml } from "./dom.js";

/**
 * A message that was passed on, or what a link leads to, below the message that does so.
 * @param {{author: string, html: string, footer: string, url: string}} quote
 * @returns {HTMLElement}
 */
export function quoteCard({ author, html, footer, url }) {
  const body = h("div", { class: "text" });
  setServerHtml(body, html);
  const leads = /^https?:/.test(url);
  const source = leads ? h("a", { class: "muted", href: url, text: footer || url }) : h("span", { class: "muted", text: footer });
  return h("blockquote", { class: "quote-card", data: { testid: "quote" } }, h("strong", { text: author }), body, source);
}
