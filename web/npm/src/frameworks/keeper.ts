import { type LEBError, Player, type PlayerOptions, type PlayerState, type StreamURL } from "leb-player";
import { isActive } from "../vocabulary.js";

/** The options of a player, and the stream that it plays. */
export interface LEBPlayerOptions extends PlayerOptions {
  /**
   * The stream, `webrtc://host/app/stream?query`, or a function that gives it. It is played once there is a video. Another URL, or another
   * function, takes the place of a stream that plays, without a gap. Without one nothing plays.
   */
  url: StreamURL | null | undefined;
}

/** What a component shows of its player. */
export interface PlayerView {
  /** The player, for everything else. Null before the first play. Another one takes its place at a play after options were changed. */
  readonly player: Player | null;
  /** The state of the player. */
  readonly state: PlayerState;
  /** Why the play has ended: a failed start too. Null if it has not, or was stopped. */
  readonly error: LEBError | null;
}

/** The view of a component that has no player. */
export const noPlayer: PlayerView = { player: null, state: "idle", error: null };

/** Keeps a player for a component: plays in the component's video what the component asks for. */
export class PlayerKeeper {
  private view = noPlayer;
  private url: StreamURL | null = null;
  private options: PlayerOptions = {};
  /** Whether the next play needs a player with other options. */
  private outdated = false;

  /** @param show is called with each new view */
  constructor(private readonly show: (view: PlayerView) => void) {}

  /** Follows the component, which may have another video, another URL or other options. */
  follow(video: HTMLVideoElement | null, { url, ...options }: LEBPlayerOptions): void {
    const { player } = this.view;
    this.change(options);
    if (video) player?.attach(video);
    const wanted = (video && url) || null;
    if (wanted === this.url) return;
    this.url = wanted;
    if (!wanted) void player?.stop();
    else if (player && isActive(player.state)) this.switchTo(player, wanted);
    else this.play(video!, wanted);
  }

  /** Ends what plays. A component may come back after that. */
  end(): void {
    void this.view.player?.destroy();
    this.url = null;
    this.set(noPlayer);
  }

  private change(options: PlayerOptions): void {
    const names = Object.keys({ ...this.options, ...options }) as (keyof PlayerOptions)[];
    if (names.every((name) => Object.is(options[name], this.options[name]))) return;
    this.options = options;
    this.outdated = true;
    const { latency, log, reports, retry, statsInterval } = options;
    try {
      this.view.player?.setOptions({ latency, log, reports, retry, statsInterval });
    } catch {
      // The next play rejects.
    }
  }

  private play(video: HTMLVideoElement, url: StreamURL): void {
    const { player: before } = this.view;
    const player = before && !this.outdated ? before : this.replace(before, video);
    this.set({ player, state: player.state, error: null });
    this.begin(player, url);
  }

  private begin(player: Player, url: StreamURL): void {
    player.play(url).catch((error: LEBError) => this.fail(player, error));
  }

  /** Replaces the stream that plays. If that fails, the new one is played from the beginning. */
  private switchTo(player: Player, url: StreamURL): void {
    player.switchTo(url).catch((error: LEBError) => {
      if (this.url !== url || error.code === "aborted") return;
      if (isActive(player.state)) this.begin(player, url);
      else this.fail(player, error);
    });
  }

  private replace(before: Player | null, video: HTMLVideoElement): Player {
    void before?.destroy();
    this.outdated = false;
    const player = new Player(video, this.options);
    player.addEventListener("statechange", ({ detail }) => {
      if (this.view.player === player) this.set({ player, state: detail.to, error: isActive(player.state) ? null : this.view.error });
    });
    player.addEventListener("error", ({ detail }) => this.fail(player, detail));
    return player;
  }

  private fail(player: Player, error: LEBError): void {
    if (error.code !== "aborted" && this.view.player === player) this.set({ ...this.view, error });
  }

  private set(view: PlayerView): void {
    this.view = view;
    this.show(view);
  }
}
