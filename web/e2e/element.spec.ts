import fs from "node:fs";
import path from "node:path";
import type { Summary } from "leb-player";
import { playing, tag, test } from "./elementpage.js";
import { Stream } from "./edge.js";
import { expect } from "./fixtures.js";
import { servers } from "./servers.js";

// <leb-video>, in plain HTML.

test("plays by its attributes", async ({ element, page }) => {
  const refused: string[] = [];
  page.on("requestfailed", (request) => refused.push(request.url()));
  const stream = await playing(element, `autoplay muted playsinline poster="data:image/gif;base64,R0lGODlhAQABAAAAACw=" loop`);
  expect(
    await element.with((element) => {
      const { paused, muted, readyState, streamType, targetLiveWindow, liveEdgeStart, error, state, videoWidth, currentSrc } = element;
      return { paused, muted, readyState, streamType, targetLiveWindow, liveEdgeStart, error, state, videoWidth, currentSrc };
    }),
  ).toEqual({ paused: false, muted: true, readyState: 4, streamType: "live", targetLiveWindow: 0, liveEdgeStart: 0, error: null, state: "playing", videoWidth: 640, currentSrc: stream.url });
  expect(await element.with(({ nativeEl }) => nativeEl.getAttributeNames().sort()), "of the inner video").toEqual(["disableremoteplayback", "muted", "part", "playsinline", "poster"]);
  const told = await element.told();
  expect(told).toEqual(expect.arrayContaining(["loadstart", "lebfirstframe"]));
  const main = told.filter((type, i) => ["play", "waiting", "playing", "pause", "error"].includes(type) && type !== told[i - 1]);
  expect(main.join(" ")).toMatch(/^play waiting (waiting )*playing$/);
  expect(refused).toEqual([]);

  await element.with((element) => {
    element.addEventListener("lebstatechange", ({ detail }) => Object.assign(window, { summary: detail.summary }));
  });
  await element.attribute("src", null);
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await element.with(({ paused, api, readyState }) => ({ paused, api, readyState }))).toEqual({ paused: true, api: null, readyState: 0 });
  await page.waitForFunction(() => (window as { summary?: Summary }).summary?.watched);
});

test("fills the size that the page gives it", async ({ element }) => {
  await playing(element);
  expect(await element.with(({ nativeEl }) => [nativeEl.offsetWidth, nativeEl.offsetHeight])).toEqual([640, 360]);
});

test("another src takes the place of the stream without a black frame", async ({ element }) => {
  const first = await playing(element);
  const frames = await element.watchFrames();
  const second = Stream.live();
  await element.attribute("src", second.url);
  await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
  await element.waitForFrames(25);
  const { looks, black } = await frames();
  expect(looks).toBeGreaterThan(25);
  expect(black, "black frames").toBe(0);
  expect(await second.counts()).toEqual({ pulls: 1, stops: 0 });
  expect(await element.with(({ currentSrc }) => currentSrc)).toBe(second.url);

  await element.attribute("src", Stream.fault("errcode-42").url);
  await expect.poll(() => element.with(({ error }) => error?.detail.code), "a src that can't be played is an error").toBe("refused");
  await expect.poll(() => second.counts()).toEqual({ pulls: 1, stops: 1 });
});

test("moves within the page do not stop it, and a removal stops it once", async ({ element, page }) => {
  const stream = await playing(element);
  await element.with((element) => {
    const boxes = [document.createElement("div"), document.createElement("div")];
    document.body.append(...boxes);
    for (let move = 0; move < 5; move++) boxes[move % 2]!.append(element);
  });
  await element.waitForFrames(25);
  expect(await element.told()).not.toContain("pause");
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });

  await element.with((element) => {
    Object.assign(window, { element });
    element.remove();
  });
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  await page.evaluate(() => document.body.append((window as unknown as { element: Element }).element));
  await element.waitForFrames();
  expect(await stream.counts(), "plays when it is put back").toEqual({ pulls: 2, stops: 1 });
});

test("an element that is put back in the next turn plays again", async ({ element }) => {
  const stream = await playing(element, "muted autoplay");
  await element.with(async (element) => {
    const { parentNode } = element;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    parentNode!.append(element);
  });
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 1 });
  await element.waitForFrames();
  expect(await element.with(({ state, paused }) => ({ state, paused }))).toEqual({ state: "playing", paused: false });
});

test("moves to a frame, and is styled there", async ({ element, page }) => {
  const stream = await playing(element);
  const size = await element.with((element) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    Object.assign(window, { element });
    frame.contentDocument!.body.append(element);
    return [element.nativeEl.offsetWidth, element.nativeEl.offsetHeight];
  });
  expect(size).toEqual([640, 360]);
  const time = () => page.evaluate(() => (window as unknown as { element: HTMLVideoElement }).element.currentTime);
  const before = await time();
  await expect.poll(time).toBeGreaterThan(before + 1);
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
});

test("with keepalive a removed element plays on", async ({ element, page }) => {
  const stream = await playing(element, "autoplay muted keepalive");
  await element.with((element) => {
    Object.assign(window, { element });
    element.remove();
  });
  const time = () => page.evaluate(() => (window as unknown as { element: HTMLVideoElement }).element.currentTime);
  await page.waitForFunction(() => (window as unknown as { element: HTMLVideoElement }).element.paused);
  await page.evaluate(() => document.body.append((window as unknown as { element: Element }).element));
  const before = await time();
  await expect.poll(time).toBeGreaterThan(before);
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
});

test("pause leaves the live edge, and play returns to it", async ({ element }) => {
  const stream = await playing(element);
  const look = () => element.with(({ paused, state, liveEdgeStart }) => ({ paused, state, live: liveEdgeStart === 0 }));
  await element.with((element) => element.pause());
  await expect.poll(look).toEqual({ paused: true, state: "paused", live: false });
  await element.with((element) => element.play());
  await expect.poll(look).toEqual({ paused: false, state: "playing", live: true });
  await element.waitForFrames();
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
});

test("a long pause stops the stream, and play() waits for another", async ({ element, page }) => {
  const stream = Stream.live();
  await element.open(tag(stream.url, "muted"));
  await element.with((element) => (element.config = { pauseTimeout: 1 }));
  await element.with((element) => element.play());
  await element.with((element) => element.pause());
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  await element.forget();
  await element.with((element) => element.play());
  await page.waitForFunction(() => document.querySelector("leb-video")!.liveEdgeStart === 0);
  expect((await element.told()).filter((type) => ["play", "waiting", "playing"].includes(type))).toEqual(["play", "waiting", "playing"]);
  await element.waitForFrames();
  expect(await stream.counts()).toEqual({ pulls: 2, stops: 1 });
});

test("with the browser's controls, a click on the video begins", async ({ element, page }) => {
  await element.open(tag(Stream.live().url, "muted controls"));
  await page.locator("leb-video").click();
  await element.waitForFrames();
  await page.mouse.move(0, 0);
  await page.locator("leb-video").click();
  await expect.poll(() => element.with(({ paused }) => paused), "later clicks are the browser's").toBe(true);
});

test("play() and pause() before the first frame", async ({ element }) => {
  const stream = Stream.live();
  await element.open(tag(stream.url, "muted"));
  expect(await element.with(({ paused, state }) => ({ paused, state }))).toEqual({ paused: true, state: "idle" });
  const outcome = await element.with(async (element) => {
    const outcome = element.play().then(() => "plays", (error: Error) => error.name);
    const { paused } = element;
    element.pause();
    return { paused, outcome: await outcome, after: element.paused };
  });
  expect(outcome).toEqual({ paused: false, outcome: "AbortError", after: true });
  expect((await element.told()).filter((type) => type === "play" || type === "pause")).toEqual(["play", "pause"]);

  await element.with((element) => {
    element.play().catch(() => undefined);
    element.pause();
    return element.play();
  });
  await element.waitForFrames();
  expect(await element.with(({ paused }) => paused)).toBe(false);
  const open = async () => {
    const { pulls, stops } = await stream.counts();
    return pulls - stops;
  };
  await expect.poll(open, "all others are stopped").toBe(1);
});

test("options are read when a play begins, and properties count that were set before the definition", async ({ element, page }) => {
  const stream = Stream.live();
  await page.addInitScript((edge) => {
    document.addEventListener("readystatechange", () => {
      const element = document.querySelector("leb-video");
      if (element) Object.assign(element, { config: { clientInfo: "early", signalURL: edge }, muted: true });
    }, { once: true });
  }, servers.edge);
  await element.open(`<leb-video src="${stream.url}" autoplay></leb-video>`);
  await element.waitForFrames();
  expect(await element.with(({ muted }) => muted)).toBe(true);
  expect((await stream.calls("pullstream"))[0]!.body.clientinfo).toBe("early");

  await element.with((element, signalURL) => (element.config = { clientInfo: "late", signalURL }), servers.edge);
  await element.with((element) => element.api!.stop());
  await element.with((element) => element.play());
  expect((await stream.calls("pullstream"))[1]!.body.clientinfo).toBe("late");
});

test("has one player with the package's main file, and what a video of this browser has", async ({ element }) => {
  await playing(element);
  expect(
    await element.with(async (element) => {
      const { Player } = (await import("/npm/index.js" as string)) as typeof import("leb-player");
      const missing = [...Object.getOwnPropertyNames(HTMLVideoElement.prototype), ...Object.getOwnPropertyNames(HTMLMediaElement.prototype)].filter((name) => !(name in element));
      return { same: element.api instanceof Player, missing, rate: element.playbackRate, type: typeof element.requestPictureInPicture };
    }),
  ).toEqual({ same: true, missing: [], rate: 1, type: "function" });
});

test("the renditions of a list of streams", async ({ element }) => {
  const [high, low] = [Stream.live(), Stream.live()];
  await element.open(tag(high.url));
  await element.with((element, [high, low]) => {
    element.renditions = [{ src: high!, height: 1080 }, { src: low!, height: 540, id: "low" }];
  }, [high.url, low.url]);
  await element.waitForFrames();
  const frames = await element.watchFrames();
  expect(await element.with(({ videoRenditions }) => [videoRenditions.selectedIndex, ...[...videoRenditions].map(({ id, width }) => `${id} ${width}`)])).toEqual([0, "rendition-0 1920", "low 960"]);
  await element.with(({ videoRenditions }) => (videoRenditions.selectedIndex = 1));
  await expect.poll(() => high.counts()).toEqual({ pulls: 1, stops: 1 });
  expect(await low.counts()).toEqual({ pulls: 1, stops: 0 });
  await element.waitForFrames();
  expect((await frames()).black).toBe(0);

  await element.with((element) => {
    element.renditions = [...element.renditions, { src: "webrtc://127.0.0.1/fault/errcode-42", height: 360 }];
    element.videoRenditions.selectedIndex = 2;
  });
  await expect.poll(() => element.with(({ videoRenditions }) => videoRenditions.selectedIndex), "the one before stays").toBe(1);
  await element.waitForFrames();
  expect(await element.with(({ error }) => error)).toBeNull();
});

const documentation = fs.readFileSync(path.join(import.meta.dirname, "../docs/element.md"), "utf8");
for (const name of ["element", "controls"]) {
  test(`element.md's example plays: ${name}`, async ({ element }) => {
    const [, html] = new RegExp(`<!-- example: ${name} -->\\n\`\`\`html\\n(.*?)\\n\`\`\``, "s").exec(documentation)!;
    const [, query] = /stream\?([^"]*)/.exec(html!)!;
    const here = html!
      .replace("https://cdn.example.com/leb-player/", "/npm/")
      .replace(/https:\/\/cdn\.example\.com/g, "")
      .replace(/webrtc:[^"]*/, name === "element" ? Stream.live().url : `${Stream.live().url}&${query}`);
    await element.open(here.replace("<leb-video", `<leb-video signal-url="${servers.edge}"`), { scripts: [] });
    await element.waitForFrames();
    if (name === "controls") await expect(element.page.locator("media-rendition-menu-button")).toHaveAttribute("mediarenditionselected", "d1080p");
  });
}

test.describe("under strict policies", () => {
  // The worker for reports is refused, once for the page.
  const refused = /TrustedScriptURL|worker/i;
  test.use({ expectedErrors: [refused] });
  const policy = "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

  test("plays, with its styles", async ({ element, page }) => {
    const violations: string[] = [];
    page.on("console", (line) => {
      if (/Content Security Policy|TrustedHTML|Trusted Type/i.test(line.text())) violations.push(line.text());
    });
    await element.open(tag(Stream.live().url).replace(/style="[^"]*"/, ""), { policy });
    await element.waitForFrames();
    expect(await element.with((element) => [getComputedStyle(element).display, getComputedStyle(element.nativeEl).objectFit])).toEqual(["inline-block", "contain"]);
    expect(violations.filter((text) => !refused.test(text))).toEqual([]);
    expect(violations.length).toBeLessThan(2);
  });
});
