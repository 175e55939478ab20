// A wall of sixteen streams. One program plays them all.
import { byId, el } from "./dom.js";
import { number, onLanguage, words } from "./i18n.js";
import { LEB, type Player } from "./leb.js";
import { onLeft } from "./left.js";
import { takeTurns } from "./turns.js";

/** Shows the section. Nothing is received before the visitor starts the streams, nor after the section is left or hidden. */
export function createWall(urls: string[], signalURL: string): void {
  const section = byId("wall", HTMLElement);
  const grid = byId("wall-grid", HTMLElement);
  const said = byId("wall-said", HTMLElement);
  const startButton = byId("wall-start", HTMLButtonElement);
  const stopButton = byId("wall-stop", HTMLButtonElement);
  let players: Player[] = [];
  let took: number | null = null; // ms until all had shown a frame

  function draw(): void {
    const { page } = words();
    startButton.hidden = players.length > 0;
    stopButton.hidden = grid.hidden = players.length === 0;
    const playing = players.filter(({ state }) => state === "playing").length;
    const parts = [page.wallPlaying.replace("#", number(playing)), took === null ? "" : page.wallTook.replace("#", number(took))];
    said.textContent = players.length ? parts.filter(Boolean).join(" · ") : "";
  }

  function add(url: string): Player {
    const video = el("video");
    Object.assign(video, { muted: true, playsInline: true });
    grid.append(video);
    const player = new LEB!.Player(video, signalURL ? { signalURL } : {});
    player.addEventListener("statechange", draw);
    player.play(url).catch(() => {}); // the number of those that play says it
    return player;
  }

  async function start(): Promise<void> {
    beginTurn();
    const began = performance.now();
    took = null;
    const mine = (players = urls.map(add));
    draw();
    stopButton.focus();
    await Promise.all(mine.map((player) => new Promise((shown) => player.addEventListener("firstframe", shown, { once: true }))));
    if (mine !== players) return;
    took = performance.now() - began;
    draw();
  }

  function stop(): void {
    if (!players.length) return;
    const focused = section.contains(document.activeElement);
    for (const player of players) void player.destroy();
    players = [];
    grid.replaceChildren();
    draw();
    if (focused) startButton.focus({ preventScroll: true });
  }

  const beginTurn = takeTurns(stop);
  startButton.addEventListener("click", () => void start());
  stopButton.addEventListener("click", stop);
  onLeft(section, stop);
  section.hidden = false;
  onLanguage(draw);
}
