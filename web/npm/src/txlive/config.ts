import type { LogEntry, PlayerOptions } from "leb-player";

/** What `setConfig` takes. Of these, `minDecodeFramerate`, `maxDecodeFailCount`, `signalTimeout` and those of X-P2P change nothing. */
export interface TXLiveConfig {
  /** How often in a row the stream is pulled again before the play fails. Default 3. */
  connectRetryCount?: number | undefined;
  /** Base of the delay before another pull, in s. The delay itself is random, and grows with each attempt. */
  connectRetryDelay?: number | undefined;
  /** Time limit of each attempt, in s, if it is longer than 10. */
  connectTimeout?: number | undefined;
  /** Receive video. Default true. */
  receiveVideo?: boolean | undefined;
  /** Receive audio. Default true. */
  receiveAudio?: boolean | undefined;
  /** Receive SEI messages. Default false. */
  receiveSEI?: boolean | { fallback?: boolean; maxDelayTime?: number } | undefined;
  /** Write what happens to the console. Default false. */
  showLog?: boolean | undefined;
  /** The signalling server, by its host or with its protocol. */
  signalDomain?: string | { protocol?: string; domain?: string; query?: boolean } | undefined;
  /** How many seconds without incoming media lead to another pull. Default 1.5. */
  maxReceiveFailCount?: number | undefined;
  /** Options of LEB Player, such as `wasmURL` or `fallback`, which take precedence over the others. TXLivePlayer ignores them. */
  playerOptions?: PlayerOptions | undefined;
  signalTimeout?: number | undefined;
  maxDecodeFailCount?: number | undefined;
  minDecodeFramerate?: number | undefined;
  p2pEnable?: boolean | undefined;
  p2pConfig?: object | undefined;
}

/** Returns the player's options for a configuration. A value of the wrong type is left out, as it is there. */
export function optionsOf(config: TXLiveConfig): PlayerOptions {
  const retryDelay = inMilliseconds(config.connectRetryDelay);
  const attempt = inMilliseconds(config.connectTimeout);
  return {
    signalURL: signalURLOf(config.signalDomain),
    retry: { maxAttempts: amount(config.connectRetryCount) ?? 3, baseDelay: retryDelay || undefined },
    startTimeout: attempt && Math.max(attempt, 10_000),
    stallTimeout: inMilliseconds(config.maxReceiveFailCount) || undefined,
    audio: config.receiveAudio ?? true,
    video: config.receiveVideo ?? true,
    sei: Boolean(config.receiveSEI),
    log: config.showLog ? log : undefined,
    statsInterval: 1000,
    autoplay: "manual",
    ...config.playerOptions,
  };
}

function signalURLOf(given: TXLiveConfig["signalDomain"]): string | undefined {
  const { protocol, domain } = typeof given === "string" ? { protocol: "https", domain: given } : (given ?? {});
  return domain ? `${protocol === "http" ? "http" : "https"}://${domain}` : undefined;
}

function inMilliseconds(seconds: unknown): number | undefined {
  const count = amount(seconds);
  return count === undefined ? count : 1000 * count;
}

function amount(given: unknown): number | undefined {
  return typeof given === "number" && given >= 0 ? given : undefined;
}

function log({ type, detail }: LogEntry): void {
  console.log("LEB Player:", type, detail);
}
