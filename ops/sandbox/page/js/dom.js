import { localDates } from "./dates.js";
import { ICONS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Creates an element. Special props: `class`, `text`, `on` (listeners), `data` (dataset), `vars` (CSS custom
 * properties); `true` sets an empty attribute, `false`/`null`/`undefined` sets none. Falsy children are skipped.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) apply(element, name, value);
  element.append(.../** @type {(Node|string)[]} */ (children.filter(Boolean)));
  return element;
}

function apply(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") element.className = value;
  else if (name === "text") element.textContent = value;
  else if (name === "on") for (const [type, run] of Object.entries(value)) element.addEventListener(type, run);
  else if (name === "data") Object.assign(element.dataset, value);
  else if (name === "vars") for (const [key, item] of Object.entries(value)) element.style.setProperty(key, item);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * One of the icons of icons.js; decorative, so hidden from assistive technology.
 * @param {string} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? ICONS.app);
  svg.append(path);
  return svg;
}

/**
 * A button that shows only an icon; the label is its accessible name and tooltip.
 * @param {string} name
 * @param {string} label
 * @param {Record<string, any>} [props]
 * @returns {HTMLButtonElement}
 */
export function iconButton(name, label, props = {}) {
  return h(
    "button",
    { type: "button", "aria-label": label, title: label, ...props, class: `icon-button ${props.class ?? ""}` },
    icon(name),
  );
}

/**
 * Shows HTML that the server made from message text: the only place where HTML is inserted. Nodes that did not
 * change are kept, so streaming text neither flickers nor loses a selection.
 * @param {Element} target
 * @param {string} html
 * @param {(root: DocumentFragment) => void} [decorate] runs on the new nodes before they are shown
 */
export function setServerHtml(target, html, decorate) {
  const template = document.createElement("template");
  template.innerHTML = html;
  localDates(template.content);
  decorate?.(template.content);
  morph(target, template.content);
}

function morph(target, source) {
  const wanted = [...source.childNodes];
  wanted.forEach((node, index) => {
    const current = target.childNodes[index];
    if (!current) target.append(node);
    else if (!current.isEqualNode(node)) update(current, node);
  });
  while (target.childNodes.length > wanted.length) target.lastChild.remove();
}

function update(current, node) {
  if (current.nodeType === Node.TEXT_NODE && node.nodeType === Node.TEXT_NODE) current.data = node.data;
  else if (current.cloneNode(false).isEqualNode(node.cloneNode(false))) morph(current, node);
  else current.replaceWith(node);
}

/**
 * Moves the focus among elements with the arrow keys, from the last to the first and back.
 * @param {KeyboardEvent} event @param {HTMLElement[]} nodes @param {"vertical"|"horizontal"} direction
 */
export function arrowKeys(event, nodes, direction) {
  const [back, forward] = direction === "vertical" ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  if (event.key !== back && event.key !== forward) return;
  event.preventDefault();
  const step = event.key === forward ? 1 : -1;
  nodes.at((nodes.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step) % nodes.length)?.focus();
}

/**
 * Tells assistive technology something without moving the focus.
 * @param {string} text
 */
export function announce(text) {
  document.getElementById("live").textContent = text;
}
