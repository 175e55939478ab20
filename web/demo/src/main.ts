// The demo page: one player, its controls, and all the information that it provides. It uses only the public API of leb.js.
import { createChart, interval } from "./chart.js";
import { createControls } from "./controls.js";
import { byId } from "./dom.js";
import { download } from "./download.js";
import { createFallback, fallbackOptions } from "./fallback.js";
import { createFaults, type FaultsView } from "./faults.js";
import { createFront } from "./front/front.js";
import { switchLanguage, translatePage } from "./i18n.js";
import { bindKeys } from "./keys.js";
import { LEB, problemOf, type Detail, type EventName, type Player, type PlayerState, type Problem } from "./leb.js";
import { createLog } from "./log.js";
import { createOptions } from "./options.js";
import { createProblem } from "./problem.js";
import { createRecovery } from "./recovery.js";
import { createRooms } from "./rooms/rooms.js";
import { createScreen } from "./screen.js";
import { createSEI } from "./sei.js";
import { loadSettings, remember } from "./settings.js";
import { createShare } from "./share.js";
import { createStats } from "./stats.js";
import { streamURLs } from "./streamurls.js";
import { showSupport } from "./support.js";
import { takeTurns } from "./turns.js";
import { createWall } from "./wall.js";
import { createWaterfall } from "./waterfall.js";

const form = byId("form", HTMLFormElement);
const urlBox = byId("url", HTMLInputElement);
const signalBox = byId("signal", HTMLInputElement);
const playButton = byId("play", HTMLButtonElement);
const stopButton = byId("stop", HTMLButtonElement);
const diagnosticsButton = byId("diagnostics", HTMLButtonElement);
const faultsRow = byId("faults", HTMLElement);

translatePage();
const front = createFront();
const log = createLog();
const problem = createProblem();
const waterfall = createWaterfall();
const stats = createStats();
const chart = createChart();
const options = createOptions();
const screen = createScreen(onGesture);
const sei = createSEI(screen.video);
const recovery = createRecovery();
const fallback = createFallback();
const controls = createControls(
  () => player,
  ({ type, size }) => log.add("snapshot", { type, size }),
  (what, thrown) => log.add(`${what} rejected`, facts(problemOf(thrown))),
);

let player: Player | null = null;
let playerOptions = "";
let playerSignal = "";
let playing = "";
let edge = "";
let faults: FaultsView | null = null;

/** Returns the player for the form's values. A player's options are fixed, so other options need a new player, which takes over the video. */
function playerFor(library: NonNullable<typeof LEB>, signal: string): Player {
  const wanted = { autoplay: "muted", statsInterval: interval, ...options.choices, ...(signal && { signalURL: signal }) } as const;
  const key = JSON.stringify(wanted);
  if (player && playerOptions === key) return player;
  player = new library.Player(screen.video, { ...wanted, ...fallbackOptions(signal, edge) });
  playerOptions = key;
  playerSignal = signal;
  diagnosticsButton.disabled = false;
  listen(player);
  return player;
}

async function play(): Promise<void> {
  const url = urlBox.value.trim();
  const signal = signalBox.value.trim();
  beginTurn();
  remember(url, signal, options.choices);
  problem.clear();
  waterfall.clear();
  stats.clear();
  chart.clear();
  sei.clear();
  fallback.clear();
  screen.askFor(null);
  log.add("play", url);
  playing = url;
  try {
    if (!LEB) throw { code: "wasm-load", message: "leb.js is not loaded" } satisfies Problem;
    await playerFor(LEB, signal).play(url);
  } catch (thrown) {
    const found = problemOf(thrown);
    log.add("play rejected", facts(found));
    if (found.code !== "aborted") fail(found);
  }
}

const beginTurn = takeTurns(() => {
  if (!stopButton.hidden) void stop();
});

async function stop(): Promise<void> {
  log.add("stop");
  await player?.stop();
}

function toggle(): void {
  if (!controls.togglePause()) void (stopButton.hidden ? play() : stop());
}

function fail(found: Problem): void {
  problem.show(found);
  if (!player) setState("failed");
}

// Called in the user's click, in which the browser allows playing with sound.
function onGesture(): void {
  player?.resume().catch((thrown: unknown) => log.add("resume rejected", facts(problemOf(thrown))));
}

const running: readonly PlayerState[] = ["offering", "pulling", "connecting", "playing", "paused", "stalled", "reconnecting"];

function setState(state: PlayerState): void {
  const active = running.includes(state);
  const focus = document.activeElement;
  const moveFocus = focus === (active ? playButton : stopButton) || (!active && faultsRow.contains(focus));
  screen.setState(state);
  recovery.setState(state);
  controls.setState(state);
  faults?.setStream(active && playerSignal === edge ? playing : null);
  playButton.hidden = active;
  stopButton.hidden = !active;
  if (moveFocus) (active ? stopButton : playButton).focus();
  if (!active) {
    fallback.clear();
    screen.askFor(null);
    screen.setSize(0, 0);
  }
}

function listen(source: Player): void {
  const on = <K extends EventName>(type: K, act: (detail: Detail<K>) => void = () => {}) =>
    source.addEventListener(type, (event: Event) => {
      const { detail } = event as CustomEvent<Detail<K>>;
      if (type === "error") log.add(type, facts(problemOf(detail)));
      else if (type !== "stats" && type !== "sei") log.add(type, detail); // frequent events would displace the others
      if (source === player) act(detail);
    });

  on("statechange", ({ to }) => setState(to));
  on("icestate");
  on("firstframe", (first) => waterfall.show(first.waterfall));
  on("stats", (sample) => {
    stats.show(sample, source.sessionId);
    chart.show(sample);
  });
  on("sei", sei.show);
  on("resize", ({ width, height }) => screen.setSize(width, height));
  on("autoplayblocked", ({ muted }) => screen.askFor(muted ? "sound" : "play"));
  on("stall");
  on("reconnecting", recovery.expect);
  on("recovered");
  on("fallback", ({ reason }) => fallback.show(reason.code));
  on("warning");
  on("error", (detail) => fail(problemOf(detail)));
}

/** Logs a fault that the visitor injected, and marks it in the chart. */
function reportFault(event: string, detail?: unknown): void {
  log.add(event, detail);
  chart.mark();
}

/** Returns the members of an error for the log. Not all members of an Error are enumerable. */
function facts({ code, message, endpoint, errcode, errmsg, status }: Problem): object {
  return { code, message, endpoint, errcode, errmsg, status };
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void play();
});
stopButton.addEventListener("click", () => void stop());
byId("poster-play", HTMLButtonElement).addEventListener("click", () => void play());
diagnosticsButton.addEventListener("click", () => {
  if (player) download(new Blob([JSON.stringify(player.diagnostics(), null, 2)], { type: "application/json" }), "leb-diagnostics", "json");
});
byId("language", HTMLButtonElement).addEventListener("click", switchLanguage);
createShare(() => ({ url: urlBox.value.trim(), signal: signalBox.value.trim(), choices: options.choices }));
bindKeys(byId("screen", HTMLElement), {
  toggle,
  snapshot: controls.snapshot,
  pictureInPicture: controls.togglePictureInPicture,
  mute: screen.toggleMute,
  fullScreen: screen.toggleFullScreen,
});

void showSupport(log.add);
byId("version", HTMLElement).textContent = LEB?.version ?? "";
void loadSettings().then(({ url, signal, choices, autoplay, edge: local, demo, visit }) => {
  edge = local;
  if (edge) faults = createFaults(edge, reportFault, () => void play());
  front.offer(demo, edge, visit === "front" && !matchMedia("(prefers-reduced-motion: reduce)").matches);
  const rooms = streamURLs("room", 3, edge);
  if (LEB && rooms.length) createRooms(rooms, signal);
  const wall = streamURLs("wall", 16, edge);
  if (LEB && wall.length) createWall(wall, signal);
  urlBox.value ||= url; // unless the visitor was faster
  signalBox.value ||= signal;
  options.choices = choices;
  log.add("ready", { leb: LEB?.version ?? "missing" });
  if (autoplay) void play();
});
