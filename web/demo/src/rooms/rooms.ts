// Three rooms that one swipes through. The next one and the one before are held ready, so each is shown with its next frame.
import { byId } from "../dom.js";
import { number, onLanguage, words } from "../i18n.js";
import { LEB, problemOf, type ErrorCode, type Player } from "../leb.js";
import { onLeft } from "../left.js";
import { takeTurns } from "../turns.js";
import { onSwipe, type Step } from "./swipe.js";

/** How long a room is held for, in ms. Whoever touches the rooms later has them held again. */
const prepareTimeout = 60_000;

/** Shows the section and its three rooms. Nothing is received before the viewer enters them, nor after the section is left or hidden. */
export function createRooms(urls: string[], signalURL: string): void {
  const section = byId("rooms", HTMLElement);
  const deck = byId("rooms-deck", HTMLElement);
  const video = byId("rooms-video", HTMLVideoElement);
  const name = byId("rooms-name", HTMLElement);
  const said = byId("rooms-said", HTMLElement);
  const enterButton = byId("rooms-enter", HTMLButtonElement);
  const leaveButton = byId("rooms-leave", HTMLButtonElement);
  const steps = [byId("rooms-before", HTMLButtonElement), byId("rooms-next", HTMLButtonElement)];
  const player: Player = new LEB!.Player(video, { prepareTimeout, ...(signalURL && { signalURL }) });
  let room = 0; // on the screen, or to be
  let visit: object | null = null; // null outside; another one for each visit
  let took: number | null = null; // ms from the last swipe to its first frame
  let problem: ErrorCode | null = null;

  const at = (step: number) => (room + step + urls.length) % urls.length;

  function draw(): void {
    const { page, problems } = words();
    enterButton.hidden = visit !== null;
    for (const button of [leaveButton, ...steps]) button.hidden = visit === null;
    name.hidden = visit === null;
    name.textContent = page.room.replace("#", number(room + 1));
    deck.dataset["room"] = String(room);
    said.textContent = problem ? problems[problem].what : took === null ? "" : page.roomTook.replace("#", number(took));
  }

  /** Has both neighbours held. Whichever is held already stays. One that can't be had is pulled when it is asked for, and says why. */
  function hold(): void {
    for (const step of [1, -1]) player.prepare(urls[at(step)]!).catch(() => {});
  }

  /** Shows a room; the time is that of the swipe, if it was one. If there is no such room the one before stays on the screen. */
  async function show(next: number, swiped?: number): Promise<void> {
    const [mine, before] = [visit, room];
    room = next;
    took = null;
    draw();
    try {
      await player.switchTo(urls[next]!);
      if (mine !== visit || room !== next) return;
      problem = null;
      hold();
      if (swiped !== undefined) video.requestVideoFrameCallback((shown) => tell(shown - swiped));
    } catch (thrown) {
      const { code } = problemOf(thrown);
      if (mine !== visit || code === "aborted") return; // the viewer has left, or has gone on
      room = before;
      problem = code;
    }
    draw();
  }

  function tell(ms: number): void {
    took = ms;
    draw();
  }

  function go(step: Step): void {
    if (visit) void show(at(step), performance.now());
  }

  function enter(): void {
    beginTurn();
    visit = {};
    took = problem = null;
    void show(room);
    leaveButton.focus();
  }

  function leave(): void {
    if (!visit) return;
    const focused = section.contains(document.activeElement);
    visit = null;
    void player.stop();
    draw();
    if (focused) enterButton.focus({ preventScroll: true });
  }

  const beginTurn = takeTurns(leave);
  onSwipe(deck, () => visit && hold(), go);
  deck.addEventListener("keydown", ({ key, repeat }) => {
    if (!repeat && key === "ArrowRight") go(1);
    if (!repeat && key === "ArrowLeft") go(-1);
  });
  steps.forEach((button, i) => button.addEventListener("click", () => go(i ? 1 : -1)));
  enterButton.addEventListener("click", enter);
  leaveButton.addEventListener("click", leave);
  onLeft(section, leave);
  player.addEventListener("error", ({ detail }) => {
    problem = detail.code;
    draw();
  });
  section.hidden = false;
  onLanguage(draw);
}
