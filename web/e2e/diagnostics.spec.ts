import type * as LEB from "leb-player";
import type { Page } from "@playwright/test";
import { keepConnections } from "./connections.js";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";
import { servers } from "./servers.js";

// diagnostics() and `log`: complete, and without the session's secrets.

const credentials = { username: "viewer-4711", credential: "cr3dent1al" };

const options: LEB.PlayerOptions = {
  statsInterval: 250,
  clientIP: "203.0.113.77",
  fallback: "https://hls.example/live/stream.m3u8?txSecret=fa11bac5&txTime=5F5E1000",
  iceServers: [{ urls: "turn:127.0.0.1:9?transport=udp", ...credentials }],
  retry: { maxAttempts: Infinity },
};

/** Collects the secrets of each session from now on, from the requests and from the browser. The returned function lists them. */
async function watchSecrets(page: Page): Promise<() => Promise<string[]>> {
  const secrets = ["5ecre7", "7FFFFFFF", "5F5E1000", "fa11bac5", "203.0.113.77", ...Object.values(credentials)];
  await page.evaluate(keepConnections);
  const fromSDP = (sdp: string) => [...sdp.matchAll(/^a=(?:ice-pwd|fingerprint):(.*?)\r?$/gm)].flatMap(([, value]) => value!.split(" ").at(-1)!);
  const addresses = (sdp: string) => [...sdp.matchAll(/^a=candidate:(?:\S+ ){4}(\S+)/gm)].map(([, address]) => address!);
  const replies: Promise<void>[] = [];
  page.on("response", (response) => {
    if (!response.url().endsWith("/pullstream")) return;
    replies.push(
      response.json().then((reply: { svrsig?: string; remotesdp?: { sdp: string } }) => {
        secrets.push(...fromSDP((response.request().postDataJSON() as { localsdp: { sdp: string } }).localsdp.sdp));
        if (reply.svrsig) secrets.push(reply.svrsig, ...fromSDP(reply.remotesdp!.sdp));
      }),
    );
  });
  return async () => {
    await Promise.all(replies);
    const locals = await page.evaluate(() => window.connections.map((pc) => pc.localDescription?.sdp ?? ""));
    const found = new Set([...secrets, ...locals.flatMap(fromSDP), ...locals.flatMap(addresses)]);
    expect([...found].filter((secret) => secret.length < 4), "secrets too short to search for").toEqual([]);
    return [...found];
  };
}

/** Creates the page's player with a `log` function that keeps its entries. */
async function createLogged(player: PlayerPage): Promise<void> {
  await player.create();
  await player.page.evaluate(
    ({ options, edge }) => {
      const logged: LEB.LogEntry[] = [];
      Object.assign(window, { logged });
      window.player = new window.LEB.Player(window.video, { signalURL: edge, ...options, log: (entry) => logged.push(entry) });
    },
    { options, edge: servers.edge },
  );
}

const diagnostics = (page: Page) => page.evaluate(() => window.player.diagnostics());
const logged = (page: Page) => page.evaluate(() => (window as unknown as { logged: LEB.LogEntry[] }).logged);

test("diagnostics() describes a session without its secrets", async ({ player }) => {
  const { page } = player;
  const secrets = await watchSecrets(page);
  await createLogged(player);
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await expect.poll(async () => (await diagnostics(page)).stats.length).toBeGreaterThan(2);
  const [pulled] = await stream.calls("pullstream");
  expect(pulled, "the options reached the server").toMatchObject({ errcode: 0, body: { clientip: "203.0.113.77" } });

  const dump = await diagnostics(page);
  expect(dump).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    program: dump.version,
    state: "playing",
    sessionId: await page.evaluate(() => window.player.sessionId),
    url: `${stream.url.split("?")[0]}?***`,
    userAgent: expect.stringContaining("Chrom"),
    options: { clientIP: "***", retry: { maxAttempts: "Infinity" }, fallback: "https://hls.example/live/stream.m3u8?***", log: "function" },
    sdp: { local: expect.stringMatching(/^a=ice-pwd:\*\*\*$/m), remote: expect.stringMatching(/^a=fingerprint:\*\*\*$/m) },
    counters: { liveFuncs: expect.any(Number), handles: expect.any(Number), memory: expect.any(Number) },
  });
  expect(dump.sdp.local).toMatch(/^a=rtpmap:\d+ H264\/90000$/m);
  expect(dump.stats.at(-1)).toMatchObject({ candidatePair: { protocol: "udp" }, video: { codec: "h264" } });
  expect(dump.events.map(({ type }) => type)).toEqual(expect.arrayContaining(["play", "statechange", "icestate", "firstframe"]));

  const known = await secrets();
  expect(known.length, "txSecrets, txTime, svrsig, credentials, an address, two pwds and fingerprints").toBeGreaterThanOrEqual(11);
  const whole = JSON.stringify([dump, await logged(page)]);
  expect(known.filter((secret) => whole.includes(secret))).toEqual([]);
  expect(whole, "ICE user names are too short to search for").not.toMatch(/ufrag[: ](?!\*\*\*)/);
  await player.stop();
  const after = await diagnostics(page);
  expect(after.sdp.remote, "it is available after the end").toContain("a=ice-pwd:***");
});

test("diagnostics() includes a failed start with the server's message, redacted", async ({ player }) => {
  const { page } = player;
  const secrets = await watchSecrets(page);
  await createLogged(player);
  const stream = Stream.live();
  await page.route("**/webrtc/v1/pullstream", (route) =>
    route.fulfill({ json: { errcode: 7, errmsg: `no stream "${stream.url}", svrsig=0123456789` }, headers: { "Access-Control-Allow-Origin": "*" } }),
  );
  expect(await player.play(stream.url)).toBe("refused");
  const dump = await diagnostics(page);
  const { detail } = dump.events.find(({ type }) => type === "rejected")!;
  expect(detail).toMatchObject({ code: "refused", errcode: 7, errmsg: expect.stringContaining('no stream "webrtc://'), message: expect.any(String) });
  expect((await logged(page)).map(({ type }) => type)).toEqual(dump.events.map(({ type }) => type));
  const whole = JSON.stringify([dump, await logged(page)]);
  expect([...(await secrets()), "0123456789"].filter((secret) => whole.includes(secret))).toEqual([]);
});

test("the history is bounded", async ({ player }) => {
  const { page } = player;
  await player.create({ statsInterval: 20 });
  expect(await player.play(Stream.live().url)).toBe("");
  await expect.poll(async () => (await player.heard("stats")).length, { timeout: 30_000 }).toBeGreaterThan(80);
  const { stats } = await diagnostics(page);
  expect(stats).toHaveLength(60);
  expect(stats.at(-1)!.timestamp).toBeGreaterThan(stats[0]!.timestamp);
  await page.evaluate(async () => {
    for (let i = 0; i < 120; i++) await window.player.switchTo(`webrtc://nowhere/${i}`).catch(() => undefined);
  });
  const { events } = await diagnostics(page);
  expect(events).toHaveLength(200);
  expect(events.at(-1)).toMatchObject({ type: "rejected", detail: { code: "bad-stream-url" } });
  await player.stop();
});

test.describe("a log function that throws", () => {
  test.use({ expectedErrors: [/the log is full/] });

  test("does not affect playing", async ({ player }) => {
    await player.page.evaluate((edge) => {
      window.player = new window.LEB.Player(window.video, {
        signalURL: edge,
        log: () => {
          throw new Error("the log is full");
        },
      });
    }, servers.edge);
    expect(await player.play(Stream.live().url)).toBe("");
    await player.waitForFrames(10);
    await player.stop();
  });
});

test("play() rejects if log is not a function", async ({ player }) => {
  await player.create({ log: "console" as never });
  expect(await player.play(Stream.live().url)).toBe("bad-option");
});
