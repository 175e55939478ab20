import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";

test("errcode 100011: the server's message arrives unchanged", async ({ player }) => {
  await player.create({ clientIP: "not an address" });
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("refused");
  expect(await player.failure()).toMatchObject({ errcode: 100011, endpoint: "pullstream", retryable: false });
  expect((await player.failure()).errmsg).toContain("clientip");
  expect(await player.state()).toBe("failed");
  expect(await player.heard("error"), "reported by the promise alone").toEqual([]);
  expect(await stream.calls("stopstream"), "nothing to stop").toEqual([]);
});

const replies = [
  { fault: "http-500", code: "http-status", more: { status: 500, retryable: true } },
  { fault: "http-404", code: "http-status", more: { status: 404, retryable: false } },
  { fault: "garbage", code: "bad-reply", more: { retryable: true } },
  { fault: "truncated", code: "bad-reply", more: { retryable: true } },
  { fault: "empty", code: "bad-reply", more: { retryable: true } },
  { fault: "huge", code: "bad-reply", more: { retryable: true } },
  { fault: "errcode-42", code: "refused", more: { errcode: 42, retryable: false } },
  { fault: "no-cors", code: "network", more: { retryable: true } },
];
for (const { fault, code, more } of replies) {
  test(`a pull answered with ${fault} fails with ${code}`, async ({ player }) => {
    await player.create({ retry: false });
    expect(await player.play(Stream.fault(fault).url)).toBe(code);
    expect(await player.failure()).toMatchObject({ endpoint: "pullstream", ...more });
    expect((await player.failure()).message).not.toContain("5ecre7");
    expect(await player.path()).toBe("idle offering pulling failed");
    expect(await player.play(Stream.live().url), "the next play works").toBe("");
    await player.stop();
  });
}

test("a server that refuses connections", async ({ player }) => {
  await player.create({ signalURL: "http://127.0.0.1:9", retry: false });
  expect(await player.play(Stream.live().url)).toBe("network");
  expect(await player.failure()).toMatchObject({ endpoint: "pullstream", retryable: true });
});

test("a server that never answers", async ({ player }) => {
  await player.create({ startTimeout: 1000, retry: false });
  expect(await player.play(Stream.fault("hang").url)).toBe("timeout");
});

test("a stream that is not live", async ({ player }) => {
  await player.create({ startTimeout: 4000, retry: false });
  const stream = Stream.fault("no-media");
  expect(await player.play(stream.url)).toBe("no-media");
  expect(await player.path()).toBe("idle offering pulling connecting failed");
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
});

test("video without a key frame", async ({ player }) => {
  await player.create({ startTimeout: 4000, retry: false, audio: false }); // sound would be heard alone
  const stream = Stream.fault("no-keyframe");
  expect(await player.play(stream.url)).toBe("decode-failed");
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
});

test("each failing report causes one warning and does not affect playing", async ({ player }) => {
  const stream = Stream.fault("report-http-404");
  expect(await player.play(stream.url)).toBe("");
  await expect.poll(async () => (await player.heard("warning")).length).toBe(3);
  await player.waitForFrames(60);
  expect(await player.state()).toBe("playing");
  const endpoints = (await player.heard("warning")).map((warning) => warning.endpoint);
  expect(endpoints.sort()).toEqual(["firstframeusetime", "reporticestate", "reportquality"]);
  expect(await stream.calls("reportquality"), "switched off after the first").toHaveLength(1);
  await player.stop();
});

test("a failing stopstream causes a warning, and stop() resolves", async ({ player }) => {
  await player.page.route("**/webrtc/v1/stopstream", (route) => route.fulfill({ status: 503, headers: { "Access-Control-Allow-Origin": "*" } }));
  expect(await player.play(Stream.live().url)).toBe("");
  await player.stop();
  expect(await player.state()).toBe("stopped");
  expect(await player.waitForEvent("warning")).toMatchObject({ code: "http-status", status: 503, endpoint: "stopstream" });
});

test("bad options and URLs", async ({ player }) => {
  expect(await player.play("rtmp://127.0.0.1/live/a")).toBe("bad-stream-url");
  expect(await player.play("")).toBe("bad-stream-url");
  await player.create({ startTimeout: -1 });
  expect(await player.play(Stream.live().url)).toBe("bad-option");
  expect((await player.failure()).message).toContain("startTimeout");
  await player.create({ signalURL: "127.0.0.1:8687" });
  expect(await player.play(Stream.live().url), "not a path on the page's own server").toBe("bad-option");
  expect(await player.state()).toBe("failed");
});
