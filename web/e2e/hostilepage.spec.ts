import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type * as LEB from "leb-player";
import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, type PlayerPage, test } from "./fixtures.js";
import { servers } from "./servers.js";

// Pages, extensions and polyfills replace what the browser has, and browsers have limits that nobody can see. Whatever they throw or
// give, one play fails with its code or goes on without, and the page's other players play on.

interface Hostile {
  what: string;
  /** Runs in the page before the play. */
  change: () => void;
  /** What play() comes to: "" if it plays. Undefined: it is not this test's affair. */
  outcome: string | undefined;
  options?: LEB.PlayerOptions;
}

const hostiles: Hostile[] = [
  { what: "RTCPeerConnection throws an Error", outcome: "negotiation", change: () => replace(window, "RTCPeerConnection", () => fail()) },
  { what: "RTCPeerConnection throws a string", outcome: "negotiation", change: () => replace(window, "RTCPeerConnection", () => fail("no more of them")) },
  { what: "RTCPeerConnection gives null", outcome: "negotiation", change: () => replace(window, "RTCPeerConnection", () => null) },
  { what: "RTCPeerConnection gives a plain object", outcome: "negotiation", change: () => replace(window, "RTCPeerConnection", () => ({})) },
  { what: "RTCPeerConnection is no constructor", outcome: "negotiation", change: () => define(window, "RTCPeerConnection", () => () => undefined) },
  { what: "RTCPeerConnection is not there", outcome: "unsupported", change: () => define(window, "RTCPeerConnection", () => undefined) },
  { what: "RTCPeerConnection can't be read", outcome: undefined, change: () => define(window, "RTCPeerConnection", () => fail()) },
  { what: "addTransceiver throws", outcome: "negotiation", change: () => replace(RTCPeerConnection.prototype, "addTransceiver", () => fail()) },
  { what: "createOffer throws", outcome: "negotiation", change: () => replace(RTCPeerConnection.prototype, "createOffer", () => fail()) },
  { what: "createOffer gives nothing", outcome: "negotiation", change: () => replace(RTCPeerConnection.prototype, "createOffer", () => undefined) },
  { what: "setLocalDescription throws null", outcome: "negotiation", change: () => replace(RTCPeerConnection.prototype, "setLocalDescription", () => fail(null)) },
  { what: "setRemoteDescription throws", outcome: "negotiation", change: () => replace(RTCPeerConnection.prototype, "setRemoteDescription", () => fail()) },
  { what: "getTransceivers throws", outcome: undefined, change: () => replace(RTCPeerConnection.prototype, "getTransceivers", () => fail()), options: { startTimeout: 1000 } },
  { what: "getStats throws", outcome: "", change: () => replace(RTCPeerConnection.prototype, "getStats", () => fail()) },
  { what: "getStats gives no promise", outcome: "", change: () => replace(RTCPeerConnection.prototype, "getStats", () => 7) },
  { what: "getStats gives a promise of a list of numbers", outcome: "", change: () => replace(RTCPeerConnection.prototype, "getStats", () => Promise.resolve([1, 2])) },
  { what: "iceConnectionState can't be read", outcome: "", change: () => define(RTCPeerConnection.prototype, "iceConnectionState", () => fail()) },
  { what: "close throws", outcome: "", change: () => replace(RTCPeerConnection.prototype, "close", () => fail()) },
  { what: "jitterBufferTarget can't be set", outcome: "", change: () => define(RTCRtpReceiver.prototype, "jitterBufferTarget", () => null), options: { latency: 100 } },

  { what: "play() throws a string", outcome: "", change: () => replace(HTMLMediaElement.prototype, "play", () => fail("consent is missing")) },
  { what: "play() gives nothing", outcome: "", change: () => replace(HTMLMediaElement.prototype, "play", () => undefined) },
  { what: "getVideoPlaybackQuality gives null", outcome: "", change: () => replace(HTMLVideoElement.prototype, "getVideoPlaybackQuality", () => null) },
  { what: "getVideoPlaybackQuality has no frames", outcome: "", change: () => replace(HTMLVideoElement.prototype, "getVideoPlaybackQuality", () => ({})) },
  { what: "getVideoPlaybackQuality throws", outcome: "", change: () => replace(HTMLVideoElement.prototype, "getVideoPlaybackQuality", () => fail()) },
  { what: "requestVideoFrameCallback throws", outcome: undefined, change: () => replace(HTMLVideoElement.prototype, "requestVideoFrameCallback", () => fail()), options: { startTimeout: 1000 } },
  {
    what: "requestVideoFrameCallback gives no metadata, and nothing to be cancelled",
    outcome: "",
    change: () => {
      replace(HTMLVideoElement.prototype, "requestVideoFrameCallback", (callback) => void setTimeout(callback, 500));
      define(HTMLVideoElement.prototype, "cancelVideoFrameCallback", () => undefined);
    },
  },
  { what: "srcObject can't be set", outcome: undefined, change: () => define(HTMLMediaElement.prototype, "srcObject", () => null), options: { startTimeout: 1000 } },
  { what: "MediaStream throws", outcome: "unsupported", change: () => replace(window, "MediaStream", () => fail()) },

  { what: "durations are next to nothing", outcome: "", change: () => undefined, options: { statsInterval: 1e-7, pauseTimeout: 1e-7 } },

  { what: "document.hidden can't be read", outcome: "", change: () => define(document, "hidden", () => fail()) },
  { what: "navigator.onLine can't be read", outcome: "", change: () => define(navigator, "onLine", () => fail()) },
  { what: "Math.random gives a text", outcome: "", change: () => replace(Math, "random", () => "4") },
  { what: "there is no crypto", outcome: "", change: () => define(window, "crypto", () => undefined) },
  { what: "crypto.getRandomValues throws", outcome: "", change: () => replace(Crypto.prototype, "getRandomValues", () => fail()) },
  { what: "there is no AbortController", outcome: "", change: () => define(window, "AbortController", () => undefined) },
  { what: "there is no fetch", outcome: "unsupported", change: () => define(window, "fetch", () => undefined) },
  { what: "fetch throws", outcome: "network", change: () => replace(window, "fetch", () => fail()) },
  { what: "fetch gives a promise of null", outcome: "http-status", change: () => replace(window, "fetch", () => Promise.resolve(null)) },

  { what: "a worker can't be made", outcome: "", change: () => replace(window, "Worker", () => fail()), options: { sei: true } },
  { what: "a transform can't be set", outcome: "", change: () => define(RTCRtpReceiver.prototype, "transform", () => null), options: { sei: true } },
  {
    what: "there are no transforms, and createDataChannel throws",
    outcome: "",
    change: () => {
      define(window, "RTCRtpScriptTransform", () => undefined);
      replace(RTCPeerConnection.prototype, "createDataChannel", () => fail());
    },
    options: { sei: true },
  },
];

declare function fail(thrown?: unknown): never;
declare function replace(object: object, name: string, by: (...args: never[]) => unknown): void;
declare function define(object: object, name: string, get: () => unknown): void;

/** What the changes are made with. A setter throws. */
function tools(): void {
  const fail = (thrown: unknown = new Error("out of order")) => {
    throw thrown;
  };
  const put = (object: object, name: string, descriptor: PropertyDescriptor) => Object.defineProperty(object, name, { configurable: true, ...descriptor });
  Object.assign(window, {
    fail,
    define: (object: object, name: string, get: () => unknown) => put(object, name, { get, set: () => fail() }),
    replace: (object: object, name: string, by: (...args: unknown[]) => unknown) =>
      put(object, name, {
        value: function (...args: unknown[]) {
          return by(...args);
        },
      }),
  });
}

/** Starts another player in the page, and returns a check that it plays on. */
async function neighbour(page: Page): Promise<() => Promise<void>> {
  const neighbour = await page.evaluateHandle(
    async ({ edge, url }) => {
      const video = document.querySelectorAll("video")[1]!;
      const player = new window.LEB.Player(video, { signalURL: edge, statsInterval: 250, reports: false });
      let stats = 0;
      player.addEventListener("stats", () => stats++);
      await player.play(url);
      return { video, player, stats: () => stats };
    },
    { edge: servers.edge, url: Stream.live().url },
  );
  const look = () => neighbour.evaluate(({ video, player, stats }) => ({ time: video.currentTime, stats: stats(), state: player.state }));
  return async () => {
    const before = await look();
    await expect.poll(async () => (await look()).time).toBeGreaterThan(before.time);
    // The video goes on by itself when the program has died: statistics do not.
    await expect.poll(async () => (await look()).stats).toBeGreaterThan(before.stats);
    await expect.poll(async () => (await look()).state).toBe("playing"); // a busy machine may have made a stall
  };
}

/** Makes the page's player, and a neighbour that plays. */
async function beginning(player: PlayerPage, options?: LEB.PlayerOptions): Promise<() => Promise<void>> {
  await player.create({ retry: false, statsInterval: 250, ...options });
  await player.page.evaluate(tools);
  return neighbour(player.page);
}

for (const { what, change, outcome, options } of hostiles) {
  test(`${what}: ${outcome === undefined ? "whatever comes" : outcome || "it plays"}`, async ({ player }) => {
    const plays = await beginning(player, options);
    await player.page.evaluate(change);
    const came = await player.play(Stream.live().url);
    if (outcome !== undefined) expect(came).toBe(outcome);
    await plays();
    await player.stop();
    await plays();
  });
}

test("a frame callback that can't be cancelled, and comes after the end", async ({ player }) => {
  const plays = await beginning(player);
  await player.page.evaluate(() => {
    const late: ((now: number, metadata: object) => void)[] = [];
    Object.assign(window, { late });
    replace(HTMLVideoElement.prototype, "requestVideoFrameCallback", (callback) => late.push(callback));
    define(HTMLVideoElement.prototype, "cancelVideoFrameCallback", () => undefined);
  });
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
  const { liveFuncs } = await player.counters();
  const came = await player.page.evaluate(() => {
    const { late } = window as unknown as { late: ((now: number, metadata: object) => void)[] };
    for (const callback of late) callback(performance.now(), {});
    return late.length;
  });
  expect(came).toBeGreaterThan(0);
  expect((await player.counters()).liveFuncs, "the callback is released").toBe(liveFuncs - 1);
  await plays();
});

test("a browser without connectionState, as Firefox before 113, sees that nothing comes", async ({ player }) => {
  await beginning(player, { startTimeout: 4000 });
  await player.page.evaluate(() => define(RTCPeerConnection.prototype, "connectionState", () => undefined));
  expect(await player.play(Stream.fault("no-media").url)).toBe("no-media");
});

test("a page has as many connections as it may have", async ({ player }) => {
  const plays = await beginning(player);
  await player.page.evaluate(() => {
    const held: RTCPeerConnection[] = [];
    Object.assign(window, { held });
    try {
      for (;;) held.push(new RTCPeerConnection());
    } catch {
      // that is all of them
    }
  });
  expect(await player.play(Stream.live().url)).toBe("negotiation");
  expect((await player.failure()).message).toContain("PeerConnection");
  await plays();
});

test("a setter that calls another player, and then throws", async ({ player }) => {
  await player.create({ retry: false });
  await player.page.evaluate(
    async ({ edge, url }) => {
      const { set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject")!;
      const other = new window.LEB.Player(document.querySelectorAll("video")[1]!, { signalURL: edge });
      await other.play(url);
      Object.assign(window, { other });
      Object.defineProperty(window.video, "srcObject", {
        get: () => null,
        set(stream) {
          set!.call(this, stream);
          void other.stop(); // into the program, which is in the midst of setting this
          throw new Error("no");
        },
      });
    },
    { edge: servers.edge, url: Stream.live().url },
  );
  expect(await player.play(Stream.live().url)).toBe("");
  await expect.poll(() => player.page.evaluate(() => (window as unknown as { other: LEB.Player }).other.state)).toBe("stopped");
  await player.waitForFrames(20);
  await player.stop();
});

const badServers: { what: string; server: RTCIceServer }[] = [
  { what: "an IPv6 address without brackets", server: { urls: "stun:fd00::10" } },
  { what: "too large a port", server: { urls: "stun:h:99999" } },
  { what: "a transport that there is not", server: { urls: "turn:h?transport=x", username: "u", credential: "hunter2" } },
  { what: "a list in one URL", server: { urls: "turn:a,turn:b c", username: "u", credential: "hunter2" } },
  { what: "a secret in the URL", server: { urls: "turn:u:hunter2@h:99999", username: "u", credential: "c" } },
  { what: "no credential", server: { urls: "turn:h" } },
  { what: "no host", server: { urls: "stun:" } },
  { what: "a URL of the web", server: { urls: ["https://h"] } },
];
for (const { what, server } of badServers) {
  test(`an ICE server with ${what} is a bad option`, async ({ player }) => {
    const plays = await beginning(player, { iceServers: [server] });
    expect(await player.play(Stream.live().url)).toBe("bad-option");
    const { message } = await player.failure();
    expect(message).toContain("iceServers");
    expect(message).not.toContain("hunter2");
    await plays();
  });
}

/** Options that would throw inside the Go program, or keep it busy for seconds. They are made in the page. */
const badOptions: { name: string; what: string; make: () => object }[] = [
  { name: "retry", what: "a getter that throws", make: () => ({ retry: Object.defineProperty({}, "maxAttempts", { enumerable: true, get: () => fail() }) }) },
  { name: "retry", what: "a revoked Proxy", make: () => ({ retry: revoked() }) },
  { name: "retry", what: "a list of four billion", make: () => ({ retry: { errcodes: new Array(2 ** 32 - 1) } }) },
  { name: "iceServers", what: "a list of a hundred million", make: () => ({ iceServers: new Array(1e8) }) },
  { name: "iceServers", what: "a server that is a revoked Proxy", make: () => ({ iceServers: [revoked()] }) },
  { name: "signalURL", what: "a list of thirty million", make: () => ({ signalURL: new Array(3e7) }) },
  { name: "signalURL", what: "a getter that throws", make: () => Object.defineProperty({}, "signalURL", { enumerable: true, get: () => fail() }) },
  { name: "signalURL", what: "a symbol", make: () => ({ signalURL: Symbol("s") }) },
  { name: "clientInfo", what: "16 million characters", make: () => ({ clientInfo: "a".repeat(2 ** 24) }) },
  { name: "latency", what: "a BigInt", make: () => ({ latency: BigInt(200) }) },
];

declare function revoked(): object;

test("options that can't be used fail one play, at once, and no other", async ({ player }) => {
  const plays = await beginning(player);
  await player.page.evaluate(() => {
    const revoked = () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    };
    Object.assign(window, { revoked });
  });
  for (const { name, what, make } of badOptions) {
    const options = await player.page.evaluateHandle(make);
    const { outcome, message, held } = await player.page.evaluate(async ({ options, edge }) => {
      if (!("signalURL" in options)) Object.assign(options, { signalURL: edge });
      const began = performance.now();
      const played = new window.LEB.Player(window.video, options as LEB.PlayerOptions).play("webrtc://a/b/c");
      const held = performance.now() - began;
      const error: LEB.LEBError = await played.then(() => fail(), (error) => error);
      return { outcome: error.code, message: error.message, held };
    }, { options, edge: servers.edge });
    expect(outcome, `${name} is ${what}`).toBe("bad-option");
    expect(message, what).toContain(name);
    expect(held, `${name} is ${what}: ms for which the page stood still`).toBeLessThan(200);
  }
  await plays();
});

test.describe("a module with a hash", () => {
  test.use({ expectedErrors: [/integrity/] });
  test("leb.wasm has to have the hash that the page names", async ({ player }) => {
    const wasm = fs.readFileSync(path.join(import.meta.dirname, "../..", process.env.DIST ?? "dist", "leb.wasm"));
    const hash = crypto.createHash("sha384").update(wasm).digest("base64");
    const preload = (wasmIntegrity: string) =>
      player.page.evaluate(
        (options) => window.LEB.preload(options).then(() => "", (error: LEB.LEBError) => error.code),
        { wasmURL: "/raw/leb.wasm", wasmIntegrity },
      );
    expect(await preload(`sha384-${hash}`)).toBe("");
    expect(await preload(`sha384-${hash.replace(/^./, hash.startsWith("A") ? "B" : "A")}`)).toBe("wasm-load");
  });
});

test.describe("a policy that forbids WebAssembly", () => {
  test.use({ expectedErrors: [/Content Security Policy/] });
  test("is known before a play, which says what to add", async ({ player, shape }) => {
    const page = `${servers.site}/pages/${shape}.html`;
    await player.page.route(page, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "Content-Security-Policy": "script-src 'self' 'unsafe-inline'" } });
    });
    await player.open();
    expect(await player.page.evaluate(() => window.LEB.Player.isSupported())).toBe(false);
    expect((await player.page.evaluate(() => window.LEB.probe())).reason).toContain("'wasm-unsafe-eval'");
    expect(await player.play(Stream.live().url)).toBe("unsupported");
    expect((await player.failure()).message).toContain("'wasm-unsafe-eval'");
  });
});
