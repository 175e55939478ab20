import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, type PlayerPage, test } from "./fixtures.js";
import { servers } from "./servers.js";

// Pages as they are: what a page does with the video, and where it puts the player.

/** Makes the page appear hidden to its scripts. */
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });

test.describe("a video that is seen over a hidden tab", () => {
  const seen: Record<string, (player: PlayerPage) => Promise<unknown>> = {
    "in picture-in-picture": ({ page }) => page.evaluate(() => window.player.pictureInPicture()),
    "in picture-in-picture, from a shadow root": ({ page }) =>
      page.evaluate(async () => {
        const outer = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "closed" });
        const inner = outer.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
        inner.append(window.video);
        await window.video.play();
        await window.player.pictureInPicture();
      }),
    "in a window of Document Picture-in-Picture": ({ page }) =>
      page.evaluate(async () => {
        const { documentPictureInPicture } = window as unknown as { documentPictureInPicture: { requestWindow(): Promise<Window> } };
        (await documentPictureInPicture.requestWindow()).document.body.append(window.video);
        await window.video.play();
      }),
  };
  for (const [where, show] of Object.entries(seen)) {
    test(`${where}: a frozen picture is noticed and mended`, async ({ player }) => {
      const stream = await player.playLive({ retry: { baseDelay: 10 } });
      await show(player);
      await hide(player.page);
      await player.waitForFrames(10);
      expect(await player.heard("stall"), "while the picture moves").toEqual([]);

      await stream.inject("ssrc");
      await expect.poll(async () => (await player.heard("stall")).length).toBe(1);
      await expect.poll(async () => (await player.heard("recovered")).length).toBe(1);
      expect(await player.heard("reconnecting")).toMatchObject([{ reason: "decode-failed" }]);
      await player.waitForFrames(10);
      await expect.poll(async () => (await stream.calls("firstframeusetime")).length, { message: "first frames reported" }).toBe(2);
      await player.stop();
    });
  }

  test("in a window of its own: that window's return is the page's", async ({ player }) => {
    await player.create({ retry: { maxAttempts: 1, baseDelay: 10 } });
    const stream = Stream.live();
    await stream.inject("http-503");
    await player.page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement("iframe")); // for a window
      frame.contentDocument!.body.append(window.video);
      Object.defineProperty(frame.contentDocument!, "hidden", { value: true, configurable: true });
    });
    await player.startPlay(stream.url);
    await expect.poll(async () => (await stream.counts()).pulls).toBe(2);
    await stream.heal();
    await player.page.evaluate(() => {
      const { ownerDocument } = window.video;
      Object.defineProperty(ownerDocument, "hidden", { value: false });
      ownerDocument.dispatchEvent(new Event("visibilitychange"));
    });
    expect(await player.outcome()).toBe("");
    await player.stop();
  });

  test("in a hidden tab alone, a frozen picture matters to nobody", async ({ player }) => {
    const stream = await player.playLive();
    await hide(player.page);
    await stream.inject("ssrc");
    await player.waitForStats(10);
    expect(await player.heard("stall")).toEqual([]);
    expect(await stream.calls("pullstream")).toHaveLength(1);
    await player.stop();
  });
});

test.describe("the browser says that it is offline, and is wrong", () => {
  const beOffline = (page: Page) => page.evaluate(() => Object.defineProperty(navigator, "onLine", { value: false }));

  test("a stream that breaks is back at once", async ({ player }) => {
    const stream = await player.playLive();
    await beOffline(player.page);
    await stream.inject("close");
    await expect.poll(async () => (await player.heard("recovered")).length).toBe(1);
    expect((await player.heard("recovered"))[0]!.duration).toBeLessThan(2000);
    await player.stop();
  });

  test("a stream that is over reaches the fallback", async ({ player }) => {
    await player.create({ retry: { maxAttempts: 2, baseDelay: 10 } });
    await player.page.evaluate((edge) => {
      const fallback = (): void => void (window.video.dataset.fallback = "called");
      window.player = new window.LEB.Player(window.video, { signalURL: edge, retry: { maxAttempts: 2, baseDelay: 10 }, fallback });
    }, servers.edge);
    await beOffline(player.page);
    await player.startPlay(Stream.fault("http-503").url);
    await expect.poll(() => player.page.evaluate(() => window.video.dataset.fallback), { timeout: 5000 }).toBe("called");
    await player.stop();
  });
});

test("a network that is gone for longer than the attempts last: it is back with the network", async ({ player }) => {
  const stream = await player.playLive({ retry: { maxAttempts: 1, baseDelay: 10 } });
  await player.page.context().setOffline(true);
  await stream.inject("drop");
  await player.waitForEvent("reconnecting");
  await player.waitForStats(6);
  expect(await player.state()).toBe("reconnecting");
  await stream.heal();
  await player.page.context().setOffline(false);
  await player.waitForEvent("recovered");
  await player.waitForFrames(10);
  await player.stop();
});

test.describe("full screen and picture-in-picture, and back", () => {
  const places: Record<string, (player: PlayerPage) => Promise<unknown>> = {
    "in a shadow root": ({ page }) => page.evaluate(() => void document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" }).append(window.video)),
    "in a closed shadow root within another": ({ page }) =>
      page.evaluate(() => {
        const outer = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
        outer.appendChild(document.createElement("div")).attachShadow({ mode: "closed" }).append(window.video);
      }),
    "in a frame": ({ page }) =>
      page.evaluate(() => {
        const frame = Object.assign(document.createElement("iframe"), { allow: "fullscreen; picture-in-picture" });
        document.body.append(frame);
        frame.contentDocument!.body.append(window.video);
      }),
  };
  for (const [where, move] of Object.entries(places)) {
    test(where, async ({ player }) => {
      await player.playLive();
      await move(player);
      await player.waitForState("playing");
      await player.waitForFrames(10);
      const shown = () =>
        player.page.evaluate(() => {
          const root = window.video.getRootNode() as Document;
          return { full: root.fullscreenElement === window.video, window: root.pictureInPictureElement === window.video };
        });
      await player.page.evaluate(() => window.player.fullscreen());
      expect(await shown()).toEqual({ full: true, window: false });
      await player.page.evaluate(() => window.player.fullscreen(false));
      await expect.poll(shown).toEqual({ full: false, window: false });
      await player.page.evaluate(() => window.player.pictureInPicture());
      expect(await shown()).toEqual({ full: false, window: true });
      await player.page.evaluate(() => window.player.pictureInPicture(false));
      await expect.poll(shown).toEqual({ full: false, window: false });
      await player.stop();
    });
  }
});
