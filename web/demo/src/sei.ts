// The SEI messages of the stream: the last one, their number, and the age of the clock that the local edge sends in them.
import { byId, el } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import type { Detail } from "./leb.js";

/** The UUID of the local edge's clock: a user_data_unregistered message of 8 bytes, the Unix time in ms at which the frame was sent. */
const clockUUID = "6c656220-706c-6179-6572-20636c6f636b";

const redrawEvery = 250; // ms; messages arrive with every frame, faster than anyone can read
const maxBytes = 48;

type SEI = Detail<"sei">;
type Name = "seiSent" | "seiShown" | "seiType" | "uuid" | "payload";

/** The card of SEI messages, hidden until the first one. */
export interface SEIView {
  show(message: SEI): void;
  clear(): void;
}

/** Creates the card, hidden. The frame callbacks of the video report when the frame of a message is displayed. */
export function createSEI(video: HTMLVideoElement): SEIView {
  const card = byId("sei", HTMLElement);
  const total = byId("sei-count", HTMLOutputElement);
  const cells = new Map<Name, { row: HTMLElement; label: HTMLElement; value: HTMLElement }>();
  const row = (name: Name) => {
    const [label, value] = [el("dt"), el("dd")];
    value.dataset["sei"] = name;
    const row = el("div", name, label, value);
    cells.set(name, { row, label, value });
    return row;
  };
  card.append(el("dl", "gauges", row("seiSent"), row("seiShown")), el("dl", "rows", row("seiType"), row("uuid"), row("payload")));

  let count = 0;
  let last: SEI | null = null;
  let sent = new Map<number, number>(); // Unix time in ms, by the frame's rtpTimestamp
  const ages: Partial<Record<"seiSent" | "seiShown", number>> = {};
  let timer = 0;
  let watching = false;

  function draw(): void {
    timer = 0;
    card.hidden = last === null;
    total.textContent = words().page.seiCount.replace("#", number(count));
    const texts: Record<Name, string> = {
      seiSent: age(ages.seiSent),
      seiShown: age(ages.seiShown),
      seiType: last ? number(last.type) : "",
      uuid: last?.uuid ?? "",
      payload: last ? text(last.payload) : "",
    };
    for (const [name, { row, label, value }] of cells) {
      label.textContent = words().page[name];
      value.textContent = texts[name];
      row.hidden = texts[name] === "";
    }
  }
  onLanguage(draw);

  function watch(): void {
    watching = last !== null && "requestVideoFrameCallback" in video;
    if (!watching) return;
    video.requestVideoFrameCallback((_, { rtpTimestamp, expectedDisplayTime }) => {
      const at = rtpTimestamp === undefined ? undefined : sent.get(rtpTimestamp);
      if (at !== undefined) ages.seiShown = performance.timeOrigin + expectedDisplayTime - at;
      watch();
    });
  }

  function readClock({ uuid, payload, rtpTimestamp }: SEI): void {
    if (uuid !== clockUUID || payload.length !== 8) return;
    const bytes = new DataView(payload.buffer, payload.byteOffset, 8);
    const at = bytes.getUint32(0) * 2 ** 32 + bytes.getUint32(4);
    ages.seiSent = Date.now() - at;
    sent.set(rtpTimestamp, at);
    const [oldest] = sent.keys();
    if (sent.size > 100 && oldest !== undefined) sent.delete(oldest);
  }

  return {
    show(message) {
      last = message;
      count++;
      if (!watching) watch();
      readClock(message);
      if (!timer) timer = window.setTimeout(draw, redrawEvery);
    },
    clear() {
      count = 0;
      last = null;
      sent = new Map();
      delete ages.seiSent;
      delete ages.seiShown;
      draw();
    },
  };
}

const age = (ms: number | undefined) => (ms === undefined ? "" : `${number(ms)} ms`);

/** Returns the bytes as text if they are printable, otherwise in hex. */
function text(payload: Uint8Array): string {
  const shown = payload.subarray(0, maxBytes);
  const more = payload.length > maxBytes ? " …" : "";
  const read = new TextDecoder().decode(shown);
  if (shown.length > 0 && !/[\p{C}\uFFFD]/u.test(read)) return `“${read}”${more}`;
  return Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ") + more;
}
