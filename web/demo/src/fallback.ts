// What plays when WebRTC has failed: HLS, by the browser or by hls.js. The page says so, and why.
import { byId } from "./dom.js";
import { onLanguage, words } from "./i18n.js";
import { LEB, type ErrorCode, type PlayerOptions } from "./leb.js";

/** Returns the options of a player for its fallback. The local edge has its HLS where its signalling is, and not at the usual URL. */
export function fallbackOptions(signal: string, edge: string): PlayerOptions {
  return {
    fallback: edge && signal === edge ? (_reason, { url }) => atEdge(url, edge) : "hls",
    fallbackLoader: () => import(hlsJS),
  };
}

const hlsJS = "./hls.js"; // next to demo.js; a literal would make it a part of that

function atEdge(url: string, edge: string): string {
  const { pathname, search } = new URL(LEB!.hlsURL(url));
  return edge + pathname + search;
}

/** The line that says what plays instead of WebRTC. */
export interface FallbackView {
  show(reason: ErrorCode): void;
  clear(): void;
}

/** Creates the line, hidden. */
export function createFallback(): FallbackView {
  const line = byId("fallback", HTMLElement);
  let reason: ErrorCode | null = null;

  function draw(): void {
    const { page, problems } = words();
    line.hidden = reason === null;
    line.textContent = reason === null ? "" : page.playsHLS.replace("#", problems[reason].what);
  }
  onLanguage(draw);

  const set = (next: ErrorCode | null) => {
    reason = next;
    draw();
  };
  return { show: set, clear: () => set(null) };
}
