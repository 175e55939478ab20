import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test, type PlayerPage } from "./fixtures.js";

// URLs that expire: functions that give the newest one, and strings whose txTime has passed.

/**
 * Starts a play of a function with the body `text`, which gets the number of its call, from 1, and the stream's URL. Returns the player's
 * `url` at that moment.
 */
async function startFunction(player: PlayerPage, text: string, url: string): Promise<string | null> {
  return player.page.evaluate(
    ({ text, url }) => {
      const act = new Function("call", "url", text);
      Object.assign(window, { asked: 0, source: () => act(++(window as unknown as Asked).asked, url) as string });
      delete window.outcome;
      window.player.play((window as unknown as Asked).source).then(
        () => (window.outcome = ""),
        (error) => {
          window.failure = error;
          window.outcome = error.code;
        },
      );
      return window.player.url;
    },
    { text, url },
  );
}

interface Asked {
  asked: number;
  source: () => string;
}

const asked = (page: Page) => page.evaluate(() => (window as unknown as Asked).asked);
const url = (page: Page) => page.evaluate(() => window.player.url);
const numbered = "return url + '&n=' + call;";

/** The stream as the edge knows it by the URL that a function has given at a call. */
const given = (stream: Stream, call: number) => Stream.at(`${stream.url}&n=${call}`);

/** Returns how often the URL of each of the first calls was pulled. */
async function pulls(stream: Stream): Promise<number[]> {
  const counts = await Promise.all([1, 2, 3, 4].map((call) => given(stream, call).counts()));
  return counts.map((count) => count.pulls);
}

test("a function is asked before every pull, and the server gets what it gives", async ({ player }) => {
  const stream = Stream.live();
  expect(await startFunction(player, numbered, stream.url), "no URL has been given yet").toBeNull();
  expect(await player.outcome()).toBe("");
  expect(await url(player.page)).toBe(`${stream.url}&n=1`);
  expect(await pulls(stream)).toEqual([1, 0, 0, 0]);

  await given(stream, 1).inject("close");
  await player.waitForEvent("recovered");
  expect(await pulls(stream)).toEqual([1, 1, 0, 0]);
  expect(await url(player.page)).toBe(`${stream.url}&n=2`);
  expect(await player.heard("warning")).toEqual([]);

  await player.stop();
  expect(await player.page.evaluate(() => window.player.play())).toBeUndefined();
  expect(await pulls(stream), "play() without a URL asks the function again").toEqual([1, 1, 1, 0]);
  await player.stop();
});

test("a switch to a function, which is asked from then on; a failed one leaves the URL", async ({ player }) => {
  const [one, two] = [Stream.live(), Stream.live()];
  expect(await player.play(one.url)).toBe("");
  await player.page.evaluate((url) => {
    let call = 0;
    return window.player.switchTo(async () => `${url}&n=${++call}`);
  }, two.url);
  expect(await pulls(two)).toEqual([1, 0, 0, 0]);
  const failure = await player.page.evaluate(async () => {
    try {
      await window.player.switchTo(() => Promise.reject(new Error("no token")));
      return "it has switched";
    } catch (error) {
      return { code: (error as { code: string }).code, cause: String((error as { cause: unknown }).cause) };
    }
  });
  expect(failure).toEqual({ code: "url-failed", cause: "Error: no token" });
  expect(await url(player.page), "the stream that plays on").toBe(`${two.url}&n=1`);

  await given(two, 1).inject("close");
  await player.waitForEvent("recovered");
  expect(await pulls(two)).toEqual([1, 1, 0, 0]);
  await player.stop();
});

test("a function that fails counts as a failed attempt, and may succeed later", async ({ player }) => {
  await player.create({ retry: { baseDelay: 1 } });
  const stream = Stream.live();
  await startFunction(player, `if (call < 3) throw new Error("no token for " + url); ${numbered}`, stream.url);
  expect(await player.outcome()).toBe("");
  expect(await pulls(stream)).toEqual([0, 0, 1, 0]);
  expect((await player.heard("reconnecting")).map(({ reason }) => reason)).toEqual(["url-failed", "url-failed"]);
  await player.stop();
});

const failures = [
  { text: "return Promise.reject(new Error('no token'));", code: "url-failed", retryable: true, asked: 3, cause: "Error: no token" },
  { text: "throw null;", code: "url-failed", retryable: true, asked: 3, cause: "null" },
  { text: "return new Promise(() => {});", code: "timeout", retryable: true, asked: 3 },
  { text: "return 7;", code: "bad-option", retryable: false, asked: 1 },
  { text: "return { then() { throw new Error('no token'); } };", code: "url-failed", retryable: true, asked: 3, cause: "Error: no token" },
  { text: "return 'https://127.0.0.1/live/a';", code: "bad-stream-url", retryable: false, asked: 1 },
];
for (const { text, code, retryable, asked: times, cause } of failures) {
  test(`a function that does no better: ${text}`, async ({ player }) => {
    await player.playLive();
    await player.stop();
    const before = await player.countersCollected();
    await player.create({ startTimeout: 300, retry: { maxAttempts: 2, baseDelay: 1 } });
    await startFunction(player, text, Stream.live().url);
    expect(await player.outcome()).toBe(code);
    expect(await player.failure()).toMatchObject({ code, retryable });
    expect(await asked(player.page)).toBe(times);
    if (cause) expect(await player.page.evaluate(() => String(window.failure!.cause))).toBe(cause);
    await expect.poll(async () => (await player.countersCollected()).liveFuncs, { message: "nothing is held for the page's promise" }).toBeLessThanOrEqual(before.liveFuncs);
    expect((await player.playLive()).url, "the program lives").toContain("webrtc://");
    await player.stop();
  });
}

test("stop() does not wait for the function", async ({ player }) => {
  const stream = Stream.live();
  await startFunction(player, "return new Promise((resolve) => (window.answer = resolve));", stream.url);
  await player.page.waitForFunction(() => "answer" in window);
  await player.stop();
  expect(await player.outcome()).toBe("aborted");
  await player.page.evaluate((url) => (window as unknown as { answer(url: string): void }).answer(url), stream.url);
  expect(await player.state()).toBe("stopped");
  expect(await stream.calls()).toEqual([]);
});

test("the fallback gets the newest URL", async ({ player, page }) => {
  await page.evaluate(() => {
    Object.assign(window, { failed: [] });
    window.player = new window.LEB.Player(window.video, {
      retry: { maxAttempts: 1, baseDelay: 1 },
      signalURL: "http://127.0.0.1:9",
      fallback: (_, { url }) => void (window as unknown as { failed: string[] }).failed.push(url),
    });
  });
  const stream = Stream.live();
  await startFunction(player, numbered, stream.url);
  await page.waitForFunction(() => (window as unknown as { failed: string[] }).failed.length > 0);
  expect(await page.evaluate(() => (window as unknown as { failed: string[] }).failed)).toEqual([`${stream.url}&n=2`]);
  await player.stop();
});

test("the log and the diagnostics have no secret of a function's URL", async ({ player }) => {
  const stream = Stream.live();
  await startFunction(player, "return url.replace('5ecre7', '5ecre7' + call);", stream.url);
  expect(await player.outcome()).toBe("");
  await stream.inject("close");
  await player.waitForEvent("recovered");
  const text = await player.page.evaluate(() => JSON.stringify(window.player.diagnostics()));
  expect(text).toContain('"type":"play","detail":{"url":"function"}');
  expect(text).not.toContain("5ecre7");
  await player.stop();
});

/** Returns the URL with a txTime that is so many seconds away. */
function expiring(stream: Stream, seconds: number): string {
  return stream.url.replace("7FFFFFFF", Math.floor(Date.now() / 1000 + seconds).toString(16));
}

test("a URL that has expired: one warning, however often it is pulled", async ({ player }) => {
  const stream = Stream.live();
  const old = Stream.at(expiring(stream, -3600));
  expect(await player.play(old.url), "the server may take it all the same").toBe("");
  await old.inject("close");
  await player.waitForEvent("recovered");
  const warnings = await player.heard("warning");
  expect(warnings).toEqual([{ code: "url-expired", message: expect.stringMatching(/expired 1h0m\d+s ago/), retryable: false }]);
  await player.stop();
});

test("the refusal of a URL that has expired says so", async ({ player }) => {
  const stream = Stream.fault("errcode-7");
  expect(await player.play(expiring(stream, -60))).toBe("refused");
  expect((await player.failure()).message).toMatch(/errcode 7.*expired 1m\d+s ago/);
  expect((await player.heard("warning")).map(({ code }) => code)).toEqual(["url-expired"]);

  await player.create();
  expect(await player.play(expiring(stream, 60))).toBe("refused");
  expect((await player.failure()).message).not.toContain("expired");
  expect(await player.heard("warning")).toEqual([]);
});
