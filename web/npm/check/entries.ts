// Compiles only if the types of the entries go together.

import { Player, type PlayerOptions } from "leb-player";
import * as inline from "leb-player/inline";
import "leb-player/leb.js";
import { type TXLiveConfig, TXLivePlayer as Imported } from "leb-player/txlive";
import "leb-player/txlive.js";

declare const video: HTMLVideoElement;

/** The same class, by whichever entry. */
export const players: Player[] = [new inline.Player(video), new Player(video), new LEB.Player(video)];
export const error: inline.LEBError = new LEB.LEBError("aborted", "");
export const options: inline.PlayerOptions = { latency: 100 } satisfies PlayerOptions;

export const facades: TXLivePlayer[] = [new Imported(), new TXLivePlayer()];
export const config = { connectRetryCount: 3, signalDomain: { protocol: "http", domain: "localhost" }, playerOptions: options } satisfies TXLiveConfig;

// @ts-expect-error: leb.js exports nothing
export type { Player as Nothing } from "leb-player/leb.js";
