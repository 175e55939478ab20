import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// What a page pays for while it plays: reports leave from one worker, and statistics are read for those who listen.

/** Counts calls of getStats from now on, and workers that are made. */
const watchCosts = (page: Page) =>
  page.evaluate(() => {
    const costs = { readings: 0, workers: 0, posts: [] as string[] };
    Object.assign(window, { costs });
    const { getStats } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.getStats = function (this: RTCPeerConnection, ...args: []) {
      costs.readings++;
      return getStats.apply(this, args);
    } as typeof getStats;
    const { Worker, fetch } = window;
    window.Worker = class extends Worker {
      constructor(url: string | URL) {
        super(url);
        costs.workers++;
      }
    };
    window.fetch = (url, init) => {
      costs.posts.push(String(url).split("/").pop()!);
      return fetch(url, init);
    };
  });

const costs = (page: Page) => page.evaluate(() => (window as unknown as { costs: { readings: number; workers: number; posts: string[] } }).costs);

/** Plays without listeners. */
async function playUnheard(page: Page, options: object): Promise<Stream> {
  const stream = Stream.live();
  await page.evaluate(
    ({ url, edge, options }) => {
      window.player = new window.LEB.Player(document.querySelector("video")!, { signalURL: edge, ...options });
      return window.player.play(url);
    },
    { url: stream.url, edge: servers.edge, options },
  );
  return stream;
}

const passed = (page: Page, seconds: number) =>
  page.evaluate((end) => new Promise<void>((resolve) => document.querySelector("video")!.addEventListener("timeupdate", function look(this: HTMLVideoElement) {
    if (this.currentTime < end) return;
    this.removeEventListener("timeupdate", look);
    resolve();
  })), seconds);

test("where nobody listens and nothing is reported, no statistics are read", async ({ player: { page } }) => {
  await watchCosts(page);
  await playUnheard(page, { reports: false, latency: 0 });
  const before = (await costs(page)).readings;
  await passed(page, 6);
  expect((await costs(page)).readings).toBe(before);
  await page.evaluate(() => window.player.addEventListener("stats", () => undefined));
  await expect.poll(async () => (await costs(page)).readings, "once somebody listens").toBeGreaterThan(before + 1);
  await page.evaluate(() => window.player.stop());
  expect(await page.evaluate(() => window.player.summary.bytes)).toBeGreaterThan(10_000);
});

test("reports leave from one worker for all players, pullstream and stopstream from the page", async ({ player: { page } }) => {
  await watchCosts(page);
  const stream = await playUnheard(page, {});
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBeGreaterThan(3);
  await page.evaluate(() => window.player.stop());
  const again = await playUnheard(page, {});
  await expect.poll(async () => (await again.calls("reportquality")).length).toBeGreaterThan(1);
  await page.evaluate(() => window.player.stop());
  expect(await again.calls("stopstream")).toHaveLength(1);
  const { workers, posts } = await costs(page);
  expect(workers).toBe(1);
  expect(posts.filter((name) => name === "stopstream" || name === "pullstream")).toEqual(["pullstream", "stopstream", "pullstream", "stopstream"]);
  expect(posts).not.toContain("reportquality");
});

/** Counts the reports of the quality that the server has, and those that the page itself has posted. */
async function reported(page: Page, stream: Stream): Promise<{ reports: number; own: number }> {
  const { posts } = await costs(page);
  return { reports: (await stream.calls("reportquality")).length, own: posts.filter((name) => name === "reportquality").length };
}

/** Plays several streams beside each other, and counts the messages between page and worker. */
async function playWall(page: Page, urls: string[]): Promise<void> {
  await page.evaluate(
    async ({ urls, edge }) => {
      const messages = { out: 0, in: 0 };
      window.Worker = class extends Worker {
        constructor(url: string | URL) {
          super(url);
          this.addEventListener("message", () => messages.in++);
        }
        override postMessage(message: unknown) {
          messages.out++;
          super.postMessage(message);
        }
      };
      const players = urls.map(() => new window.LEB.Player(document.body.appendChild(document.createElement("video")), { signalURL: edge }));
      Object.assign(window, { messages, players });
      await Promise.all(players.map((player, i) => player.play(urls[i]!)));
    },
    { urls, edge: servers.edge },
  );
}

test("reports of many players share messages to the worker and back, and one host's refusal is its own", async ({ player: { page } }) => {
  const refused = Stream.fault("report-http-404");
  const streams = Array.from({ length: 5 }, () => Stream.live());
  await playWall(page, [refused, ...streams].map(({ url }) => url));
  const calls = () => Promise.all(streams.map(async (stream) => (await stream.calls("reportquality")).length));
  await expect.poll(async () => Math.min(...(await calls()))).toBeGreaterThan(3);
  const { messages } = await page.evaluate(() => {
    const { messages, players } = window as unknown as { messages: { out: number; in: number }; players: typeof window.player[] };
    const counted = { ...messages };
    return Promise.all(players.map((player) => player.stop())).then(() => ({ messages: counted }));
  });
  const reports = (await calls()).reduce((sum, n) => sum + n);
  // At most four in two seconds, if the plays have begun far apart.
  expect(messages.out).toBeLessThan(0.8 * reports);
  expect(messages.in).toBeLessThan(0.8 * reports);
  expect(await refused.calls("reportquality")).toHaveLength(1);
});

test("reports arrive in order from the worker", async ({ player: { page } }) => {
  const stream = await playUnheard(page, {});
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBeGreaterThan(3);
  const calls = await stream.calls("reportquality");
  for (const [i, { body, status, problem }] of calls.entries()) {
    expect([status, problem]).toEqual([200, ""]);
    if (i > 0) expect(body.begin_utime).toBe(calls[i - 1]!.body.end_utime);
  }
  await page.evaluate(() => window.player.stop());
});

test("reports leave from the page once the worker has died", async ({ player: { page } }) => {
  await page.evaluate(() => {
    window.Worker = class extends Worker {
      constructor(url: string | URL) {
        super(url);
        Object.assign(window, { worker: this });
      }
    };
  });
  await watchCosts(page);
  const stream = await playUnheard(page, {});
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBeGreaterThan(0);
  expect((await reported(page, stream)).own).toBe(0);
  await page.evaluate(() => (window as unknown as { worker: Worker }).worker.terminate());
  await expect.poll(async () => (await reported(page, stream)).own, { timeout: 20_000 }).toBeGreaterThan(1);
  await page.evaluate(() => window.player.stop());
});

test("a server that refuses reports gets no more of them", async ({ player: { page } }) => {
  const stream = Stream.fault("report-http-404");
  await page.evaluate(
    ({ url, edge }) => {
      window.player = new window.LEB.Player(document.querySelector("video")!, { signalURL: edge });
      return window.player.play(url);
    },
    { url: stream.url, edge: servers.edge },
  );
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBe(1);
  await passed(page, 8);
  expect(await stream.calls("reportquality")).toHaveLength(1);
  await page.evaluate(() => window.player.stop());
});

test.describe("a policy that forbids workers", () => {
  test.use({ expectedErrors: [/worker-src 'none'/] });

  test("reports leave from the page, which tells of one violation", async ({ player: { page } }) => {
    await page.evaluate(() => {
      document.head.innerHTML += `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`;
    });
    const violations: string[] = [];
    page.on("console", (line) => line.type() === "error" && violations.push(line.text()));
    await watchCosts(page);
    const stream = await playUnheard(page, {});
    await expect.poll(async () => (await reported(page, stream)).own).toBeGreaterThan(2);
    expect((await reported(page, stream)).reports).toBeGreaterThan(2);
    expect(violations.filter((text) => /worker-src/.test(text))).toHaveLength(1);
    await page.evaluate(() => window.player.stop());
  });
});

test("with workerURL the worker is a file of the page's own, which its policy allows", async ({ player: { page } }) => {
  await page.evaluate(() => {
    document.head.innerHTML += `<meta http-equiv="Content-Security-Policy" content="worker-src 'self'">`;
  });
  await watchCosts(page);
  const stream = await playUnheard(page, { workerURL: "/npm/leb-worker.js" });
  await expect.poll(async () => (await stream.calls("reportquality")).length).toBeGreaterThan(2);
  expect((await reported(page, stream)).own).toBe(0);
  await page.evaluate(() => window.player.stop());
});
