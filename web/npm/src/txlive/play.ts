import type { FirstFrame, LEBError, Player, PlayerEventMap, Reconnecting, Recovered, StateChange, Stats } from "leb-player";
import { onlyBitrateDiffers } from "./bitrate.js";
import { type TXLiveCode, code, codeOf } from "./codes.js";
import { type TXLiveConfig, optionsOf } from "./config.js";
import { library } from "./library.js";
import type { TXLiveListener } from "./listener.js";
import { Pull } from "./pull.js";
import { Reports } from "./reports.js";
import { seiOf } from "./sei.js";
import { statsOf } from "./stats.js";

/** One play from startPlay() to its end. Tells a listener of TXLivePlayer what the player dispatches. */
export class Play {
  /** Whether there has been a frame yet, and whether the play has ended. */
  phase: "starting" | "begun" | "ended" = "starting";
  readonly player: Player;
  private readonly pull = new Pull((step) => this.tell(step, this.dataOf(step)));
  private readonly reports: Reports;
  private waiting = false;
  private refused = false;
  private resolveEnded!: () => void;
  private readonly ended = new Promise<void>((resolve) => (this.resolveEnded = resolve));

  /** @param listener its members are read anew for every call */
  constructor(
    private readonly video: HTMLVideoElement,
    private url: string,
    private readonly config: TXLiveConfig,
    private readonly listener: TXLiveListener,
  ) {
    this.player = new (library().Player)(video, optionsOf(config));
    this.reports = new Reports(this.player, listener);
    this.on("statechange", (change) => this.entered(change));
    this.on("icestate", ({ iceConnectionState }) => /connected|completed/.test(iceConnectionState) && this.pull.reach(code.connected));
    this.on("firstframe", (frame) => this.firstFrame(frame));
    this.on("autoplayblocked", () => (this.refused = true));
    this.on("stall", () => this.wait(true));
    this.on("reconnecting", (again) => this.again(again));
    this.on("recovered", (outage) => this.recovered(outage));
    this.on("stats", (stats) => this.counted(stats));
    this.on("sei", (message) => this.listener.onPlaySEI?.(seiOf(message)));
    this.on("error", (error) => this.failed(error));
  }

  start(): void {
    this.player.play(this.url).catch((error: LEBError) => this.failed(error));
  }

  /** Resolves when the end has been told. */
  stop(): Promise<void> {
    void this.player.destroy();
    return this.ended;
  }

  pause(): void {
    this.player.pause();
  }

  resume(): Promise<void> {
    return this.player.resume();
  }

  /** Goes on with another stream, and keeps this one if that fails. */
  async switchTo(url: string): Promise<void> {
    const quiet = onlyBitrateDiffers(this.url, url);
    if (!quiet) this.pull.begin();
    try {
      await this.player.switchTo(url);
      this.url = url;
      if (!quiet) this.pull.reach(code.playBegin);
    } catch (error) {
      const { code: reason, message } = error as LEBError;
      if (this.phase === "ended" || reason === "aborted") return;
      this.pull.end();
      this.tell(code.switchFailed, { message });
    }
  }

  /** Reports whether the video waits for a gesture of the viewer. */
  private get blocked(): boolean {
    return this.refused && this.video.paused;
  }

  private on<K extends keyof PlayerEventMap>(type: K, heard: (detail: PlayerEventMap[K]["detail"]) => unknown): void {
    this.player.addEventListener(type, (event) => heard((event as CustomEvent).detail));
  }

  private tell(what: TXLiveCode, data?: object): void {
    this.listener.onPlayEvent?.(what, data);
  }

  /** Returns what a code of a pull comes with. The descriptions are empty: the player's diagnostics have those of the connection on the screen. */
  private dataOf(step: TXLiveCode): object | undefined {
    if (step === code.pullRequested) return { localSdp: { type: "offer", sdp: "" }, iceInfo: "", sessionId: this.player.sessionId ?? "" };
    return step === code.pullAnswered ? { remoteSdp: { type: "answer", sdp: "" } } : undefined;
  }

  private entered({ to, summary }: StateChange): void {
    if (to === "pulling") this.pull.reach(code.pullRequested);
    if (to === "connecting") this.pull.reach(code.pullAnswered);
    if (to === "playing" && !this.blocked) this.pull.reach(code.playBegin);
    if (to !== "stopped") return;
    this.end(summary);
    this.tell(code.stopped);
    this.resolveEnded();
  }

  private firstFrame(frame: FirstFrame): void {
    this.phase = "begun";
    this.reports.begin(this.url, frame);
    if (!this.blocked) return;
    this.pull.reach(code.connected);
    const message = "NotAllowedError: the browser wants a gesture of the viewer first";
    this.tell(code.playRefused, { message, videoActive: frame.video, audioActive: this.config.receiveAudio ?? true });
  }

  private wait(waiting: boolean): void {
    if (this.waiting !== waiting) this.tell(waiting ? code.waiting : code.waitingEnded);
    this.waiting = waiting;
  }

  private again({ reason, delay }: Reconnecting): void {
    if (reason === "no-media") this.tell(code.streamEmpty);
    this.tell(code.reconnecting);
    this.waiting = false; // its end is the beginning of the next pull
    this.pull.beginIn(delay);
  }

  private recovered({ duration }: Recovered): void {
    this.reports.blocked(duration);
    this.wait(false);
  }

  private counted(stats: Stats): void {
    this.listener.onPlayStats?.(statsOf(stats));
    this.reports.counted(stats);
  }

  private failed(error: LEBError): void {
    if (this.phase === "ended" || error.code === "aborted") return;
    this.end();
    if (error.code === "no-media") this.tell(code.streamEmpty);
    this.tell(...codeOf(error));
    this.resolveEnded();
  }

  private end(summary = this.player.summary): void {
    this.phase = "ended";
    this.pull.end();
    this.reports.end(summary);
  }
}
