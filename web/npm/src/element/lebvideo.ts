import type { Player, PlayerEventMap, PlayerOptions, PlayerState, Stats } from "leb-player";
import { flagProperties, latencyOf, optionAttributes, optionsOf, sharedAttributes, textProperties } from "./attributes.js";
import { LiveSource } from "./livesource.js";
import type { MediaFailure } from "./mediafailure.js";
import { type NativeMembers, forwardMembers, mediaEvents } from "./nativemembers.js";
import type { RenditionInit, RenditionList } from "./renditions.js";
import { addStyles } from "./styles.js";

/** The properties that reflect attributes. Null and undefined remove the attribute. */
type Reflected = Record<keyof typeof textProperties, string> & Record<keyof typeof flagProperties, boolean>;

/** What differs from a video element's members. */
interface Own extends Reflected {
  error: unknown;
  load: unknown;
  play: unknown;
  pause: unknown;
  paused: unknown;
  ended: unknown;
  readyState: unknown;
  currentSrc: unknown;
}

/** The events of the player, with `leb` before their names. */
type LEBVideoEventMap = HTMLVideoElementEventMap & { [Type in keyof PlayerEventMap as `leb${Type}`]: PlayerEventMap[Type] };

const styles = `
  :host { display: inline-block; line-height: 0; }
  :host([hidden]) { display: none; }
  video { width: 100%; height: 100%; object-fit: var(--media-object-fit, contain); object-position: var(--media-object-position, 50% 50%);
    transform: var(--leb-video-transform, none); }`;

/** A server has no elements, but may import this file. */
const Base = (globalThis.HTMLElement ?? class {}) as new () => HTMLElement & Reflected & NativeMembers<Own>;

/**
 * A media element that plays an LEB stream: `<leb-video src="webrtc://…" autoplay muted playsinline>`. It has the attributes, members and
 * events of a video element, so that controls made for one work with it, and the player's own events with `leb` before their names.
 */
export class LEBVideoElement extends Base {
  /** The video that shows the stream, which CSS reaches as `::part(video)`. */
  readonly nativeEl: HTMLVideoElement;
  readonly #source: LiveSource;
  #config: PlayerOptions = {};
  #renditions: readonly RenditionInit[] = [];
  /** Whether the element was playing when it was removed from the document. */
  #interrupted = false;

  static get observedAttributes(): string[] {
    return ["src", ...sharedAttributes, ...optionAttributes];
  }

  constructor() {
    super();
    const video = (this.nativeEl = document.createElement("video"));
    video.setAttribute("part", "video");
    const root = this.attachShadow({ mode: "open" });
    root.append(video);
    addStyles(root, styles, globalThis);
    this.#source = new LiveSource(this, video, () => optionsOf((name) => this.getAttribute(name), this.#config));
    for (const type of mediaEvents) video.addEventListener(type, (event) => this.#source.relay(event));
    video.addEventListener("click", () => this.#click());
  }

  connectedCallback(): void {
    for (const name of Object.keys(this)) this.#upgrade(name);
    if (this.#interrupted || this.autoplay) void this.#resume();
    this.#interrupted = false;
  }

  disconnectedCallback(): void {
    // An element that is moved is back at the end of the turn.
    queueMicrotask(() => {
      if (this.isConnected || this.keepAlive) return;
      this.#interrupted = !this.paused;
      this.#source.stop();
    });
  }

  /** Follows the element into another document, such as that of a picture-in-picture window. Style sheets belong to one. */
  adoptedCallback(): void {
    const page = this.ownerDocument.defaultView;
    if (page) addStyles(this.shadowRoot!, styles, page);
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return;
    if (name === "src") queueMicrotask(() => this.#source.update());
    else if (sharedAttributes.includes(name)) this.#share(name, value);
    else this.#changeOption(name, value);
  }

  /** The player. Null until there is a `src`. Another one takes its place at load(), and at a play() after other options were set. */
  get api(): Player | null {
    return this.#source.api;
  }

  /** Options of the player that are no attributes. Read when a play begins; `latency` applies at once. */
  get config(): PlayerOptions {
    return this.#config;
  }

  set config(options: PlayerOptions) {
    this.#config = options ?? {};
    this.#source.outdate();
  }

  /** What is known of the stream's qualities: the sizes of its bitrates, or the URLs of other streams. See {@link videoRenditions}. */
  get renditions(): readonly RenditionInit[] {
    return this.#renditions;
  }

  set renditions(renditions: readonly RenditionInit[]) {
    this.#renditions = renditions ?? [];
    this.#source.relist();
  }

  /** The qualities of the stream. Setting `selectedIndex` switches to another one without a gap. */
  get videoRenditions(): RenditionList {
    return this.#source.renditions;
  }

  /** The state of the player. */
  get state(): PlayerState {
    return this.api?.state ?? "idle";
  }

  /** The latest statistics. Null before the first ones. */
  get stats(): Stats | null {
    return this.api?.stats ?? null;
  }

  /** The failure that has ended the play. Null if there is none. */
  get error(): MediaFailure | null {
    return this.#source.error;
  }

  /** The URL that plays. */
  get currentSrc(): string {
    return this.api?.url ?? "";
  }

  /** Always `live`. */
  get streamType(): "live" {
    return "live";
  }

  /** How far the viewer can go back: not at all. */
  get targetLiveWindow(): number {
    return 0;
  }

  /** The time from which on the video is live. NaN while it stands still. */
  get liveEdgeStart(): number {
    return this.#source.liveEdgeStart;
  }

  /** Below 3 while the video waits for the stream. */
  get readyState(): number {
    return this.#source.readyState;
  }

  get paused(): boolean {
    return this.#source.paused;
  }

  get ended(): boolean {
    return this.#source.ended;
  }

  /** Ends what plays, and begins anew if `autoplay` is set. */
  load(): void {
    this.#source.load();
  }

  /**
   * Plays the stream, or continues live after a pause.
   * @throws LEBError, as a rejection, or a DOMException: `AbortError` if the play was stopped, `NotAllowedError` if the browser refuses,
   * `NotSupportedError` if there is no `src`
   */
  play(): Promise<void> {
    return this.#source.play();
  }

  /** Pauses. The stream is stopped after the option `pauseTimeout`, and pulled again by play(). */
  pause(): void {
    this.#source.pause();
  }

  /** Plays on in the document, unless `src` is about to do that. */
  async #resume(): Promise<void> {
    if (!this.api || this.#source.active) return;
    await this.play().catch(() => undefined); // the failure is an event
  }

  /** Begins to play: the play button of a browser's own controls does nothing before the video has a stream. */
  #click(): void {
    if (this.controls && !this.#source.active) this.play().catch(() => undefined); // the failure is an event
  }

  /** Sets a property anew that was set before the element was defined, and hides the setter. */
  #upgrade(name: string): void {
    if (!(name in LEBVideoElement.prototype)) return;
    const self = this as unknown as Record<string, unknown>;
    const value = self[name];
    delete self[name];
    self[name] = value;
  }

  #share(name: string, value: string | null): void {
    const { nativeEl } = this;
    if (value === null) nativeEl.removeAttribute(name);
    else nativeEl.setAttribute(name, value);
    if (name === "muted") nativeEl.muted = value !== null; // the attribute alone is only the default
  }

  #changeOption(name: string, value: string | null): void {
    this.#source.outdate();
    if (name !== "latency") return;
    try {
      this.api?.setOptions({ latency: latencyOf(value ?? "auto") });
    } catch {
      // The next play() rejects.
    }
  }
}

/** The typed events of the element. */
export interface LEBVideoElement {
  addEventListener<Type extends keyof LEBVideoEventMap>(
    type: Type,
    listener: (this: LEBVideoElement, event: LEBVideoEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Type extends keyof LEBVideoEventMap>(
    type: Type,
    listener: (this: LEBVideoElement, event: LEBVideoEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

const { prototype } = LEBVideoElement;
for (const [name, attribute] of Object.entries(textProperties)) {
  reflect(name, {
    get(this: LEBVideoElement) {
      return this.getAttribute(attribute) ?? "";
    },
    set(this: LEBVideoElement, value: unknown) {
      if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
  });
}
for (const [name, attribute] of Object.entries(flagProperties)) {
  reflect(name, {
    get(this: LEBVideoElement) {
      return this.hasAttribute(attribute);
    },
    set(this: LEBVideoElement, value: unknown) {
      this.toggleAttribute(attribute, !!value);
    },
  });
}
forwardMembers(prototype);

function reflect(name: string, accessors: PropertyDescriptor): void {
  Object.defineProperty(prototype, name, { ...accessors, configurable: true, enumerable: true });
}
