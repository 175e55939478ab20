import type { Row } from "./row.js";
import { freeze, heal, hide, lasting, listen, media, offline, online, pulls, resume, show, stop, switchTo, untilPulls } from "./steps.js";

// The first re-pull begins after a random delay of at most 0.5 s, the second of at most 1 s, the third of at most 2 s. A pull takes about
// 0.3 s here. Recovery begins at once if the server closes, after 1.5 s without media, and after 3 s without a decoded
// frame. The limits are for an idle machine: see `busy` in chaos.spec.ts.
const closed = 1_500;
const silent = 3_200;
const undecodable = 5_000;
// Without an interruption: the browser's own delays on a bad path.
const steady = 1_000;
const uneasy = 1_500;

/** The server ends the session. */
const closes: Row[] = [
  {
    name: "server closes",
    inject: [media("close")],
    repeat: 5,
    expect: { repulls: 1, still: closed, target: 0.1, hears: { reconnecting: 1, recovered: 1, error: 0 } },
  },
  {
    name: "closes, two pulls get 503",
    inject: [pulls("http-503", 2), media("close")],
    expect: { repulls: 3, still: 5_000, hears: { reconnecting: 3, recovered: 1 } },
  },
  { name: "closes, a pull gets garbage", inject: [pulls("garbage", 1), media("close")], expect: { repulls: 2, still: 2_800 } },
  { name: "closes, a pull gets half a reply", inject: [pulls("truncated", 1), media("close")], expect: { repulls: 2, still: 2_800 } },
  { name: "closes, a pull takes 2 s", inject: [pulls("slow-2000", 1), media("close")], expect: { repulls: 1, still: 3_500 } },
  {
    name: "closes, a pull hangs",
    options: { startTimeout: 3_000 },
    inject: [pulls("hang", 1), media("close")],
    expect: { repulls: 2, still: 6_000 },
  },
  {
    name: "closes, a new pull has no media",
    options: { startTimeout: 3_000 },
    inject: [pulls("no-media", 1), media("close")],
    expect: { repulls: 2, still: 5_000 },
  },
  { name: "restarts with another SSRC and size", inject: [media("restart", "all")], expect: { repulls: 1, still: closed, hears: { resize: 1 } } },
];

/** The media stop without notice. */
const silences: Row[] = [
  {
    name: "media stop",
    inject: [media("stop")],
    repeat: 3,
    expect: { repulls: 1, still: silent, target: 0.4, hears: { stall: 1, reconnecting: 1, recovered: 1, error: 0 } },
  },
  { name: "camera off for 6 s", inject: [media("stop-video"), lasting(6_000), heal], expect: { repulls: 0, still: 8_000, hears: { stall: 0, reconnecting: 0 } } },
  { name: "audio stops", inject: [media("stop-audio")], expect: { plays: 5_000, repulls: 0, still: steady } },
  { name: "freeze of 1.2 s", inject: [media("freeze-1200")], expect: { repulls: 0, still: 1_700, hears: { reconnecting: 0, error: 0 } } },
  { name: "freeze of 4 s", inject: [media("freeze-4000")], expect: { repulls: 1, still: silent } },
];

/** Faults of the network. */
const networks: Row[] = [
  { name: "10 % loss for 10 s", inject: [media("loss-10")], expect: { plays: 10_000, repulls: 0 } },
  { name: "30 % loss for 10 s", inject: [media("loss-30")], expect: { plays: 10_000, repulls: [0, 1] } },
  { name: "200 ms more delay", inject: [media("delay-200")], expect: { plays: 5_000, repulls: 0, still: uneasy } },
  { name: "150 ms of jitter", inject: [media("jitter-150")], expect: { plays: 5_000, repulls: 0, still: uneasy } },
  { name: "path lost for 3 s", inject: [media("drop-3000")], expect: { repulls: [0, 1], still: 3_500 } },
  { name: "path lost for 8 s", inject: [media("drop-8000")], expect: { repulls: 1, still: silent } },
  { name: "path lost for good", inject: [media("drop")], expect: { repulls: 1, still: silent } },
  {
    name: "network lost for 4 s, for new pulls too",
    options: { startTimeout: 3_000 },
    inject: [media("drop", "all"), lasting(4_000), heal],
    expect: { repulls: [1, 3], still: 9_000, hears: { recovered: 1 } },
  },
  {
    // The path is whole again a moment before the browser is online, so that the old pull may be the first to bring a frame.
    name: "browser offline for 6 s",
    options: { retry: { maxAttempts: 1 } },
    inject: [media("drop", "all"), offline, lasting(6_000), heal, online],
    expect: { repulls: [0, 2], still: 7_500, hears: { recovered: 1, error: 0 } },
  },
];

/** Faults of the video. */
const videos: Row[] = [
  { name: "another SSRC in the same connection", inject: [media("ssrc")], expect: { plays: 6_000, repulls: [0, 1], still: undecodable } },
  { name: "another picture size", inject: [media("resize")], expect: { plays: 3_000, repulls: 0, still: 1_500, hears: { resize: 1 } } },
  { name: "no key frame any more", inject: [media("no-keyframe")], expect: { repulls: 1, still: undecodable } },
  { name: "undecodable video", inject: [media("corrupt")], expect: { repulls: 1, still: undecodable } },
];

/** Streams as publishers send them. */
const streams: Row[] = [
  { name: "start: picture late by 4 s", before: [media("late-video-4000", "all")], expect: { repulls: 0, still: 6_500 } },
  { name: "start: in the middle of a GOP of 6 s", before: [media("mid-gop-6000", "all")], expect: { repulls: 0, still: 8_500 } },
  { name: "start: sound alone", before: [listen, media("sound-only", "all")], expect: { repulls: 0, still: 2_000, hears: { firstframe: 1, error: 0 } } },
  {
    name: "sound alone: the server closes",
    before: [listen, media("sound-only", "all")],
    inject: [media("close")],
    expect: { repulls: 1, still: closed, hears: { reconnecting: 1, recovered: 1, error: 0 } },
  },
  {
    name: "sound alone: the media stop",
    before: [listen, media("sound-only", "all")],
    inject: [media("stop")],
    expect: { repulls: 1, still: silent, hears: { reconnecting: 1, recovered: 1, error: 0 } },
  },
  { name: "two frames a second", inject: [media("fps-2")], expect: { plays: 8_000, repulls: 0, hears: { stall: 0 } } },
  { name: "timestamps jump by an hour", inject: [media("timestamp-jump-3600")], expect: { plays: 6_000, repulls: 0, still: uneasy } },
  { name: "video's sequence numbers jump", inject: [media("video-sequence-jump-40000")], expect: { plays: 12_000, repulls: [0, 1] } },
];

/** The end of the attempts. */
const endings: Row[] = [
  {
    name: "closes, then refuses",
    inject: [pulls("errcode-42"), media("close")],
    expect: { outcome: "failed: refused", retryable: false, repulls: 1, hears: { error: 1 } },
  },
  {
    name: "closes, refuses twice, listed in retry.errcodes",
    options: { retry: { errcodes: [42] } },
    inject: [pulls("errcode-42", 2), media("close")],
    expect: { repulls: 3, still: 5_000 },
  },
  {
    name: "closes, 503 until attempts are used up",
    options: { retry: { maxAttempts: 2 } },
    inject: [pulls("http-503"), media("close")],
    expect: { outcome: "failed: http-status", retryable: true, repulls: 2, hears: { reconnecting: 2, recovered: 0, error: 1 } },
  },
  {
    name: "closes, retry: false",
    options: { retry: false },
    inject: [media("close")],
    oursOnly: true,
    expect: { outcome: "failed: closed", retryable: true, repulls: 0, hears: { reconnecting: 0, error: 1 } },
  },
  {
    name: "stop() while reconnecting",
    inject: [pulls("hang"), media("close"), untilPulls(2), stop],
    expect: { outcome: "stopped", repulls: 1, hears: { error: 0 } },
  },
];

/** Faults of the start. */
const starts: Row[] = [
  { name: "start: two pulls get 503", before: [pulls("http-503", 2)], expect: { repulls: 2, still: 4_000, hears: { error: 0, firstframe: 1 } } },
  { name: "start: a pull gets garbage", before: [pulls("garbage", 1)], expect: { repulls: 1, still: 2_000, hears: { error: 0, firstframe: 1 } } },
  {
    name: "start: not live yet, twice",
    options: { startTimeout: 3_000 },
    before: [pulls("no-media", 2)],
    expect: { repulls: 2, still: 9_000, hears: { firstframe: 1 } },
  },
  {
    name: "start: 503 until attempts are used up",
    options: { retry: { maxAttempts: 2 } },
    before: [pulls("http-503")],
    expect: { outcome: "failed: http-status", retryable: true, repulls: 2, hears: { error: 0 } },
  },
  {
    name: "start: refused",
    before: [pulls("errcode-42")],
    expect: { outcome: "failed: refused", retryable: false, repulls: 0, hears: { error: 0 } },
  },
];

/** Several signalling hosts. The pull of a slower host counts and is stopped. */
const hosts: Row[] = [
  { name: "hosts: the first is broken", hosts: ["http-503", ""], oursOnly: true, expect: { repulls: 1, still: 900 } },
  { name: "hosts: the first is slow", hosts: ["slow-2000", ""], oursOnly: true, expect: { repulls: 1, still: 1_200 } },
  { name: "hosts: both are fine", hosts: ["", "slow-1"], oursOnly: true, expect: { repulls: 0, still: 900 } },
  {
    name: "hosts: the first is broken; then the server closes",
    hosts: ["http-503", ""],
    oursOnly: true,
    inject: [media("close")],
    expect: { repulls: 2, still: closed },
  },
];

/** The page is hidden or frozen. */
const pages: Row[] = [
  {
    name: "hidden while 503s come for 6 s",
    options: { retry: { maxAttempts: 2 } },
    oursOnly: true,
    inject: [hide, pulls("http-503"), media("close"), lasting(6_000), heal, show],
    expect: { repulls: [1, 20], still: 8_000, hears: { recovered: 1, error: 0 } },
  },
  {
    name: "frozen and resumed",
    oursOnly: true,
    inject: [hide, freeze, lasting(2_000), resume, show],
    expect: { plays: 5_000, repulls: 0, still: steady },
  },
];

/** switchTo(), which TXLivePlayer calls switchStream(). */
const switches: Row[] = [
  { name: "switch to another stream", inject: [switchTo()], expect: { switching: "switched", repulls: 1, still: steady } },
  {
    name: "switch to a stream that is refused",
    inject: [switchTo(pulls("errcode-42"))],
    expect: { switching: "kept", plays: 3_000, repulls: 1, still: steady },
  },
  {
    name: "switch to a stream that is not live",
    options: { startTimeout: 3_000, retry: { maxAttempts: 1 } },
    inject: [switchTo(pulls("no-media"))],
    expect: { switching: "kept", plays: 8_000, repulls: [1, 2], still: steady },
  },
];

export const rows: Row[] = [...closes, ...silences, ...networks, ...videos, ...streams, ...endings, ...starts, ...hosts, ...pages, ...switches];
