import { h, icon } from "./dom.js";
import { t } from "./strings.js";

/** @typedef {{id: string, name: string, real_name: string, title: string, locale: string, color: string, initials: string, is_bot: boolean, is_guest: boolean, is_admin?: boolean, groups: string[]}} User */

/**
 * A person's avatar: coloured initials, or the bell for an app.
 * @param {Partial<User>|undefined} user
 * @param {"s"|"m"|"xl"} [size]
 * @returns {HTMLElement}
 */
export function avatar(user, size = "m") {
  const classes = `avatar avatar-${size}`;
  if (!user) return h("span", { class: `${classes} avatar-system`, "aria-hidden": "true" }, icon("spark"));
  if (user.is_bot) return h("span", { class: `${classes} avatar-app`, "aria-hidden": "true" }, icon("app"));
  const color = /^[0-9a-f]{6}$/i.test(user.color) ? `#${user.color}` : user.color;
  return h("span", { class: classes, vars: { "--avatar": color }, "aria-hidden": "true", text: user.initials });
}

/**
 * What distinguishes a person: guest, administrator, user groups.
 * @param {Partial<User>} user
 * @returns {HTMLElement[]}
 */
export function badges(user) {
  return [
    user.is_guest && h("span", { class: "badge badge-guest", text: t("guest") }),
    user.is_admin && h("span", { class: "badge badge-admin", text: t("admin") }),
    ...(user.groups ?? []).map((name) => h("span", { class: "badge", text: `@${name}` })),
  ].filter(Boolean);
}

/**
 * One line of a list of people: avatar, name, title, badges.
 * @param {User} user
 * @param {...Node} more
 * @returns {HTMLElement}
 */
export function personLine(user, ...more) {
  return h(
    "span",
    { class: "person" },
    avatar(user, "m"),
    h(
      "span",
      { class: "person-text" },
      h(
        "span",
        { class: "person-name" },
        h("span", { text: user.real_name }),
        user.is_bot && h("span", { class: "badge", text: t("app") }),
        ...badges(user),
      ),
      h("span", { class: "person-title", text: user.title }),
    ),
    ...more,
  );
}
