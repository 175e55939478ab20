import "media-chrome/lang/zh-CN.js";
import { t } from "media-chrome/utils/i18n.js";
import { addStyles } from "../element/styles.js";
import { element } from "./dom.js";
import { type Language, type Texts, languageOf, textsFor } from "./texts.js";

const styles = `
  :host { display: block; position: relative; aspect-ratio: 16 / 9; }
  :host([hidden]) { display: none; }
  media-controller { position: absolute; inset: 0; }
  /* Without slot="media" on the video itself, media-chrome would fade it out together with the controls. */
  ::slotted(*) { display: block; width: 100%; height: 100%; opacity: 1; }
  media-controller[userinactive]:not([mediapaused]) ::slotted(*) { cursor: none; }
  media-error-dialog > * { margin-block: 0 .3em; }
  media-control-bar { --media-tooltip-distance: 4px; }
  .space { flex: 1; background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7))); }
  media-control-bar > :is([mediarenditionunavailable], [mediapipunavailable], [mediafullscreenunavailable], [mediavolumeunavailable]) { display: none; }
  media-controller:not([breakpointmd]) { --media-control-padding: 10px 6px; }
  media-controller:not([breakpointmd]) media-volume-range { display: none; }
  media-controller:not([breakpointmd]) leb-statistics-panel { font-size: 11px; line-height: 1.15; }
  media-controller:not([breakpointsm]) :is(leb-mirror-button, leb-statistics-button) { display: none; }`;

/** A server has no elements, but may import this file. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<leb-controls>`: ready controls around a `<leb-video>`, which is its child. They speak English or Chinese, as the attribute `lang` or the
 * nearest one around it says, or else the browser. CSS reaches each of them as `::part(mirror)` and so on.
 */
export class LEBControlsElement extends Base {
  readonly #controller = element("media-controller", { nomutedpref: "", breakpoints: "sm:352 md:576" }, element("slot", { slot: "media" }));
  #language: Language | null = null;

  static get observedAttributes(): string[] {
    return ["lang"];
  }

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    addStyles(root, styles, globalThis);
    root.append(this.#controller);
  }

  connectedCallback(): void {
    this.#show();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#show();
  }

  /** Puts controls of the reader's language around the video, which stays where it is. */
  #show(): void {
    const language = languageOf(this);
    if (language === this.#language) return;
    this.#language = language;
    this.#controller.setAttribute("lang", language); // before others are made, which take their texts from it
    const texts = textsFor(this);
    this.#controller.setAttribute("aria-label", texts.player);
    for (const control of [...this.#controller.children].slice(1)) control.remove();
    this.#controller.append(...controls(texts));
  }
}

/** Creates the controls. Each is named by its part. */
function controls(texts: Texts): HTMLElement[] {
  return [
    element("media-error-dialog", { slot: "dialog", part: "error", "aria-label": texts.error }, ...errorTexts()),
    element("media-loading-indicator", { slot: "centered-chrome", noautohide: "", part: "loading" }),
    element("leb-statistics-panel", { slot: "top-chrome", noautohide: "", part: "statistics-panel" }),
    element("media-rendition-menu", { hidden: "", anchor: "auto", part: "quality-menu" }),
    element(
      "media-control-bar",
      { part: "bar" },
      element("media-play-button", { part: "play" }),
      element("media-mute-button", { part: "mute" }),
      element("media-volume-range", { part: "volume" }),
      element("media-live-button", { part: "live" }),
      element("span", { class: "space" }),
      element("media-rendition-menu-button", { part: "quality" }),
      element("leb-statistics-button", { part: "statistics" }),
      element("leb-mirror-button", { part: "mirror" }),
      element("leb-page-fullscreen-button", { part: "page-fullscreen" }),
      element("media-pip-button", { part: "pip" }),
      element("media-fullscreen-button", { part: "fullscreen" }),
    ),
  ];
}

/** The texts of media-chrome's error dialog, which reads its own once, in the language in which its module was loaded. */
function errorTexts(): HTMLElement[] {
  const texts = {
    2: ["Network Error", "A network error caused the media download to fail."],
    3: ["Decode Error", "A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format."],
    4: ["Source Not Supported", "An unsupported error occurred. The server or network failed, or your browser does not support this format."],
  } as const;
  return Object.entries(texts).flatMap(([code, [title, message]]) => [
    element("h3", { slot: `error-${code}-title` }, t(title)),
    element("p", { slot: `error-${code}-message` }, t(message)),
  ]);
}
