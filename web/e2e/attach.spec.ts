import type * as LEB from "leb-player";
import { Stream } from "./edge.js";
import { expect, type PlayerPage, test } from "./fixtures.js";
import { serveHLS } from "./hls.js";
import { servers } from "./servers.js";

declare global {
  interface Window {
    /** The video from which the play was moved away. */
    old: HTMLVideoElement;
  }
}

/** Prepares the page's second video, in which attach() goes on: unmuted, as frameworks make it. */
const open = async (player: PlayerPage, options: LEB.PlayerOptions = {}) => {
  await player.create({ statsInterval: 500, ...options });
  await player.page.evaluate(() => {
    window.old = window.video;
    window.old.muted = false;
    (document.querySelectorAll("video")[1] as HTMLVideoElement).muted = false;
  });
};

/** Moves the player to the page's second video, which takes the place of window.video. */
const attach = (player: PlayerPage) =>
  player.page.evaluate(() => {
    window.video = document.querySelectorAll("video")[1] as HTMLVideoElement;
    window.player.attach(window.video);
  });

/** What the two videos are like. */
const videos = (player: PlayerPage) =>
  player.page.evaluate(() => {
    const of = ({ srcObject, src, muted, volume, paused }: HTMLVideoElement) => ({ shows: Boolean(srcObject ?? src), muted, volume, paused });
    return { old: of(window.old), now: of(window.video), isVideo: window.player.video === window.video };
  });

const playsHere = { old: { shows: false, muted: false }, now: { shows: true, muted: false, paused: false }, isVideo: true };

/** Checks that the play has not stood still or been pulled again. */
async function checkUndisturbed(player: PlayerPage, stream: Stream): Promise<void> {
  expect(await player.heard("stall")).toEqual([]);
  expect(await player.heard("reconnecting")).toEqual([]);
  expect((await stream.counts()).pulls).toBe(1);
}

async function start(player: PlayerPage, options: LEB.PlayerOptions = {}): Promise<Stream> {
  await open(player, options);
  const stream = Stream.live();
  expect(await player.play(stream.url)).toBe("");
  await player.waitForFrames(10);
  return stream;
}

test("the picture goes on in another video without another pull, and the old one is let go of", async ({ player }) => {
  const stream = await start(player);
  const path = await player.path();
  await attach(player);
  await player.waitForFrames(25);
  await player.waitForStats(3);
  expect(await videos(player)).toMatchObject(playsHere);
  expect(await player.path(), "the state stays").toBe(path);
  await checkUndisturbed(player, stream);
  expect((await player.heard("stats")).at(-1)!.video).toMatchObject({ width: 640 });

  await player.page.evaluate(() => window.player.attach(window.video)); // the same one again
  await player.page.evaluate(() => window.old.dispatchEvent(new Event("emptied")));
  await player.waitForFrames(10);
  await player.stop();
  expect(await videos(player)).toMatchObject({ now: { shows: false, muted: false }, old: { shows: false } });
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("the viewer's volume and mute go along", async ({ player }) => {
  await start(player);
  await player.page.evaluate(() => Object.assign(window.old, { volume: 0.25, muted: true }));
  await attach(player);
  expect(await videos(player)).toMatchObject({ old: { volume: 0.25, muted: true }, now: { volume: 0.25, muted: true } });
  await player.waitForFrames(10);
  await player.stop();
  expect(await videos(player)).toMatchObject({ now: { volume: 0.25, muted: true } });
});

test("a pause goes along", async ({ player }) => {
  const stream = await start(player);
  await player.page.evaluate(() => {
    window.player.pause();
    document.querySelectorAll("video")[1]!.autoplay = true;
  });
  await player.waitForState("paused");
  await attach(player);
  await player.waitForStats(2);
  expect(await videos(player)).toMatchObject({ now: { shows: true, paused: true } });
  expect(await player.state()).toBe("paused");
  await player.page.evaluate(() => window.player.resume());
  await player.waitForState("playing");
  await player.waitForFrames(10);
  await checkUndisturbed(player, stream);
  await player.stop();
});

for (const [when, moveLater] of [["at once", false], ["later", true]] as const) {
  test(`a framework removes the video, and attaches another one ${when}: it plays on`, async ({ player }) => {
    const stream = await start(player);
    await player.page.evaluate(async (moveLater) => {
      const paused = new Promise((resolve) => window.old.addEventListener("pause", resolve));
      window.old.remove();
      await (moveLater ? paused : undefined);
      window.video = document.body.appendChild(document.createElement("video"));
      window.player.attach(window.video);
    }, moveLater);
    await player.waitForState("playing");
    await player.waitForFrames(10);
    await checkUndisturbed(player, stream);
    await player.stop();
  });
}

for (const state of ["idle", "pulling", "connecting"]) {
  test(`a play that is ${state} has its first frame in the new video`, async ({ player }) => {
    await open(player);
    const stream = Stream.fault("delay-500");
    await player.page.evaluate((state) => {
      window.player.addEventListener("statechange", ({ detail }) => {
        if (detail.to === state) move();
      });
      function move() {
        window.video = document.querySelectorAll("video")[1] as HTMLVideoElement;
        window.player.attach(window.video);
      }
      if (state === "idle") setTimeout(move);
    }, state);
    expect(await player.play(stream.url)).toBe("");
    await player.waitForFrames(10);
    expect(await videos(player)).toMatchObject(playsHere);
    expect(await player.heard("firstframe")).toHaveLength(1);
    await checkUndisturbed(player, stream);
    await player.stop();
  });
}

test("during switchTo(), the new stream comes into the new video", async ({ player }) => {
  const first = await start(player);
  const second = Stream.fault("delay-500");
  await player.page.evaluate((url) => void window.player.switchTo(url).then(() => (window.outcome = "switched")), second.url);
  await expect.poll(async () => (await second.counts()).pulls).toBe(1);
  await attach(player);
  await player.waitForFrames(5);
  await player.page.waitForFunction(() => window.outcome === "switched");
  await player.waitForFrames(10);
  expect(await videos(player)).toMatchObject(playsHere);
  await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
  await checkUndisturbed(player, second);
  await player.stop();
});

test("another player in the new video is stopped, and stop() waits for both", async ({ player }) => {
  const stream = await start(player);
  const other = Stream.live();
  await player.page.evaluate(
    async ({ url, signalURL }) => {
      const other = new window.LEB.Player(document.querySelectorAll("video")[1] as HTMLVideoElement, { signalURL });
      Object.assign(window, { other });
      await other.play(url);
    },
    { url: other.url, signalURL: servers.edge },
  );
  await attach(player);
  await player.waitForFrames(10);
  expect(await videos(player)).toMatchObject(playsHere);
  await player.page.waitForFunction(() => (window as unknown as { other: LEB.Player }).other.state === "stopped");
  expect(await player.state()).toBe("playing");
  await player.page.evaluate(() => window.LEB.stop(window.old));
  expect(await player.state(), "the old video has no player").toBe("playing");
  await player.page.evaluate(() => window.LEB.stop(window.video));
  expect(await other.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("a stream that breaks afterwards comes back in the new video", async ({ player }) => {
  const stream = await start(player);
  await attach(player);
  await player.waitForFrames(10);
  await stream.inject("close");
  await player.waitForEvent("recovered");
  await player.waitForFrames(10);
  expect(await videos(player)).toMatchObject(playsHere);
  await player.stop();
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 2 });
});

test("a play that is being pulled again comes back in the new video", async ({ player }) => {
  const stream = await start(player);
  await player.page.evaluate(() => {
    window.player.addEventListener("reconnecting", () => {
      window.video = document.querySelectorAll("video")[1] as HTMLVideoElement;
      window.player.attach(window.video);
    });
  });
  await stream.inject("close");
  await player.waitForEvent("recovered");
  await player.waitForFrames(10);
  expect(await videos(player)).toMatchObject(playsHere);
  expect(await player.state()).toBe("playing");
  await player.stop();
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 2 });
});

test("a pause in which the stream was stopped ends in the new video", async ({ player }) => {
  const stream = await start(player, { pauseTimeout: 300 });
  await player.page.evaluate(() => window.player.pause());
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  await attach(player);
  expect(await videos(player)).toMatchObject({ now: { shows: true, paused: true } });
  await player.page.evaluate(() => window.player.resume());
  await player.waitForState("playing");
  await player.waitForFrames(10);
  expect(await videos(player)).toMatchObject(playsHere);
  await player.stop();
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 2 });
});

test("someone else who takes over the new video ends the play, and the old one does not matter", async ({ player }) => {
  const stream = await start(player);
  await attach(player);
  await player.page.evaluate(() => (window.old.srcObject = new MediaStream()));
  await player.waitForFrames(10);
  expect(await player.state()).toBe("playing");
  await player.page.evaluate(() => (window.video.srcObject = new MediaStream()));
  await player.waitForState("stopped");
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
});

test.describe("a browser that refuses sound", () => {
  /** Has the browser refuse sound in one of the page's videos. */
  const refuse = (player: PlayerPage, index: number) =>
    player.page.evaluate((index) => {
      const video = document.querySelectorAll("video")[index] as HTMLVideoElement;
      video.play = () =>
        video.muted ? HTMLMediaElement.prototype.play.call(video) : Promise.reject(new DOMException("a gesture is needed", "NotAllowedError"));
    }, index);

  test("in the new video: it plays muted, until resume()", async ({ player }) => {
    await start(player);
    await refuse(player, 1);
    await attach(player);
    expect(await player.waitForEvent("autoplayblocked")).toEqual({ muted: true });
    await player.waitForFrames(10);
    expect(await videos(player)).toMatchObject({ old: { muted: false }, now: { muted: true, paused: false } });
    await player.page.evaluate(() => {
      Reflect.deleteProperty(window.video, "play");
      return window.player.resume();
    });
    expect(await videos(player)).toMatchObject({ now: { muted: false, paused: false } });
    await player.stop();
  });

  test("in the old video: the player's mute stays behind, and ends", async ({ player }) => {
    await open(player);
    await refuse(player, 0);
    expect(await player.play(Stream.live().url)).toBe("");
    expect(await player.waitForEvent("autoplayblocked")).toEqual({ muted: true });
    expect(await videos(player)).toMatchObject({ old: { muted: true } });
    await attach(player);
    await player.waitForFrames(10);
    expect(await videos(player)).toMatchObject(playsHere);
    await player.stop();
  });
});

test("a player that does not play remembers the video, also after stop()", async ({ player }) => {
  await open(player);
  await attach(player);
  expect(await player.play(Stream.live().url)).toBe("");
  await player.waitForFrames(5);
  expect(await videos(player)).toMatchObject(playsHere);
  await player.stop();
  await player.page.evaluate(() => {
    [window.old, window.video] = [window.video, window.old];
    window.player.attach(window.video);
  });
  expect(await videos(player)).toMatchObject({ now: { shows: false }, isVideo: true });
  expect(await player.play(Stream.live().url)).toBe("");
  await player.waitForFrames(5);
  expect(await videos(player)).toMatchObject(playsHere);
  await player.stop();
});

test("what is no video element throws, and the play goes on", async ({ player }) => {
  const stream = await start(player);
  const codes = await player.page.evaluate(() =>
    [null, {}, document.createElement("audio"), "video"].map((video) => {
      try {
        window.player.attach(video as never);
        return "";
      } catch (error) {
        return error instanceof window.LEB.LEBError && error.code;
      }
    }),
  );
  expect(codes).toEqual(["bad-option", "bad-option", "bad-option", "bad-option"]);
  await player.waitForFrames(10);
  await checkUndisturbed(player, stream);
  await player.stop();
});

test("the browser's HLS goes on in another video, and a pause with it", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await open(player, { retry: false, fallback: hls });
  await player.page.evaluate(() => document.querySelectorAll("video").forEach((video) => (video.loop = true)));
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  await player.page.evaluate(() => (window.old.volume = 0.25));
  await attach(player);
  await player.waitForFrames(5);
  expect(await videos(player)).toMatchObject({ ...playsHere, now: { volume: 0.25, shows: true, paused: false } });
  expect(await player.state()).toBe("playing");

  await player.page.evaluate(() => window.player.pause());
  await player.waitForState("paused");
  await player.page.evaluate(() => {
    [window.old, window.video] = [window.video, window.old];
    window.player.attach(window.video);
  });
  await expect.poll(() => player.page.evaluate(() => window.video.readyState)).toBeGreaterThan(0);
  expect(await videos(player)).toMatchObject({ now: { shows: true, paused: true }, old: { shows: false } });
  await player.page.evaluate(() => window.player.resume());
  await player.waitForState("playing");
  await player.stop();
  expect(await videos(player)).toMatchObject({ now: { shows: false } });
});

test("what the page plays as the fallback is the page's to move, and the state follows the new video", async ({ player }) => {
  const hls = await serveHLS(player.page);
  await open(player);
  await player.page.evaluate(
    ({ hls, signalURL }) => {
      const play = (video: HTMLVideoElement) => {
        Object.assign(video, { loop: true, src: hls });
        void video.play();
      };
      Object.assign(window, { playHLS: play });
      window.player = new window.LEB.Player(window.video, { signalURL, retry: false, fallback: () => play(window.video) });
    },
    { hls, signalURL: servers.edge },
  );
  expect(await player.play(Stream.fault("http-503").url)).toBe("");
  await attach(player);
  await player.page.evaluate(() => {
    window.old.removeAttribute("src");
    window.old.load();
    (window as unknown as { playHLS(video: HTMLVideoElement): void }).playHLS(window.video);
  });
  await player.waitForFrames(5);
  expect(await player.state()).toBe("playing");
  await player.page.evaluate(() => window.video.pause());
  await player.waitForState("paused");
  await player.stop();
});
