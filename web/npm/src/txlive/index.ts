// The entry leb-player/txlive.

export type { TXLiveCode } from "./codes.js";
export type { TXLiveConfig } from "./config.js";
export type { TXLiveListener } from "./listener.js";
export type { TXLiveReport } from "./report.js";
export type { TXLiveSEI } from "./sei.js";
export type { TXLiveStats, TXLiveTrackStats, TXLiveVideoStats } from "./stats.js";
export { TXLivePlayer, type TXLiveSupport } from "./txliveplayer.js";
