import { Account } from "./account.js";
import { Address } from "./address.js";
import { takeAhead } from "./ahead.js";
import { AutoplayMute, isRefusal } from "./autoplaymute.js";
import type { Diagnostics } from "./diagnostics.js";
import { LEBError, aborted } from "./error.js";
import type { AutoplayBlocked, Emit, Stats, Summary } from "./events.js";
import { Journal } from "./journal.js";
import type { PlayerOptions } from "./options.js";
import { preconnect } from "./preparation.js";
import { Preparations } from "./preparations.js";
import { readChangeableOptions, readOptions, readPlayOptions } from "./readoptions.js";
import { redact, redactSDP, redactText, secretsOf } from "./redact.js";
import { Session, type SessionObserver, takenOver } from "./session.js";
import { version } from "./version.js";
import { checkedVideo } from "./videoelement.js";
import { type PlayerState, isActive } from "./vocabulary.js";

/** The playback that uses each video element, at most one at a time. */
const holders = new WeakMap<HTMLVideoElement, Playback>();

/** Returns the playback that uses a video element, if there is one. */
export function holderOf(video: HTMLVideoElement): Playback | undefined {
  return holders.get(video);
}

/** Intervals of the statistics, in ms: for whoever wants them and has not chosen one, and where nobody does, for the summary and the diagnostics alone. */
const usual = 2000;
const unheard = 10_000;

/** What a player does with its video element: one session after another. */
export class Playback {
  state: PlayerState = "idle";
  sessionId: string | null = null;
  stats: Stats | null = null;
  /** The stream that was asked for last, or plays on after a switch that failed. */
  private address: Address | null = null;
  private options: PlayerOptions = {};
  /** Somebody reads the statistics. */
  private heard = false;
  private readonly journal: Journal;
  private mute: AutoplayMute;
  private account = new Account();
  private session: Session | null = null;
  private readonly offers = new Preparations();
  private readonly pulls = new Preparations();
  /** Why nothing can be played: options that are invalid, or the end of the player. */
  private refusal: LEBError | null = null;

  /**
   * @param dispatch dispatches an event of the player
   * @throws LEBError `bad-option` if `video` is not a video element
   */
  constructor(
    public video: HTMLVideoElement,
    options: unknown,
    private readonly dispatch: Emit,
  ) {
    checkedVideo(video);
    try {
      this.options = readOptions(options);
    } catch (error) {
      this.refusal = error as LEBError;
    }
    this.journal = new Journal(this.options.log, () => this.secrets);
    this.mute = new AutoplayMute(video);
  }

  /** The newest URL of the stream. */
  get url(): string | null {
    return this.address?.url ?? null;
  }

  /** Reports whether a fallback has taken over the video. */
  get fallbackActive(): boolean {
    return this.session?.fallbackActive ?? false;
  }

  /** What the last play has come to so far. */
  get summary(): Summary {
    return this.account.summary;
  }

  async prepare(url: unknown): Promise<void> {
    if (this.refusal) throw this.refusal;
    const { video, options } = this;
    preconnect(options.signalURL);
    return (url === undefined ? this.offers : this.pulls).make(url, { video, options }).ready;
  }

  play(url: unknown, options: unknown): Promise<void> {
    return this.logged(this.start(url ?? this.address, options));
  }

  async switchTo(url: unknown, options: unknown): Promise<void> {
    const given = readPlayOptions(options);
    if (given.signal?.aborted) throw aborted(given.signal.reason);
    const { session, address: before } = this;
    const address = typeof url === "string" || typeof url === "function" ? this.addressOf(url) : null;
    const switched = address && session?.switchTo(address, given);
    if (!switched) return this.play(address ?? url, given);
    this.address = address;
    this.journal.add("switchTo", { url: address.source });
    return this.logged(switched).catch((error: LEBError) => {
      if (this.session === session && this.address === address) this.address = before;
      throw error;
    });
  }

  pause(): void {
    if (this.shows) this.video.pause();
  }

  async resume(): Promise<void> {
    const { session, video } = this;
    if (!this.shows) return;
    const unmuted = this.mute.undo();
    try {
      await video.play();
    } catch (rejection) {
      const same = session === this.session && video === this.video && !session?.stopped;
      if (unmuted && isRefusal(rejection) && same && this.shows) await this.playMuted();
      throw rejection;
    }
  }

  setOptions(options: unknown): void {
    const changes = readChangeableOptions(options);
    const all = Object.freeze({ ...this.options, ...changes });
    this.session?.setOptions({ ...changes, statsInterval: this.intervalOf(all) }, all);
    this.options = all;
    this.journal.log = all.log;
  }

  /** Notes that somebody reads the statistics. */
  listen(): void {
    if (this.heard) return;
    this.heard = true;
    const { options } = this;
    if (!options.log && !options.statsInterval) this.session?.setOptions({ statsInterval: usual }, options);
  }

  private intervalOf({ statsInterval, log }: PlayerOptions): number {
    return statsInterval ?? (this.heard || log ? usual : unheard);
  }

  /** Goes on in another video, in place of what plays there. @throws LEBError `bad-option` */
  attach(video: HTMLVideoElement): void {
    if (checkedVideo(video) === this.video) return;
    const { session } = this;
    this.mute.undo();
    this.letGo();
    this.video = video;
    this.mute = new AutoplayMute(video);
    if (!session?.live) return;
    const holder = holders.get(video);
    holders.set(video, this);
    if (holder) session.follow(holder.giveWay());
    session.attach(video);
  }

  stop(): Promise<void> {
    this.pulls.keep(() => false);
    return this.session?.stop() ?? Promise.resolve();
  }

  async destroy(): Promise<void> {
    this.refusal = new LEBError("aborted", "the player has been destroyed");
    this.offers.keep(() => false);
    await this.stop();
    this.letGo();
  }

  /** Stops, and undoes the player's mute before that, since the video's mute is regarded as the viewer's from now on. */
  private giveWay(): Promise<void> {
    this.mute.undo();
    return this.stop();
  }

  private letGo(): void {
    if (holders.get(this.video) === this) holders.delete(this.video);
  }

  /** Returns the information needed for a support request, as plain data without secrets. */
  diagnostics(): Diagnostics {
    const { program } = this.session ?? {};
    const [local, remote] = this.descriptions;
    return {
      time: Date.now(),
      version,
      program: program?.exports.version ?? null,
      userAgent: navigator.userAgent,
      state: this.state,
      sessionId: this.sessionId,
      ...redact({ url: this.url, options: this.options }, this.secrets),
      events: [...this.journal.events],
      stats: [...this.journal.stats],
      sdp: { local: redactSDP(local), remote: redactSDP(remote) },
      counters: program?.counters() ?? null,
    };
  }

  /** The secrets of the play that are known. */
  private get secrets(): string[] {
    return secretsOf(this.url, ...this.descriptions);
  }

  /** The local and the remote description of the connection. */
  private get descriptions(): (RTCSessionDescription | null | undefined)[] {
    const pc = this.session?.pc;
    try {
      return [pc?.localDescription, pc?.remoteDescription];
    } catch {
      return []; // Firefox refuses some getters of a closed connection
    }
  }

  private async start(url: unknown, options: unknown): Promise<void> {
    if (this.refusal) throw this.refusal;
    const address = this.addressOf(url);
    const { signal, sessionId } = readPlayOptions(options);
    if (signal?.aborted) throw aborted(signal.reason);

    const request = { video: this.video, address, sessionId, options: { ...this.options, statsInterval: this.intervalOf(this.options) }, startTime: Date.now() };
    const session: Session = new Session(request, this.observe(() => session), signal);
    this.address = address;
    this.pulls.keep((pull) => pull.address === address);
    this.journal.add("play", { url: address.source });
    this.replaceSession(session);
    // Not any more if a listener has played something else or stopped.
    if (this.session === session) void session.run();
    return session.started;
  }

  /** Returns the address of what a page passes, or an address. That of a pull made ahead comes first: it knows what a function has given. */
  private addressOf(url: unknown): Address {
    const address = url instanceof Address ? url : new Address(url);
    const pull = this.pulls.of(address.given);
    return pull ? pull.address : address;
  }

  /** Returns the observer of a session. It ignores the reports of a session that has been replaced. */
  private observe(session: () => Session): SessionObserver {
    const current = () => session() === this.session;
    return {
      identified: (id) => {
        if (current()) this.sessionId = id;
      },
      entered: (to, reason, failure) => {
        if (!current()) return;
        if (failure) this.account.failed(failure);
        this.enter(to, reason);
      },
      emit: (type, detail) => {
        if (current()) this.emit(type, detail);
      },
      takePull: (address) => this.pulls.take(address.given) || takeAhead(address.given, this.options),
      takeOffer: () => this.offers.take(),
      withoutSecrets: (message) => redactText(message, this.secrets),
    };
  }

  /**
   * Stops what plays in the video, and puts a session in its place. The session is in place before the first event is dispatched, so
   * that a call by a listener replaces this session and not the one before.
   */
  private replaceSession(session: Session): void {
    const holder = holders.get(this.video);
    const { account, session: before } = this;
    holders.set(this.video, this);
    this.session = session;
    this.account = new Account();
    session.follow(Promise.all([before?.stop(), holder !== this && holder?.giveWay()]));
    this.sessionId = null;
    this.stats = null;
    this.mute.undo();
    if (this.active) this.enter("stopped", "replaced", account);
  }

  /** Returns the same promise, with a rejection added to the log. */
  private logged(promise: Promise<void>): Promise<void> {
    return promise.catch((error: LEBError) => {
      this.journal.add("rejected", error);
      throw error;
    });
  }

  private get active(): boolean {
    return isActive(this.state);
  }

  /** Reports whether the video has a source of this player. */
  private get shows(): boolean {
    return this.active && holders.get(this.video) === this && !!(this.video.srcObject || this.video.src);
  }

  private enter(to: PlayerState, reason: string, account = this.account): void {
    const from = this.state;
    if (from === to) return;
    this.state = to;
    account.entered(to);
    if (!this.active) this.endMute(reason);
    this.emit("statechange", { from, to, reason, ...(!this.active && { summary: account.summary }) });
  }

  /** Unmutes the video if the player had muted it, unless it plays something of someone else's now. */
  private endMute(reason: string): void {
    if (reason === takenOver && (this.video.srcObject || this.video.src)) this.mute.forget();
    else this.mute.undo();
  }

  private readonly emit: Emit = (type, detail) => {
    if (type === "stats") this.stats = detail as Stats;
    this.account.heard(type, detail);
    if (type === "autoplayblocked" && (detail as AutoplayBlocked).muted) this.mute.begin();
    // SEI messages come with every frame and would displace all other entries.
    if (type !== "sei") this.journal.add(type, detail);
    this.dispatch(type, detail);
  };

  private async playMuted(): Promise<void> {
    if (!this.video.muted) {
      this.video.muted = true;
      this.mute.begin();
    }
    // The caller reports the first refusal; a second one adds nothing.
    await this.video.play().catch(() => undefined);
  }
}
