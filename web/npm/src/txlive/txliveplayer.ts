import type { Player } from "leb-player";
import type { TXLiveConfig } from "./config.js";
import { library } from "./library.js";
import type { TXLiveListener } from "./listener.js";
import { Play } from "./play.js";
import { View, warn } from "./view.js";

/** What the browser can do. */
export interface TXLiveSupport {
  /** It can play. */
  support: boolean;
  /** It can decode H.264. */
  h264Support: boolean;
  /** Always false: there is no X-P2P. */
  p2pSupport: boolean;
}

const streamURL = /^webrtc:\/\/[^/?#]+\/[^/?#]+\/[^/?#]/;

/**
 * LEB Player with the interface of Tencent's TXLivePlayer 1.3.5, for pages that were made for that. Its methods never throw: what a page
 * does wrong is said on the console, and what fails is told to the listener.
 */
export class TXLivePlayer {
  /** The version of the interface. */
  static readonly version: string = "1.3.5";
  private view: View | null = null;
  private play: Play | null = null;
  private readonly config: TXLiveConfig = {};
  private readonly listener: TXLiveListener = {};

  /** LEB Player itself, as it plays the current stream: for what TXLivePlayer does not have. Null before the first play and after stopPlay(). */
  get api(): Player | null {
    return this.play?.player ?? null;
  }

  /** Finds out what the browser can do. */
  static checkSupport(callback?: (support: TXLiveSupport) => void): Promise<TXLiveSupport> {
    const asked = library().probe().then(({ webrtc, h264, wasm }) => ({ support: webrtc && wasm, h264Support: h264, p2pSupport: false }));
    void asked.then(callback);
    return asked;
  }

  /** Changes the configuration of the next play. Members that are left out stay as they are. */
  setConfig(config: TXLiveConfig): void {
    for (const [name, value] of Object.entries(config ?? {})) if (value !== undefined) Object.assign(this.config, { [name]: value });
  }

  /** Changes the functions that are told what happens. Members that are left out stay as they are. */
  setPlayListener(listener: TXLiveListener): void {
    for (const [name, value] of Object.entries(listener ?? {})) if (typeof value === "function") Object.assign(this.listener, { [name]: value });
  }

  /** Plays in this video, or in one that is put into this element. A player has one view, which stays until destroy(). */
  setPlayerView(view: string | HTMLElement): void {
    if (this.view) return warn("there is a view already");
    this.view = View.of(view);
    if (!this.view) warn("the view is neither an element nor the id of one");
  }

  /** Plays a stream, unless one is playing. */
  startPlay(url: string): void {
    if (!this.view) return warn("setPlayerView() has to come first");
    if (this.plays) return warn("a stream is playing: stopPlay() or switchStream() has to come first");
    if (!streamURL.test(url)) return warn("the URL is not that of a stream: webrtc://host/app/stream");
    const { receiveAudio = true, receiveVideo = true } = this.config;
    if (!receiveAudio && !receiveVideo) return warn("neither audio nor video is to be received");
    this.play = new Play(this.view.video, url, { ...this.config }, this.listener);
    this.play.start();
  }

  /** Stops the stream, also one that is still starting. */
  async stopPlay(): Promise<void> {
    const { play, plays } = this;
    this.play = null;
    if (plays) await play?.stop();
  }

  /** Goes on with another stream, or with another bitrate of the same one. */
  async switchStream(url: string): Promise<void> {
    if (this.play?.phase === "begun") return this.play.switchTo(url);
    void this.stopPlay();
    this.startPlay(url);
  }

  /** Reports whether a stream is playing. */
  isPlaying(): boolean {
    return this.plays && this.isVideoPlaying();
  }

  /** Reports whether the video is not paused. */
  isVideoPlaying(): boolean {
    return this.view?.video.paused === false;
  }

  /** Pauses the video. */
  pause(): void {
    this.play?.pause();
  }

  /** Resumes the video, at the live position. */
  async resume(): Promise<void> {
    await this.play?.resume().catch(warn);
  }

  /** Mutes or unmutes the video. */
  setMute(mute: boolean): void {
    if (this.view) this.view.video.muted = Boolean(mute);
  }

  /** Sets the volume, 0 to 100. */
  setVolume(volume: number): void {
    if (!(volume >= 0 && volume <= 100)) warn("the volume is a number from 0 to 100");
    else if (this.view) this.view.video.volume = volume / 100;
  }

  /** Shows or hides the video's own controls. */
  setControls(show: boolean): void {
    if (this.view) this.view.video.controls = Boolean(show);
  }

  /** Enters or leaves full screen. */
  setFullscreen(on: boolean): void {
    if (on) this.requestFullscreen();
    else this.exitFullscreen();
  }

  /** Enters full screen, or fills the page where the browser has none. */
  requestFullscreen(): void {
    this.view?.requestFullscreen();
  }

  /** Leaves full screen. */
  exitFullscreen(): void {
    this.view?.exitFullscreen();
  }

  /** Fills the page with the video. */
  enterFullWindow(): void {
    this.view?.enterFullWindow();
  }

  /** Puts the video back in its place. */
  exitFullWindow(): void {
    this.view?.exitFullWindow();
  }

  /** Returns the video. Null before setPlayerView() and after destroy(). */
  getVideoElement(): HTMLVideoElement | null {
    return this.view?.video ?? null;
  }

  /** Stops, tells nothing more, and lets go of the view. */
  async destroy(): Promise<void> {
    const { view, listener } = this;
    for (const name of Object.keys(listener)) delete listener[name as keyof TXLiveListener];
    this.view = null;
    await this.stopPlay();
    view?.remove();
  }

  private get plays(): boolean {
    return this.play !== null && this.play.phase !== "ended";
  }
}
