import { Stream } from "./edge.js";
import { expect, type PlayerPage, test } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

// Another library, or a second copy of the player, puts its own source into the video element, and does not ask.

/** What the page's video shows, and how. */
const shown = (player: PlayerPage) =>
  player.page.evaluate(() => {
    const { video, other } = window as unknown as Window & { other?: MediaStream };
    return { other: other !== undefined && video.srcObject === other, src: video.getAttribute("src"), paused: video.paused, muted: video.muted };
  });

/** Puts a canvas whose picture moves into the video. */
const showCanvas = (player: PlayerPage) =>
  player.page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d")!;
    const paint = () => context.fillRect(0, 0, Math.random() * 300, 150);
    setInterval(paint, 40);
    paint();
    const other = context.canvas.captureStream(25);
    Object.assign(window, { other });
    window.video.srcObject = other;
    void window.video.play();
  });

/** Checks that the play has stopped because it was taken over, and that the server knows. */
async function checkStopped(player: PlayerPage, stream: Stream): Promise<void> {
  await expect.poll(() => player.state(), { timeout: 1000 }).toBe("stopped");
  const changes = await player.heard("statechange");
  expect(changes.filter(({ to }) => to === "stopped")).toMatchObject([{ reason: "taken over" }]);
  expect(await player.heard("error")).toEqual([]);
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
}

test("another stream in the video ends the play, and plays on", async ({ player }) => {
  const stream = await player.playLive();
  await showCanvas(player);
  await checkStopped(player, stream);
  await player.waitForFrames(10);
  expect(await shown(player)).toEqual({ other: true, src: null, paused: false, muted: true });

  expect(await player.play(Stream.live().url), "the player takes the video back when it is told to play").toBe("");
  await player.waitForFrames(10);
  await player.stop();
});

test("another stream before the first frame: play() rejects", async ({ player }) => {
  const stream = Stream.fault("no-media");
  await player.startPlay(stream.url);
  await player.waitForState("connecting");
  await showCanvas(player);
  expect(await player.outcome()).toBe("aborted");
  await checkStopped(player, stream);
  await player.waitForFrames(10);
  expect(await shown(player)).toEqual({ other: true, src: null, paused: false, muted: true });
});

test("a video that the page empties ends the play", async ({ player }) => {
  const stream = await player.playLive();
  await player.page.evaluate(() => (window.video.srcObject = null));
  await checkStopped(player, stream);
});

test("a src of the page ends the play, and plays", async ({ player }) => {
  const hls = await serveHLS(player.page);
  const stream = await player.playLive();
  await player.page.evaluate((hls) => {
    window.video.loop = true;
    window.video.src = hls;
    void window.video.play().catch(() => undefined);
  }, hls);
  await checkStopped(player, stream);
  expect(await player.page.evaluate(() => window.video.srcObject)).toBeNull();
  await expect.poll(() => player.page.evaluate(() => window.video.currentTime)).toBeGreaterThan(0.1);
  expect(await shown(player)).toEqual({ other: false, src: hls, paused: false, muted: true });
});

test("a second copy of the player on one video: the first is stopped, the second plays on", async ({ player }) => {
  const first = await player.playLive();
  const second = Stream.live();
  await player.page.addScriptTag({ url: "/raw/leb.js?again" });
  await player.page.evaluate(
    async ({ url, signalURL }) => {
      const copy = new window.LEB.Player(window.video, { signalURL });
      Object.assign(window, { copy });
      await copy.play(url);
    },
    { url: second.url, signalURL: servers.edge },
  );
  await checkStopped(player, first);
  await player.waitForFrames(10);
  expect(await player.page.evaluate(() => (window as unknown as Window & { copy: typeof window.player }).copy.state)).toBe("playing");
  expect(await second.counts()).toEqual({ pulls: 1, stops: 0 });
  await player.page.evaluate(() => (window as unknown as Window & { copy: typeof window.player }).copy.stop());
  expect(await second.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("another stream during the browser's HLS ends the play, and plays on", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await player.create({ retry: false, fallback: hls });
  await player.page.evaluate(() => (window.video.loop = true));
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  await showCanvas(player);
  await expect.poll(() => player.state(), { timeout: 1000 }).toBe("stopped");
  expect((await player.heard("statechange")).at(-1)).toMatchObject({ reason: "taken over" });
  await player.waitForFrames(10);
  expect(await shown(player)).toEqual({ other: true, src: null, paused: false, muted: true });
});

test("a src that was there before the play, and goes, is nobody's", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await player.page.evaluate((hls) => (window.video.src = hls), hls);
  await player.playLive();
  await player.page.evaluate(() => {
    window.video.load();
    void window.video.play();
  });
  await player.waitForFrames(10);
  await player.page.evaluate(() => {
    window.video.removeAttribute("src");
    window.video.load();
    void window.video.play();
  });
  await player.waitForFrames(10);
  expect(await player.state()).toBe("playing");
  await player.stop();
});

for (const [what, muted] of [["another stream", true], ["nothing", false]] as const) {
  test(`a mute of the player's own in a video that then shows ${what}`, async ({ player }) => {
    await player.create();
    await player.page.evaluate(() => {
      window.video.muted = false;
      window.video.play = () =>
        window.video.muted ? HTMLMediaElement.prototype.play.call(window.video) : Promise.reject(new DOMException("a gesture is needed", "NotAllowedError"));
    });
    const stream = Stream.live();
    expect(await player.play(stream.url)).toBe("");
    await player.waitForEvent("autoplayblocked");
    if (muted) await showCanvas(player);
    else await player.page.evaluate(() => (window.video.srcObject = null));
    await checkStopped(player, stream);
    expect((await shown(player)).muted, "a browser might pause a video that the player unmutes").toBe(muted);
  });
}
