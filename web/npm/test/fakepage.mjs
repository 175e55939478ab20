// What the player's shell uses of a web page, for Node.

import { getEventListeners } from "node:events";

/** Makes the globals of a page. */
export function installPage() {
  globalThis.document = {
    baseURI: "https://page.example/",
    head: { append() {} },
    createElement: () => ({ remove() {} }),
  };
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "fake" }, configurable: true });
  globalThis.MediaStream = FakeStream;
  globalThis.RTCPeerConnection = FakeConnection;
}

/** A MediaStream with one track. */
export class FakeStream {
  track = null;
  getTracks() {
    return [this.track];
  }
}

/** An RTCPeerConnection that receives one track. */
export class FakeConnection {
  track = {};
  open = true;
  getReceivers() {
    return [{ track: this.track }];
  }
  close() {
    this.open = false;
  }
}

function failure(name) {
  return Object.assign(new Error(name), { name });
}

/** A video element. Its promises settle when `schedule` lets them, and its volumechange is dispatched at the end of the turn. */
export class FakeVideo extends EventTarget {
  localName = "video";
  HAVE_CURRENT_DATA = 2;
  readyState = 0;
  paused = true;
  isConnected = true;
  /** Whether the browser refuses to play with sound. */
  refuses = false;
  /** Whether it has ever done so. */
  hasRefused = false;
  #muted = false;
  #volume = 1;
  #source = null;
  #attributes = new Map();
  #types = new Set();
  /** Counts the calls that abort a play() before them. */
  #aborts = 0;

  constructor(schedule) {
    super();
    this.schedule = schedule;
  }

  addEventListener(type, ...rest) {
    this.#types.add(type);
    super.addEventListener(type, ...rest);
  }

  /** The types of the events that anyone listens to. */
  get heard() {
    return [...this.#types].filter((type) => getEventListeners(this, type).length > 0);
  }

  get muted() {
    return this.#muted;
  }
  set muted(muted) {
    if (this.#muted === muted) return;
    this.#muted = muted;
    this.#changed();
  }

  get volume() {
    return this.#volume;
  }
  set volume(volume) {
    this.#volume = volume;
    this.#changed();
  }
  #changed() {
    queueMicrotask(() => this.dispatchEvent(new Event("volumechange")));
  }

  get srcObject() {
    return this.#source;
  }
  set srcObject(source) {
    this.#source = source;
    this.load();
  }

  get src() {
    return this.getAttribute("src") ?? "";
  }
  set src(url) {
    this.#attributes.set("src", url);
    this.load();
  }
  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }
  removeAttribute(name) {
    this.#attributes.delete(name);
  }

  load() {
    this.readyState = 0;
    this.#aborts++;
    queueMicrotask(() => this.dispatchEvent(new Event("emptied")));
  }

  async play() {
    if (this.refuses && !this.muted) {
      this.hasRefused = true;
      throw await this.schedule(failure("NotAllowedError"), "play() is refused");
    }
    const { paused } = this;
    const aborts = this.#aborts;
    this.paused = false;
    if (paused) this.dispatchEvent(new Event("play"));
    await this.schedule(undefined, "play() plays");
    if (aborts !== this.#aborts) throw failure("AbortError");
    this.dispatchEvent(new Event("playing"));
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.#aborts++;
    this.dispatchEvent(new Event("pause"));
  }

  /** Reports what happens to an HLS stream. */
  media(type) {
    if (!this.src) return;
    if (type === "loadeddata") this.readyState = this.HAVE_CURRENT_DATA;
    this.dispatchEvent(new Event(type));
  }

  canPlayType() {
    return "maybe";
  }
  getVideoPlaybackQuality() {
    return { totalVideoFrames: 0, droppedVideoFrames: 0 };
  }
}
