import { countConnections, keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { servers } from "./servers.js";

const pulledOnce = { pulls: 1, stops: 0 };
const stoppedOnce = { pulls: 1, stops: 1 };

/** Calls prepare() and returns its outcome: "" or the error's code. */
function prepare(player: PlayerPage, url: string): Promise<string> {
  return player.page.evaluate((url) => window.player.prepare(url).then(() => "", (error) => error.code), url);
}

/** Waits until the stream has had so many requests. */
async function expectCounts(stream: Stream, counts: { pulls: number; stops: number }): Promise<void> {
  await expect.poll(() => stream.counts()).toEqual(counts);
}

test("play() shows at once what prepare(url) has pulled", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  const stream = Stream.live();
  expect(await prepare(player, stream.url)).toBe("");
  expect(await stream.counts()).toEqual(pulledOnce);
  expect(await countConnections(player.page)).toEqual({ made: 1, open: 1 });
  expect(await player.page.evaluate(() => window.heard.length), "no events").toBe(0);
  const { srcObject, paused } = await player.page.evaluate(() => ({ srcObject: window.video.srcObject, paused: window.video.paused }));
  expect({ srcObject, paused, state: await player.state() }, "unseen and unheard").toEqual({ srcObject: null, paused: true, state: "idle" });

  expect(await player.play(stream.url)).toBe("");
  expect(await player.path()).toBe("idle connecting playing");
  const [first] = await player.heard("firstframe");
  expect(first!.elapsed, "ms to the first frame").toBeLessThan(250);
  const [pull] = await stream.calls("pullstream");
  expect(first!.sessionId).toBe(pull!.body.sessionid);
  expect(await player.page.evaluate(() => window.player.sessionId)).toBe(pull!.body.sessionid);
  await player.waitForFrames(20);
  await player.waitForStats(2);
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBeGreaterThan(0);
  expect((await stream.calls("firstframeusetime")).length).toBe(1);
  await player.stop();
  await expectCounts(stream, stoppedOnce);
  expect(await countConnections(player.page)).toEqual({ made: 1, open: 0 });
  expect((await stream.calls()).filter(({ problem }) => problem)).toEqual([]);
});

test("a play that comes while the stream is still being pulled waits for it", async ({ player }) => {
  const stream = Stream.live();
  await player.page.evaluate((url) => void window.player.prepare(url), stream.url);
  expect(await player.play(stream.url)).toBe("");
  await player.waitForFrames(10);
  await player.stop();
  await expectCounts(stream, stoppedOnce);
});

test("play() without a URL shows the prepared stream of the last one", async ({ player }) => {
  const stream = await player.playLive();
  await player.stop();
  expect(await prepare(player, stream.url)).toBe("");
  await player.page.evaluate(() => window.player.play());
  await player.waitForFrames(10);
  await player.stop();
  await expectCounts(stream, { pulls: 2, stops: 2 });
});

test("the sound of a prepared stream has not piled up", async ({ player }) => {
  const stream = Stream.live();
  await player.create({ statsInterval: 500 });
  expect(await prepare(player, stream.url)).toBe("");
  await player.page.waitForTimeout(4000); // the time is what is tested: 4 s of sound that nobody plays would wait
  expect(await player.play(stream.url)).toBe("");
  await player.waitForStats(4);
  const stats = (await player.heard("stats")) as unknown as { audio: { jitterBufferDelay: number } }[];
  expect(Math.max(...stats.map(({ audio }) => audio.jitterBufferDelay)), "ms in the jitter buffer").toBeLessThan(250);
  await player.stop();
});

test("a prepared stream is stopped once when nobody has played it in time", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  await player.create({ prepareTimeout: 1000 });
  const stream = Stream.live();
  expect(await prepare(player, stream.url)).toBe("");
  await expectCounts(stream, stoppedOnce);
  expect(await countConnections(player.page)).toEqual({ made: 1, open: 0 });
  expect(await player.play(stream.url), "it is pulled as always").toBe("");
  expect(await player.path()).toBe("idle offering pulling connecting playing");
  await player.stop();
  await expectCounts(stream, { pulls: 2, stops: 2 });
});

const ends: Record<string, (player: PlayerPage) => Promise<unknown>> = {
  "stop()": (player) => player.stop(),
  "destroy()": (player) => player.page.evaluate(() => window.player.destroy()),
  "another play": (player) => player.play(Stream.live().url),
  "a page that is left": (player) => player.page.evaluate(() => window.dispatchEvent(new Event("pagehide"))),
};
for (const [what, end] of Object.entries(ends)) {
  test(`${what} stops a prepared stream once`, async ({ player }) => {
    await player.page.evaluate(keepConnections);
    const stream = Stream.live();
    expect(await prepare(player, stream.url)).toBe("");
    await end(player);
    await expectCounts(stream, stoppedOnce);
    await player.page.evaluate(() => window.player.stop());
    await expect.poll(async () => (await countConnections(player.page)).open).toBe(0);
    expect(await stream.counts()).toEqual(stoppedOnce);
  });
}

test("stop() ends a prepare(url) under way, and the stream that comes late is stopped", async ({ player }) => {
  const stream = Stream.fault("slow-1500");
  const asked = player.page.waitForRequest(/pullstream/);
  const outcome = prepare(player, stream.url);
  await asked;
  await player.stop();
  expect(await outcome).toBe("aborted");
  await expectCounts(stream, stoppedOnce);
});

test("a refused prepare(url) rejects, and a later play() pulls", async ({ player }) => {
  expect(await prepare(player, Stream.fault("errcode-100010").url)).toBe("refused");
  expect(await prepare(player, "rtmp://example.com/live/demo")).toBe("bad-stream-url");
  expect(await player.state()).toBe("idle");
  expect(await player.heard("error")).toEqual([]);
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
});

test("two streams are held, and a third one takes the place of the oldest", async ({ player }) => {
  const [first, second, third] = [Stream.live(), Stream.live(), Stream.live()];
  expect(await prepare(player, first.url)).toBe("");
  expect(await prepare(player, second.url)).toBe("");
  expect(await prepare(player, first.url), "again").toBe("");
  expect(await first.counts()).toEqual(pulledOnce);
  expect(await prepare(player, third.url)).toBe("");
  await expectCounts(first, stoppedOnce);
  expect(await second.counts()).toEqual(pulledOnce);
  await player.stop();
  await expectCounts(second, stoppedOnce);
  await expectCounts(third, stoppedOnce);
});

test("maxPrepared: 0 holds nothing", async ({ player }) => {
  await player.create({ maxPrepared: 0 });
  const stream = Stream.live();
  expect(await prepare(player, stream.url)).toBe("bad-option");
  expect(await stream.counts()).toEqual({ pulls: 0, stops: 0 });
});

test("switchTo() shows a prepared stream within two frames, and leaves the others", async ({ player }) => {
  const current = await player.playLive();
  const [next, before] = [Stream.live(), Stream.live()];
  expect(await prepare(player, next.url)).toBe("");
  expect(await prepare(player, before.url)).toBe("");
  const took = await player.page.evaluate(async (url) => {
    const began = performance.now();
    await window.player.switchTo(url);
    const switched = performance.now() - began;
    await new Promise((resolve) => window.video.requestVideoFrameCallback(resolve));
    return { switched, shown: performance.now() - began };
  }, next.url);
  expect(took.switched, "ms until the tracks are exchanged").toBeLessThan(40);
  expect(took.shown, "ms until a frame").toBeLessThan(120);
  await expectCounts(current, stoppedOnce);
  expect(await next.counts(), "no other pull").toEqual(pulledOnce);
  expect(await before.counts()).toEqual(pulledOnce);
  await player.waitForFrames(10);
  await player.stop();
  await expectCounts(next, stoppedOnce);
  await expectCounts(before, stoppedOnce);
});

test("a function that gives the URL is asked at prepare(), and play() of the same function shows its stream", async ({ player }) => {
  const stream = Stream.live();
  const result = await player.page.evaluate(async (url) => {
    let asked = 0;
    const give = async () => `${url}&n=${++asked}`;
    await window.player.prepare(give);
    await window.player.play(give);
    return { asked, url: window.player.url };
  }, stream.url);
  expect(result).toEqual({ asked: 1, url: `${stream.url}&n=1` });
  await player.waitForFrames(10);
  await player.stop();
});

test("a prepared stream that the server closes is dropped quietly", async ({ player }) => {
  await player.page.evaluate(keepConnections);
  const stream = Stream.live();
  expect(await prepare(player, stream.url)).toBe("");
  await stream.inject("close");
  await expect.poll(async () => (await countConnections(player.page)).open).toBe(0);
  expect(await player.page.evaluate(() => window.heard.length)).toBe(0);
  await stream.heal();
  expect(await player.play(stream.url)).toBe("");
  expect(await player.path()).toBe("idle offering pulling connecting playing");
  await player.stop();
});

test("the counters are back at the start", async ({ player }) => {
  const round = async () => {
    const [played, dropped] = [Stream.live(), Stream.live()];
    expect(await prepare(player, played.url)).toBe("");
    expect(await prepare(player, dropped.url)).toBe("");
    expect(await player.play(played.url)).toBe("");
    await player.stop();
    await expectCounts(played, stoppedOnce);
    await expectCounts(dropped, stoppedOnce);
    return player.countersCollected();
  };
  await round();
  const { liveFuncs } = await round();
  await expect.poll(async () => (await round()).liveFuncs).toBeLessThanOrEqual(liveFuncs); // fewer if the end of a play was under way
});

/** The members of the raw exports that the test calls. */
interface RawLEB {
  prepare(options: object): { id: number; ready: Promise<{ code: string } | undefined> };
  play(options: object, sink: (type: string, detail: { elapsed?: number }) => void): { sessionId: string };
  switchTo(session: object, url: string, sessionid?: string, prepared?: object): Promise<{ code: string } | undefined>;
  discard(prepared: object): void;
  stop(session: object): Promise<void>;
}

test("the raw exports prepare, play, switch to and discard streams", async ({ page }) => {
  const [played, switchedTo, discarded] = [Stream.live(), Stream.live(), Stream.live()];
  await page.goto(`${servers.site}/pages/empty.html`);
  await page.addScriptTag({ url: `${servers.site}/raw/wasm_exec.js` });
  const result = await page.evaluate(
    async ({ edge, site, urls }) => {
      const go = new (window as unknown as { Go: new () => { importObject: WebAssembly.Imports; run(instance: WebAssembly.Instance): void } }).Go();
      const { instance } = await WebAssembly.instantiate(await (await fetch(`${site}/raw/leb.wasm`)).arrayBuffer(), go.importObject);
      go.run(instance);
      const { leb } = window as unknown as { leb: RawLEB };
      const video = document.createElement("video");
      video.muted = true;
      document.body.append(video);
      const options = { video, signalURL: edge };
      const [a, b, c] = urls.map((streamurl) => leb.prepare({ ...options, streamurl })) as [ReturnType<RawLEB["prepare"]>, ReturnType<RawLEB["prepare"]>, ReturnType<RawLEB["prepare"]>];
      const ready = await Promise.all([a.ready, b.ready, c.ready]);
      leb.discard(c);
      const types: string[] = [];
      const session = leb.play({ ...options, streamurl: urls[0], prepared: a }, (type) => types.push(type));
      while (!types.includes("firstframe")) await new Promise((resolve) => setTimeout(resolve, 10));
      const switched = await leb.switchTo(session, urls[1]!, undefined, b);
      const used = await leb.switchTo(session, urls[1]!, undefined, leb.prepare(options)); // an offer alone: it is not used
      await leb.stop(session);
      return { ready, switched, used, ids: [a.id, b.id, c.id] };
    },
    { edge: servers.edge, site: servers.site, urls: [played.url, switchedTo.url, discarded.url] },
  );
  expect(result).toEqual({ ready: [undefined, undefined, undefined], switched: undefined, used: undefined, ids: [0, 0, 0] });
  await expectCounts(played, stoppedOnce);
  await expectCounts(discarded, stoppedOnce);
  await expectCounts(switchedTo, { pulls: 2, stops: 2 });
});
