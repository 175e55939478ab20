/** One of the qualities of a stream. Controls copy its own members. */
export interface Rendition {
  /** Names it in the list: a bitrate's name, or what the page calls it. */
  readonly id: string;
  /** The stream's URL in this quality. */
  readonly src: string;
  readonly width?: number;
  readonly height?: number;
  /** In bit/s. */
  readonly bitrate?: number;
}

/** What a page tells about a quality: another stream by its `src`, or the size of the bitrate whose name is `id`. */
export type RenditionInit = Partial<Rendition>;

/** The qualities of a stream, as controls expect them. Dispatches `addrendition`, `removerendition` and `change`. */
export class RenditionList extends (globalThis.EventTarget ?? class {}) {
  [index: number]: Rendition;
  length = 0;
  private selected = -1;

  /** @param onSelect called when the viewer or the page has selected another one */
  constructor(private readonly onSelect: (before: number) => void) {
    super();
  }

  [Symbol.iterator](): IterableIterator<Rendition> {
    return Array.prototype.slice.call(this).values();
  }

  /** The one that plays. −1 leaves the choice to the server or, of streams with URLs of their own, is the element's `src`. */
  get selectedIndex(): number {
    return this.selected;
  }

  set selectedIndex(index: number) {
    const before = this.selected;
    this.mark(index);
    if (this.selected !== before) this.onSelect(before);
  }

  /** Returns the one with this id, or null. */
  getRenditionById(id: string): Rendition | null {
    return [...this].find((rendition) => rendition.id === id) ?? null;
  }

  /** Shows which one plays, without asking for it. */
  mark(index: number): void {
    const next = index in this ? Number(index) : -1;
    if (next === this.selected) return;
    this.selected = next;
    this.dispatchEvent(new Event("change"));
  }

  /** Puts others in their place. */
  replace(renditions: readonly Rendition[], selected: number): void {
    const before = [...this];
    before.forEach((_, index) => delete this[index]);
    Object.assign(this, renditions, { length: renditions.length });
    for (const rendition of before) this.tell("removerendition", rendition);
    for (const rendition of renditions) this.tell("addrendition", rendition);
    this.selected = -1;
    this.mark(selected);
  }

  private tell(type: string, rendition: Rendition): void {
    this.dispatchEvent(Object.assign(new Event(type), { rendition }));
  }
}

/** Returns the qualities that a stream's URL names (tabr_bitrates), with what the page knows about them, or the page's own streams. */
export function renditionsOf(src: string, given: readonly RenditionInit[]): Rendition[] {
  const streams = given.filter(({ src }) => src);
  if (streams.length > 0) return streams.map((stream, i) => rendition({ id: `rendition-${i}`, ...stream }));
  return bitratesOf(src).map((id) =>
    rendition({ height: heightIn(id), ...given.find((known) => known.id === id), id, src: withBitrate(src, id) }),
  );
}

/** Returns the index of what a URL plays by itself, or −1. */
export function selectedIn(renditions: readonly Rendition[], src: string): number {
  const start = parameter(src, "tabr_control") === "auto" ? undefined : parameter(src, "tabr_start_bitrate");
  return renditions.findIndex((one) => one.src === src || one.id === start);
}

/** Returns the URL with which the server chooses the bitrate, or the same URL if it has none to choose from. */
export function withoutBitrate(src: string): string {
  return bitratesOf(src).length > 0 ? withParameter(src, "tabr_control", "auto") : src;
}

/** The server refuses a bitrate while it chooses itself. Otherwise the query stays as it is, so that no new pull is needed. */
function withBitrate(src: string, name: string): string {
  return withParameter(src.replace(/([?&])tabr_control=auto(&|$)/, (_, before, after) => (after ? before : "")), "tabr_start_bitrate", name);
}

/** Completes a width of 16:9, since controls name a quality by the smaller side. Attributes that list ids have no room for some letters. */
function rendition({ id = "", width, height, ...rest }: { height?: number | undefined } & Omit<RenditionInit, "height">): Rendition {
  const size = height ? { width: width ?? Math.round((height * 16) / 9), height } : {};
  return Object.freeze({ src: "", ...rest, ...size, id: String(id).replace(/[\s:]/g, "-") });
}

function bitratesOf(src: string): string[] {
  return parameter(src, "tabr_bitrates")?.split(",").filter(Boolean) ?? [];
}

/** Returns the height in a name such as `d1080p`. */
function heightIn(name: string): number | undefined {
  const [digits] = /\d{3,4}/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function parameter(src: string, name: string): string | undefined {
  return new RegExp(`[?&]${name}=([^&]*)`).exec(src)?.[1];
}

/** Sets a parameter where it stands, or behind the others: their order matters to the server. */
function withParameter(src: string, name: string, value: string): string {
  const pair = `${name}=${value}`;
  if (parameter(src, name) !== undefined) return src.replace(new RegExp(`([?&])${name}=[^&]*`), (_, before) => before + pair);
  return src + (src.includes("?") ? "&" : "?") + pair;
}
