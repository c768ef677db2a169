import { h, icon } from "./dom.js";
import { t } from "./strings.js";

const NEAR_END_PX = 60;

/** Keeps a scrolling list at its end while the reader is there; otherwise offers a button that leads back. */
export class FollowEnd {
  /** @param {HTMLElement} scroller @param {HTMLElement} content what grows inside it */
  constructor(scroller, content) {
    this.scroller = scroller;
    this.pinned = true;
    this.unseen = 0;
    this.top = 0;
    this.size = "";
    this.count = h("span");
    this.button = h(
      "button",
      { type: "button", class: "jump", hidden: true, "aria-label": t("jumpLatest"), on: { click: () => this.toEnd() } },
      icon("down"),
      this.count,
    );
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.resizes = new ResizeObserver(() => this.pinned && this.toEnd());
    this.resizes.observe(content);
    this.resizes.observe(scroller);
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    const size = `${scrollHeight} ${clientHeight}`;
    // Only the reader scrolls back: what grew, or is laid out anew, is followed.
    if (atEnd || (scrollTop < this.top && size === this.size)) this.pinned = atEnd;
    Object.assign(this, { top: scrollTop, size });
    if (this.pinned) this.unseen = 0;
    this.showButton();
  }

  showButton() {
    this.button.hidden = this.pinned;
    this.scroller.classList.toggle("pinned", this.pinned);
    this.count.textContent = this.unseen ? t("newMessages", { count: this.unseen }) : "";
  }

  /** Counts a message that arrived while the reader was elsewhere. */
  arrived() {
    if (this.pinned) return;
    this.unseen += 1;
    this.showButton();
  }

  toEnd() {
    this.pinned = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Changes what is above without moving what the reader sees. @param {() => void} change */
  keepingPlace(change) {
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    change();
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }

  /** Stops watching a list that is no longer shown. */
  close() {
    this.resizes.disconnect();
  }
}
