import type { PlayerOptions } from "./options.js";
import type { RawOptions } from "./raw.js";

/** What an offer depends on. */
export interface PreparedOptions {
  video: HTMLVideoElement;
  options: PlayerOptions;
}

/** What one play() was asked to do. */
export interface PlayRequest extends PreparedOptions {
  url: string;
  sessionId: string | undefined;
  /** Unix time in ms at which play() was called. */
  startTime: number;
}

/** The request in the names of the Go program, which checks the values. What is not given is left out. */
export function rawOptions({ url, sessionId, startTime, ...prepared }: PlayRequest): RawOptions {
  return {
    ...preparedOptions(prepared),
    streamurl: url,
    startTime,
    ...(sessionId !== undefined && { sessionid: sessionId }),
  };
}

/** The same of an offer made ahead. */
export function preparedOptions({ video, options }: PreparedOptions): Omit<RawOptions, "streamurl" | "startTime"> {
  const named = {
    clientip: options.clientIP,
    signalURL: options.signalURL,
    contentType: options.contentType,
    receiveAudio: options.audio,
    receiveVideo: options.video,
    sei: options.sei,
    reports: options.reports,
    retry: options.retry,
    startTimeout: options.startTimeout,
    stallTimeout: options.stallTimeout,
    statsInterval: options.statsInterval,
    pauseTimeout: options.pauseTimeout,
    latency: options.latency,
    autoplay: options.autoplay,
    iceServers: options.iceServers,
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return { video, clientinfo: options.clientInfo ?? navigator.userAgent, ...Object.fromEntries(given) };
}
