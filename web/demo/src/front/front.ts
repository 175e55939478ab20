// The first screen: the player as a product, what it measures of itself, and the lines that put it into a page.
import { copyBy } from "../clipboard.js";
import { byId } from "../dom.js";
import { number, onLanguage, words } from "../i18n.js";
import { LEB, type Detail, type PlayerState } from "../leb.js";
import { takeTurns } from "../turns.js";
import { snippets } from "./snippets.js";

const unknown = "–";

/** The parts of <leb-video> that the page uses. Its class comes with the player's own file. */
type LiveVideo = HTMLElement & { load(): void };

/** The first screen. */
export interface FrontView {
  /** Offers a stream of this signalling server, and plays it if `autoplay`. Without a server it says that there is none. */
  offer(url: string, signal: string, autoplay: boolean): void;
}

/** Creates the first screen. It loads its player, which plays nothing yet. */
export function createFront(): FrontView {
  const video = byId("front-video", HTMLElement) as LiveVideo;
  const controller = byId("front-player", HTMLElement);
  const chip = byId("front-state", HTMLElement);
  const firstFrame = byId("front-first-frame", HTMLElement);
  const delay = byId("front-delay", HTMLElement);
  const figures: { firstFrame?: number; delay?: number | undefined } = {};
  let state: PlayerState = "idle";

  function draw(): void {
    const { page, states } = words();
    chip.dataset["state"] = state;
    if (chip.textContent !== states[state]) chip.textContent = states[state];
    firstFrame.textContent = milliseconds(figures.firstFrame);
    delay.textContent = milliseconds(figures.delay);
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-page]")) link.href = link.dataset["page"]!.replace("#", page.languagePath);
    controller.setAttribute("lang", page.language);
  }
  onLanguage(draw);

  const heard = <K extends "statechange" | "firstframe" | "stats">(type: K, act: (detail: Detail<K>) => void) =>
    video.addEventListener(`leb${type}`, (event) => {
      act((event as CustomEvent<Detail<K>>).detail);
      draw();
    });
  heard("statechange", ({ to }) => {
    state = to;
    if (to !== "playing") delete figures.delay;
  });
  heard("firstframe", ({ elapsed }) => (figures.firstFrame = elapsed));
  heard("stats", ({ video }) => (figures.delay = video?.latency));

  const beginTurn = takeTurns(() => {
    video.removeAttribute("autoplay");
    if (state !== "idle" && state !== "stopped" && state !== "failed") video.load();
  });
  video.addEventListener("play", beginTurn);
  showSnippets();
  // Without leb.js there is nothing that could play; the laboratory says so.
  if (LEB) {
    LEB.preload().catch(() => undefined); // a play that needs it says what is wrong
    void import("./player.js");
  }

  return {
    offer(url, signal, autoplay) {
      byId("front-empty", HTMLElement).hidden = signal !== "";
      controller.hidden = signal === "";
      if (!signal) return;
      video.setAttribute("signal-url", signal);
      video.toggleAttribute("autoplay", autoplay);
      video.setAttribute("src", url);
    },
  };
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? unknown : `${number(value)} ms`;
}

function showSnippets(): void {
  for (const [name, lines] of Object.entries(snippets)) {
    byId(`snippet-${name}`, HTMLElement).textContent = lines;
    const button = byId(`copy-${name}`, HTMLButtonElement);
    button.addEventListener("click", () => void copyBy(button, lines));
  }
}
