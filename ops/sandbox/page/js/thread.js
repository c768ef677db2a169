import { Composer } from "./composer.js";
import { h, iconButton } from "./dom.js";
import { editMessage } from "./message_actions.js";
import { Timeline } from "./timeline.js";
import { t } from "./strings.js";

/**
 * The pane on the right with one thread.
 * @param {import("./workspace.js").Workspace} workspace
 * @param {import("./workspace.js").Channel} channel
 * @param {string} ts the thread's root
 * @param {() => void} close
 * @returns {{element: HTMLElement, timeline: Timeline, composer: Composer, channel: string, ts: string, setTitle: (title?: string) => void}}
 */
export function createThread(workspace, channel, ts, close) {
  const timeline = new Timeline({
    workspace,
    channel: channel.id,
    threadTs: ts,
    label: t("thread"),
    openThread: null,
    intro: () => h("span", { hidden: true }),
  });
  const composer = new Composer({
    workspace,
    channel: channel.id,
    threadTs: ts,
    placeholder: t("composerReply"),
    testid: "thread-composer",
    onUp: () => editLast(timeline),
  });
  const heading = h("h2", { text: t("thread") });
  const setTitle = (title) => {
    heading.textContent = title || t("thread");
  };
  const element = h(
    "aside",
    {
      class: "thread-pane",
      "aria-label": t("thread"),
      data: { testid: "thread-pane" },
      on: {
        keydown: (event) => {
          if (event.key === "Escape" && !event.isComposing) close();
        },
      },
    },
    h(
      "header",
      { class: "pane-head" },
      iconButton("back", t("back"), { class: "only-phone", on: { click: close } }),
      h(
        "div",
        { class: "pane-title" },
        heading,
        h("span", { class: "muted", text: t("threadIn", { name: workspace.handleOf(channel) }) }),
      ),
      h("span", { class: "spring" }),
      iconButton("close", t("close"), { class: "not-phone", on: { click: close } }),
    ),
    timeline.element,
    composer.element,
  );
  return { element, timeline, composer, channel: channel.id, ts, setTitle };
}

/** @param {Timeline} timeline opens the editor on the person's last message */
export function editLast(timeline) {
  const last = timeline.views.findLast((view) => view.mine);
  if (last) editMessage(last);
}
