import { LEBError, Player, type PlayerEventMap, type PlayerOptions, type PlayerState } from "leb-player";
import { isActive } from "../vocabulary.js";
import { type MediaFailure, isAborted, mediaFailure } from "./mediafailure.js";
import { type RenditionInit, RenditionList, renditionsOf, selectedIn, withoutBitrate } from "./renditions.js";

/** Every event of the player. The element dispatches them too, with `leb` before their names, since some are media events of other meaning. */
const playerEvents: Record<keyof PlayerEventMap, true> = {
  statechange: true,
  icestate: true,
  firstframe: true,
  stats: true,
  autoplayblocked: true,
  resize: true,
  sei: true,
  stall: true,
  reconnecting: true,
  recovered: true,
  exchange: true,
  tracks: true,
  fallback: true,
  warning: true,
  error: true,
};

/** How far behind the end of an HLS stream counts as live, in seconds. */
const liveEdge = 10;

/** What a source needs of its element. */
export interface Host extends EventTarget {
  readonly src: string;
  readonly autoplay: boolean;
  readonly preload: string;
  readonly isConnected: boolean;
  readonly renditions: readonly RenditionInit[];
}

/** Plays the stream that an element names, in its inner video, and gives the element what a media element has. */
export class LiveSource {
  /** The player. Null until there is a `src`. */
  api: Player | null = null;
  error: MediaFailure | null = null;
  readonly renditions = new RenditionList((before) => void this.choose(before));
  /** The `src` that the player and the renditions are of. */
  private src = "";
  /** Settles with the first frame. Null when no start is under way. */
  private starting: Promise<void> | null = null;
  /** Settles when the server has been told. Null when no stop is under way. */
  private stopping: Promise<void> | null = null;
  /** Whether the next play needs a player with other options. */
  private outdated = false;
  /** Whether the element has waited or been paused since its last `playing`. */
  private waited = false;

  /** @param options returns the options of the next player */
  constructor(
    private readonly host: Host,
    private readonly video: HTMLVideoElement,
    private readonly options: () => PlayerOptions,
  ) {}

  get paused(): boolean {
    return !this.starting && this.video.paused;
  }

  /** That of the video, but below HAVE_FUTURE_DATA while nothing new is to be seen: the last frame stays in the video. */
  get readyState(): number {
    const { readyState, HAVE_CURRENT_DATA } = this.video;
    return this.flows ? readyState : Math.min(readyState, HAVE_CURRENT_DATA);
  }

  /** The time from which on the video is live: all of it, or none while it stands still. */
  get liveEdgeStart(): number {
    const { seekable, paused } = this.video;
    if (this.api?.fallbackActive) return seekable.length > 0 ? seekable.end(seekable.length - 1) - liveEdge : NaN;
    return this.flows && !paused ? 0 : NaN;
  }

  get ended(): boolean {
    return this.video.ended && !!this.api?.fallbackActive;
  }

  /** Reports whether a stream plays, or is about to. */
  get active(): boolean {
    return !!this.api && !this.stopping && isActive(this.api.state);
  }

  /** Follows the element's `src`: another one takes the place of a stream that plays, without a gap. */
  update(): void {
    const { src } = this.host;
    if (src === this.src) return;
    if (!src || !this.active) return this.load();
    this.src = src;
    this.list();
    if (this.starting) this.start().catch(ignore);
    else void this.change();
  }

  /** Begins anew, with the options that the element has now. */
  load(): void {
    const before = this.api;
    void before?.destroy();
    this.src = this.host.src;
    this.error = this.starting = this.stopping = null;
    const api = (this.api = this.src ? this.player() : null);
    this.list();
    if (before) this.tell("emptied");
    if (!api || this.api !== api || this.starting) return; // a listener has begun something else
    if (this.host.autoplay && this.host.isConnected) this.start().catch(ignore);
    else if (this.host.preload === "auto") api.prepare().catch(ignore);
  }

  /** Lists the renditions anew, as the page has told more about them. */
  relist(): void {
    const selected = this.renditions[this.renditions.selectedIndex]?.id;
    this.list();
    if (selected !== undefined) this.renditions.mark([...this.renditions].findIndex(({ id }) => id === selected));
  }

  play(): Promise<void> {
    this.update();
    if (!this.api) return Promise.reject(new DOMException("there is no src", "NotSupportedError"));
    return this.starting ?? (this.active ? this.api.resume() : this.start());
  }

  /** Pauses, or ends a start, of which there is nothing to be seen yet. */
  pause(): void {
    if (this.starting) this.stop();
    else this.api?.pause();
  }

  /** Ends the play. Another one may begin at once. */
  stop(): void {
    if (!this.api) return;
    const { starting } = this;
    this.starting = null;
    const stopping: Promise<void> = this.api.stop().then(() => {
      if (this.stopping === stopping) this.stopping = null;
    });
    this.stopping = stopping;
    if (starting) this.tell("pause");
  }

  /** Has the next play read the element's options. */
  outdate(): void {
    this.outdated = true;
  }

  /** Dispatches an event of the inner video on the element, if it is true of the stream. */
  relay(event: Event): void {
    const { type } = event;
    if (this.starting && (type === "play" || type === "pause")) return;
    if (type === "ended" && !this.api?.fallbackActive) return;
    if (type === "playing" && !(this.flows && this.waited)) return;
    this.waited = type === "pause" || type === "waiting" || (this.waited && type !== "playing");
    // Of the same kind, as picture-in-picture's events have members of their own.
    this.host.dispatchEvent(new (event.constructor as typeof Event)(type, event));
  }

  /** The URL of the rendition that is to be seen. */
  private get url(): string {
    const { renditions, src } = this;
    const { selectedIndex } = renditions;
    if (selectedIndex === selectedIn([...renditions], src)) return src;
    return renditions[selectedIndex]?.src ?? withoutBitrate(src);
  }

  private list(): void {
    const list = renditionsOf(this.src, this.host.renditions);
    this.renditions.replace(list, selectedIn(list, this.src));
  }

  private get flows(): boolean {
    return this.api?.state === "playing" || this.api?.state === "paused";
  }

  private start(): Promise<void> {
    const before = this.api!;
    const api = (this.api = this.outdated ? this.player() : before);
    if (api !== before) void before.destroy();
    let begin!: (play: Promise<void>) => void;
    const starting: Promise<void> = this.outcome(api, new Promise((resolve) => (begin = resolve))).then(
      () => this.settle(starting),
      (error: unknown) => {
        this.settle(starting);
        if (error instanceof LEBError && this.api === api && !this.starting) this.fail(error);
        throw error;
      },
    );
    this.starting = starting;
    this.stopping = null;
    begin(api.play(this.url)); // may call listeners, of the end of what played before
    const events = this.error ? ["emptied", "play", "waiting"] : ["play", "waiting"];
    this.error = null;
    this.waited = true;
    for (const type of events) if (this.starting === starting) this.tell(type); // a listener may have ended it
    return starting;
  }

  /** Ends a start, before anyone hears of its outcome, unless another one has taken its place. */
  private settle(starting: Promise<void>): void {
    if (this.starting !== starting) return;
    this.starting = null;
    if (this.video.paused) this.tell("pause");
  }

  /** Settles as a media element's play() does, except that a failure is the player's own error. */
  private async outcome(api: Player, play: Promise<void>): Promise<void> {
    let refused = false;
    const onBlocked = ({ detail }: PlayerEventMap["autoplayblocked"]) => (refused = !detail.muted);
    api.addEventListener("autoplayblocked", onBlocked);
    try {
      await play;
    } catch (error) {
      throw isAborted(error) ? new DOMException("the play was stopped", "AbortError") : error;
    } finally {
      api.removeEventListener("autoplayblocked", onBlocked);
    }
    if (refused && this.video.paused) throw new DOMException("the browser refuses to play with sound", "NotAllowedError");
  }

  /** Replaces the stream that plays by that of the new `src`, which is played from the beginning if that fails. */
  private async change(): Promise<void> {
    const { api, src } = this;
    try {
      await api!.switchTo(this.url);
    } catch (error) {
      if (!isAborted(error) && this.api === api && this.src === src) this.start().catch(ignore);
    }
  }

  /** Changes to the rendition that has been selected. The one before stays if that fails. */
  private async choose(before: number): Promise<void> {
    const { api, src } = this;
    if (!this.active) return;
    try {
      if (this.starting) await this.start();
      else await api!.switchTo(this.url);
    } catch (error) {
      if (error instanceof LEBError && !isAborted(error) && this.src === src) this.renditions.mark(before);
    }
  }

  /** Makes a player with the options that the element has now. */
  private player(): Player {
    this.outdated = false;
    this.video.disableRemotePlayback = true; // a MediaStream can't be cast
    const player = new Player(this.video, this.options());
    player.addEventListener("statechange", ({ detail }) => {
      if (this.api === player) this.enter(detail.to);
    });
    player.addEventListener("fallback", () => (this.video.disableRemotePlayback = false));
    player.addEventListener("error", ({ detail }) => {
      if (this.api === player) this.fail(detail);
    });
    for (const type of Object.keys(playerEvents) as (keyof PlayerEventMap)[]) {
      // Of a player that has been replaced too, since the end of its play has the summary.
      player.addEventListener(type, ({ detail }: CustomEvent) => {
        this.host.dispatchEvent(new CustomEvent(`leb${type}`, { detail }));
      });
    }
    return player;
  }

  private enter(state: PlayerState): void {
    if (state === "stopped") this.tell("emptied");
    else if (state === "stalled" || state === "reconnecting") {
      this.waited = true;
      this.tell("waiting");
    } else if (state === "playing" && this.waited && !this.video.paused) {
      this.waited = false;
      this.tell("playing");
    }
  }

  private fail(error: LEBError): void {
    this.error = mediaFailure(error);
    this.tell("error");
  }

  private tell(type: string): void {
    this.host.dispatchEvent(new Event(type));
  }
}

/** For promises whose failures are events. */
function ignore(): void {}
