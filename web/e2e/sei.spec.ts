import type { Page } from "@playwright/test";
import type { PlayerOptions } from "leb-player";
import { keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// SEI messages: the edge puts its clock into each frame, and a word into each key frame.

const clock = "6c656220-706c-6179-6572-20636c6f636b";

/** The detail of a `sei` event, and the time of its arrival. */
interface Heard {
  type: number;
  uuid?: string;
  payload: number[];
  rtpTimestamp: number;
  at: number;
}

interface Watching {
  sei: Heard[];
  /** The RTP timestamps of the displayed frames. */
  shown: number[];
}

/** Creates the page's player with the option `sei`, and records its messages and the displayed frames. */
async function create(player: PlayerPage, options: PlayerOptions = {}): Promise<void> {
  await player.create({ sei: true, statsInterval: 1000, reports: false, ...options }); // reports have a worker of their own, which stays
  await player.page.evaluate(() => {
    const watching: Watching = { sei: [], shown: [] };
    Object.assign(window, { watching });
    window.player.addEventListener("sei", ({ detail: { payload, ...rest } }) => {
      watching.sei.push({ ...rest, payload: payload instanceof Uint8Array ? [...payload] : [], at: Date.now() });
    });
    const next = () =>
      window.video.requestVideoFrameCallback((_, { rtpTimestamp }) => {
        if (rtpTimestamp !== undefined) watching.shown.push(rtpTimestamp);
        next();
      });
    next();
  });
}

const watching = (page: Page) => page.evaluate(() => (window as unknown as { watching: Watching }).watching);

/** Clears the records. */
const forget = (page: Page) =>
  page.evaluate(() => {
    const { watching } = window as unknown as { watching: Watching };
    watching.sei.length = watching.shown.length = 0;
  });

const isKey = ({ payload }: Heard) => String.fromCharCode(...payload) === "key";

/** Expects messages of some frames, with the content that the edge sends, and some of them for displayed frames. Returns all messages. */
async function expectSEI(page: Page, count = 30): Promise<Heard[]> {
  await expect
    .poll(async () => {
      const { sei, shown } = await watching(page);
      return sei.length >= count && sei.some(({ rtpTimestamp }) => shown.includes(rtpTimestamp));
    }, "messages of displayed frames")
    .toBe(true);
  const { sei } = await watching(page);
  expect(sei.filter(({ type, uuid }) => type !== 5 || uuid !== clock)).toEqual([]);
  for (const message of sei.filter((message) => !isKey(message))) {
    expect(message.payload).toHaveLength(8);
    const sent = Number(new DataView(Uint8Array.from(message.payload).buffer).getBigUint64(0));
    expect(Math.abs(message.at - sent), "ms since the edge sent it").toBeLessThan(1000);
  }
  return sei;
}

/** Returns for each pull of a stream whether it requested SEI and a data channel. */
async function pulls(stream: Stream): Promise<{ seipass: unknown; channel: boolean }[]> {
  return (await stream.calls("pullstream")).map(({ body }) => ({
    seipass: body.seipass,
    channel: (body.localsdp as { sdp: string }).sdp.includes("m=application"),
  }));
}

const byTransform = { seipass: 1, channel: false };
const byChannel = { seipass: 1, channel: true };

const liveFuncs = (page: Page) => page.evaluate(() => window.player.diagnostics().counters!.liveFuncs);

/** Stops the player, and expects that no functions and workers remain. */
async function expectNothingLeft(player: PlayerPage, funcs: number): Promise<void> {
  await player.stop();
  await expect.poll(() => liveFuncs(player.page), "functions").toBeLessThanOrEqual(funcs);
  await expect.poll(() => player.page.workers().length, "workers").toBe(0);
}

/** Plays once without SEI, and returns the number of functions that remain. */
async function afterAPlay(player: PlayerPage): Promise<number> {
  await player.create({ reports: false });
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
  return liveFuncs(player.page);
}

test("the messages of each frame have its RTP timestamp", async ({ player }) => {
  const funcs = await afterAPlay(player);
  await create(player);
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  const sei = await expectSEI(player.page);
  expect(await pulls(stream)).toEqual([byTransform]);

  const key = sei.findIndex(isKey); // the second message of all, unless the first key frame was lost
  expect(key, "a key frame's second message").toBeGreaterThan(0);
  expect(sei[key]!.rtpTimestamp).toBe(sei[key - 1]!.rtpTimestamp);
  const { sei: all, shown } = await watching(player.page);
  const timestamps = new Set(all.map(({ rtpTimestamp }) => rtpTimestamp));
  expect(shown.filter((timestamp) => !timestamps.has(timestamp)), "frames without messages").toEqual([]);

  const { events } = await player.page.evaluate(() => window.player.diagnostics());
  expect(events.filter(({ type }) => type === "sei"), "not in the log").toEqual([]);
  expect(await player.heard("warning")).toEqual([]);
  await expectNothingLeft(player, funcs);
});

test("without the option SEI is not requested, and the option does not lower the frame rate", async ({ player }) => {
  const rates: number[] = [];
  for (const sei of [false, true]) {
    await create(player, { sei, statsInterval: 3000 });
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    const { video } = (await player.waitForEvent("stats")) as { video: { framesPerSecond: number; freezeCount: number } };
    rates.push(video.framesPerSecond);
    expect(video.freezeCount).toBe(0);
    expect((await watching(player.page)).sei.length > 0).toBe(sei);
    expect((await pulls(stream))[0]!.seipass).toBe(sei ? 1 : undefined);
    await player.stop();
  }
  expect(rates[1]).toBeGreaterThan(0.9 * rates[0]!);
});

test("SEI works after prepare(), after a new pull, and after switchTo()", async ({ player }) => {
  const funcs = await afterAPlay(player);
  await create(player);
  await player.page.evaluate(() => window.player.prepare());
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await expectSEI(player.page);

  await stream.inject("close");
  await player.waitForEvent("recovered");
  await forget(player.page);
  await expectSEI(player.page);
  expect(await pulls(stream)).toEqual([byTransform, byTransform]);

  const other = Stream.live();
  await player.page.evaluate((url) => window.player.switchTo(url), other.url);
  await forget(player.page);
  await expectSEI(player.page);
  expect(await pulls(other)).toEqual([byTransform]);
  await expectNothingLeft(player, funcs);
});

test("a browser without transforms uses a data channel", async ({ player }) => {
  await player.page.addInitScript(() => Reflect.deleteProperty(globalThis, "RTCRtpScriptTransform"));
  await player.open();
  const funcs = await afterAPlay(player);
  await create(player);
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await expectSEI(player.page);
  expect(await pulls(stream)).toEqual([byChannel]);
  await stream.inject("close");
  await player.waitForEvent("recovered");
  await forget(player.page);
  await expectSEI(player.page);
  expect(await pulls(stream)).toEqual([byChannel, byChannel]);
  expect(await player.heard("warning")).toEqual([]);
  await expectNothingLeft(player, funcs);
});

/** Reopens the page with this source for every worker. */
async function openWithWorker(player: PlayerPage, source: string): Promise<void> {
  await player.page.addInitScript((source) => {
    window.Worker = class extends Worker {
      constructor() {
        super(URL.createObjectURL(new Blob([source])));
      }
    };
  }, source);
  await player.open();
}

for (const retry of [undefined, false] as const) {
  test(`a transform that withholds frames is replaced by a data channel${retry === false ? ", even with retry: false" : ""}`, async ({ player }) => {
    await openWithWorker(player, "onrtctransform = ({ transformer }) => transformer.readable.pipeTo(new WritableStream())");
    const funcs = await afterAPlay(player);
    await create(player, retry === false ? { retry } : {});
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    const { elapsed } = (await player.waitForEvent("firstframe")) as { elapsed: number };
    expect(elapsed, "ms to the first frame").toBeLessThan(4000);
    expect(await player.heard("warning")).toMatchObject([{ code: "unsupported", retryable: false, message: expect.stringContaining("SEI") }]);
    await expectSEI(player.page);
    await player.waitForFrames(20);
    expect(await pulls(stream)).toEqual([byTransform, byChannel]);
    expect((await stream.sessions()).map(({ state }) => state)).toEqual(["ended", "connected"]);
    await expectNothingLeft(player, funcs);
  });
}

test("video that bypasses its transform plays on, and the next pull uses a data channel", async ({ player }) => {
  await openWithWorker(player, "onrtctransform = ({ transformer }) => transformer.readable.pipeTo(transformer.writable)");
  await create(player);
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  expect(await player.waitForEvent("warning")).toMatchObject({ code: "unsupported", message: expect.stringContaining("SEI") });
  await player.waitForFrames(20);
  expect(await pulls(stream)).toEqual([byTransform]);
  await stream.inject("close");
  await player.waitForEvent("recovered");
  await expectSEI(player.page);
  expect(await pulls(stream)).toEqual([byTransform, byChannel]);
  expect(await player.heard("warning")).toHaveLength(1);
  await player.stop();
});

/** Gives the page a policy for its workers. */
const restrictWorkers = (page: Page, sources: string) =>
  page.evaluate((content) => {
    const policy = document.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = content;
    document.head.append(policy);
  }, `worker-src ${sources}`);

for (const workerURL of ["../raw/leb-worker.js", "/npm/leb-worker.js"]) {
  test(`workerURL serves a page whose policy allows only workers of its own: ${workerURL}`, async ({ player }) => {
    await restrictWorkers(player.page, "'self'");
    const funcs = await afterAPlay(player);
    await create(player, { workerURL });
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    await expectSEI(player.page);
    await stream.inject("close");
    await player.waitForEvent("recovered");
    await forget(player.page);
    await expectSEI(player.page);
    expect(await pulls(stream)).toEqual([byTransform, byTransform]);
    expect(await player.heard("warning")).toEqual([]);
    await expectNothingLeft(player, funcs);
  });
}

for (const { what, workerURL } of [
  { what: "does not exist", workerURL: "/raw/no-worker.js" },
  { what: "is no script", workerURL: "/raw/leb.wasm" },
  { what: "is on another origin", workerURL: "http://localhost:1/leb-worker.js" },
  { what: "is no URL", workerURL: "http://[" },
]) {
  test(`with a workerURL that ${what} the stream plays, and SEI comes on the data channel`, async ({ player }) => {
    const funcs = await afterAPlay(player);
    await create(player, { workerURL, retry: false });
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    expect(await player.waitForEvent("warning")).toMatchObject({ code: "unsupported", message: expect.stringContaining("SEI") });
    await expectSEI(player.page);
    await player.waitForFrames(10);
    expect((await pulls(stream)).at(-1)).toEqual(byChannel);
    await expectNothingLeft(player, funcs);
  });
}

test("a workerURL that does not exist does no harm to a stream without SEI that lacks a key frame", async ({ player }) => {
  const stream = await player.playLive({ workerURL: "/raw/no-worker.js" });
  await stream.inject("no-keyframe");
  await player.waitForEvent("recovered");
  await player.waitForFrames(20);
  await player.stop();
});

test.describe("a page whose policy forbids the worker", () => {
  test.use({ expectedErrors: [/Content Security Policy/] });

  for (const ahead of [false, true]) {
    test(`uses a data channel from the first pull on${ahead ? ", with prepare() too" : ""}`, async ({ player }) => {
      await restrictWorkers(player.page, "'none'");
      const funcs = await afterAPlay(player);
      await create(player);
      if (ahead) await player.page.evaluate(() => window.player.prepare());
      const stream = Stream.live();
      expect(await player.play(stream.url)).toBe("");
      expect(await player.heard("warning")).toMatchObject([{ code: "unsupported", message: expect.stringContaining("SEI") }]);
      await expectSEI(player.page);
      expect(await pulls(stream)).toEqual([byChannel]);
      await expectNothingLeft(player, funcs);
    });
  }
});

/** Makes the player restart the audio, which it does when a muted video is unmuted, and waits for the restart. */
async function restartAudio(page: Page): Promise<void> {
  const separate = () => page.evaluate(() => window.connections.at(-1)!.remoteDescription!.sdp.includes("msid:sound"));
  expect(await separate()).toBe(true);
  await page.evaluate(() => (window.video.muted = false));
  await expect.poll(separate).toBe(false);
}

for (const way of ["transform", "data channel"] as const) {
  test(`a restart of the audio does not end the ${way}`, async ({ player }) => {
    if (way === "data channel") await player.page.addInitScript(() => Reflect.deleteProperty(globalThis, "RTCRtpScriptTransform"));
    await player.page.addInitScript(keepConnections);
    await player.open();
    await create(player);
    expect(await player.play(Stream.live().url)).toBe("");
    await expectSEI(player.page);
    await restartAudio(player.page);
    await forget(player.page);
    await expectSEI(player.page);
    await player.waitForFrames(10);
    await player.stop();
  });
}

test("a key frame is requested through the existing worker", async ({ player }) => {
  await create(player);
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await player.page.evaluate(() => {
    Object.assign(window, { posted: 0 });
    Worker.prototype.postMessage = () => void (window as unknown as { posted: number }).posted++;
  });
  await stream.inject("no-keyframe");
  await player.waitForEvent("stall");
  expect(await player.page.evaluate(() => (window as unknown as { posted: number }).posted)).toBe(1);
  expect(player.page.workers()).toHaveLength(1);
  await player.stop();
});
