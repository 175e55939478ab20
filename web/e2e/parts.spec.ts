import path from "node:path";
import { example, guide, languages as docLanguages } from "./documents.js";
import { Stream } from "./edge.js";
import { type ElementPage, tag, test } from "./elementpage.js";
import { expect } from "./fixtures.js";
import { sidewaysScroll } from "./looks.js";
import { servers } from "./servers.js";

// The entry leb-player/controls: <leb-controls>, and its parts in controls that a page has put together itself.

const folder = path.join(import.meta.dirname, "../../dist/screenshots");
const scripts = ["/npm/controls.js"];
const bitrates = "&tabr_bitrates=d1080p,d540p,d360p&tabr_start_bitrate=d1080p";

/** What the ready controls say, in each language. */
const said = {
  en: {
    player: "video player",
    pause: "pause",
    unmute: "unmute",
    live: "playing live",
    quality: "quality",
    statistics: "Statistics",
    mirror: "Mirror",
    fillPage: "Fill the page",
    leavePage: "Stop filling the page",
    pip: "enter picture in picture mode",
    fullscreen: "enter fullscreen mode",
    close: "Close",
    rows: ["State", "Resolution", "Frame rate", "Bit rate", "Delay", "Packet loss", "Jitter", "Stalls", "Codec"],
    playing: "playing",
    auto: "Auto",
    notSupported: "Source Not Supported",
  },
  "zh-CN": {
    player: "视频播放器",
    pause: "暂停",
    unmute: "恢复音量",
    live: "正在直播中",
    quality: "清晰度",
    statistics: "统计信息",
    mirror: "镜像",
    fillPage: "网页全屏",
    leavePage: "退出网页全屏",
    pip: "开启画中画",
    fullscreen: "进入全屏",
    close: "关闭",
    rows: ["状态", "分辨率", "帧率", "码率", "延迟", "丢包率", "抖动", "卡顿", "编码"],
    playing: "播放中",
    auto: "自动",
    notSupported: "不支持的媒体来源",
  },
};
const languages = ["en", "zh-CN"] as const;

/** Opens a page with the ready controls between two texts. */
async function open(element: ElementPage, src: string, { lang = "en", attributes = "autoplay muted playsinline" } = {}): Promise<void> {
  const body = `<style>
      body { margin: 0; }
      leb-controls { width: min(100vw, 960px); margin: auto; }
      leb-video { width: 100% !important; height: 100% !important; }
      p { height: 1200px; }
    </style>
    <p id="above">…</p>
    <leb-controls>${tag(src, attributes)}</leb-controls>
    <p>…</p>`;
  await element.open(body, { scripts, lang });
  await element.page.locator("leb-controls").scrollIntoViewIfNeeded();
}

/** Returns the name of the focused element. */
const focused = (element: ElementPage) =>
  element.page.evaluate(() => {
    let { activeElement } = document;
    while (activeElement?.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement;
    return activeElement!.getAttribute("aria-label");
  });

for (const lang of languages) {
  const words = said[lang];

  test(`every control has its name and does its work (${lang})`, async ({ element, page }) => {
    const stream = Stream.live();
    await open(element, stream.url + bitrates, { lang });
    await element.waitForFrames();
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    await expect(page.getByRole("region", { name: words.player })).toBeVisible();
    await expect(button(words.live)).toBeVisible();

    await button(words.unmute).click();
    expect(await element.with(({ muted }) => muted)).toBe(false);
    await button(words.pause).click();
    expect(await element.with(({ paused }) => paused)).toBe(true);
    await page.locator("media-live-button").click();
    await expect.poll(() => element.with(({ paused }) => paused)).toBe(false);
    await element.waitForFrames();

    await button(words.quality).click();
    await expect(page.getByRole("menuitemradio")).toHaveText(["1080p", "540p", "360p", words.auto]);
    await page.getByRole("menuitemradio", { name: "540p" }).click();
    await expect.poll(() => element.with(({ videoRenditions }) => videoRenditions.selectedIndex)).toBe(1);

    await button(words.pip).click();
    await expect.poll(() => page.evaluate(() => document.pictureInPictureElement?.localName)).toBe("leb-video");
    await page.evaluate(() => document.exitPictureInPicture());
    await button(words.fullscreen).click();
    await expect.poll(() => page.evaluate(() => document.fullscreenElement?.localName)).toBe("leb-controls");
    await page.evaluate(() => document.exitFullscreen());
  });

  test(`the statistics, by mouse and by keyboard (${lang})`, async ({ element, page }) => {
    await open(element, Stream.live().url, { lang });
    await element.waitForFrames();
    const button = page.getByRole("button", { name: words.statistics, exact: true });
    const table = page.getByRole("table", { name: words.statistics });
    await expect(button).toHaveAttribute("aria-expanded", "false");
    await expect(table).toBeHidden();

    await button.click();
    await expect(button).toHaveAttribute("aria-expanded", "true");
    await expect(table.getByRole("rowheader")).toHaveText(words.rows);
    const cell = (n: number) => table.getByRole("cell").nth(n);
    await expect(cell(0)).toHaveText(words.playing);
    for (const [n, pattern] of [/^\d+ × \d+$/, /^\d+\.\d fps$/, /^[\d.]+ [kM]bit\/s$/, /^\d+ ms$/, /^\d+\.\d %$/, /^\d+ ms$/, /^\d+ \(\d+\.\d s\)$/, /H264/].entries()) {
      await expect(cell(n + 1)).toHaveText(pattern);
    }
    await page.locator("media-play-button").click();
    await expect(cell(0), "follows the state").not.toHaveText(words.playing);

    await page.getByRole("button", { name: words.close, exact: true }).click();
    await expect(table).toBeHidden();
    await expect(button).toHaveAttribute("aria-expanded", "false");
    expect(await focused(element), "where the focus goes").toBe(words.statistics);

    for (const key of ["Enter", "Space"]) {
      await page.keyboard.press(key);
      await expect(table).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(table).toBeHidden();
      expect(await focused(element)).toBe(words.statistics);
    }
  });

  test(`page full screen fills the page and gives it back (${lang})`, async ({ element, page }) => {
    await open(element, Stream.live().url, { lang });
    await element.waitForFrames();
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    expect(before).toBeGreaterThan(0);
    const box = () => page.locator("media-controller").boundingBox();
    const own = await box();
    const { width, height } = page.viewportSize()!;

    await page.getByRole("button", { name: words.fillPage }).click();
    expect(await box()).toEqual({ x: 0, y: 0, width, height });
    expect(await page.locator("leb-video").boundingBox()).toEqual({ x: 0, y: 0, width, height });
    await page.mouse.wheel(0, 500);
    await element.waitForFrames();
    expect(await scrolled(), "the page behind stays").toBe(before);
    expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();

    await page.getByRole("button", { name: words.leavePage }).press("Escape");
    expect(await box()).toEqual(own);
    expect(await scrolled()).toBe(before);
    await page.getByRole("button", { name: words.fillPage }).press("Enter");
    await page.getByRole("button", { name: words.leavePage }).press("Space");
    expect(await box()).toEqual(own);
    expect((await element.told()).filter((type) => type === "emptied")).toEqual([]);
  });
}

test("a poster is shown until the first frame", async ({ element, page }) => {
  const red = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><rect width="16" height="9" fill="red"/></svg>')}`;
  const stream = Stream.live();
  await stream.inject("slow-3000", { pulls: "1" });
  await open(element, stream.url, { attributes: `autoplay muted playsinline poster="${red}"` });
  /** Returns the colour in the middle of what the viewer sees. */
  const colour = async () => {
    const picture = (await page.locator("leb-video").screenshot()).toString("base64");
    return page.evaluate(async (picture) => {
      const image = Object.assign(new Image(), { src: `data:image/png;base64,${picture}` });
      await image.decode();
      const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d")!;
      context.drawImage(image, image.width / 2, image.height / 4, 1, 1, 0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    }, picture);
  };
  const isRed = async () => {
    const [r, g, b] = await colour();
    return r! > 200 && g! < 50 && b! < 50;
  };
  await expect.poll(isRed, "before the first frame").toBe(true);
  expect(await element.told()).not.toContain("lebfirstframe");
  await element.waitForFrames();
  expect(await element.told()).toContain("lebfirstframe");
  await expect.poll(isRed, "after the first frame").toBe(false);
});

test("the controls go away, and the video stays", async ({ element, page }) => {
  await open(element, Stream.live().url);
  await element.waitForFrames();
  const bar = page.locator("media-control-bar");
  await page.locator("leb-controls").hover({ position: { x: 100, y: 100 } });
  await expect(bar).toHaveCSS("opacity", "1");
  await expect(bar).toHaveCSS("opacity", "0");
  await expect(page.locator("leb-video")).toHaveCSS("opacity", "1");
});

test("mirror flips the picture and not the controls", async ({ element, page }) => {
  await open(element, Stream.live().url);
  await element.waitForFrames();
  const button = page.getByRole("button", { name: said.en.mirror });
  const bar = () => page.locator("leb-mirror-button").boundingBox();
  const flipped = () => element.with(({ nativeEl }) => getComputedStyle(nativeEl).transform);
  const before = await bar();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  expect(await flipped()).toBe("none");
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  expect(await flipped()).toBe("matrix(-1, 0, 0, 1, 0, 0)");
  expect(await bar()).toEqual(before);
  await button.press("Enter");
  await expect(button).toHaveAttribute("aria-pressed", "false");
  expect(await flipped()).toBe("none");
});

test("the error dialog speaks the reader's language", async ({ element, page }) => {
  await open(element, Stream.fault("errcode-42").url, { lang: "zh-CN" });
  const dialog = page.getByRole("dialog", { name: "错误" });
  await expect(dialog.getByRole("heading")).toHaveText(said["zh-CN"].notSupported);
  await expect(dialog.getByText("发生未支持的错误")).toBeVisible();
});

test("another language takes over at once, and the stream plays on", async ({ element, page }) => {
  await open(element, Stream.live().url, { lang: "zh-Hans" });
  await element.waitForFrames();
  await expect(page.getByRole("button", { name: said["zh-CN"].statistics, exact: true })).toBeVisible();
  await element.forget();
  await page.locator("leb-controls").evaluate((controls: HTMLElement) => (controls.lang = "en"));
  for (const name of [said.en.pause, said.en.statistics, said.en.mirror]) await expect(page.getByRole("button", { name, exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: said.en.player })).toBeVisible();
  await element.waitForFrames();
  expect(await element.told()).toEqual([]);
});

for (const language of docLanguages) {
  /** Returns an example of the guide, with files and a stream that this page has. */
  const ofGuide = (name: string, stream = Stream.live()) =>
    example(guide(language, "ready-controls"), name)
      .replaceAll("https://cdn.example.com/media-chrome/", "/media-chrome/")
      .replaceAll("https://cdn.example.com/leb-player/", "/npm/")
      .replace(/src="webrtc:[^"]*"/, `src="${stream.url.replace(/&/g, "&amp;")}" signal-url="${servers.edge}"`);

  test(`the guide's ready controls, without a bundler (${language})`, async ({ element, page }) => {
    await element.open(ofGuide("import map") + ofGuide("layout"));
    await element.waitForFrames();
    await page.getByRole("button", { name: said.en.mirror }).click();
    await expect(page.getByRole("button", { name: said.en.mirror })).toHaveAttribute("aria-pressed", "true");
  });

  test(`the guide's parts in controls of one's own (${language})`, async ({ element, page }) => {
    await element.open(`<style>media-controller { width: 640px; height: 360px }</style>${ofGuide("parts")}`, { scripts });
    await element.waitForFrames();
    await page.getByRole("button", { name: said.en.statistics }).click();
    await expect(page.getByRole("cell", { name: "H264" })).toBeVisible();
    await page.getByRole("button", { name: said.en.mirror }).click();
    expect(await element.with(({ nativeEl }) => getComputedStyle(nativeEl).transform)).toBe("matrix(-1, 0, 0, 1, 0, 0)");
    await page.getByRole("button", { name: said.en.fillPage }).click();
    expect(await page.locator("media-controller").boundingBox()).toMatchObject(page.viewportSize()!);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("table"), "the panel is closed first").toBeHidden();
    expect(await page.locator("media-controller").boundingBox()).toMatchObject(page.viewportSize()!);
    await page.keyboard.press("Escape");
    expect(await page.locator("media-controller").boundingBox()).toMatchObject({ width: 640, height: 360 });
  });
}

test("a part outside of its controller names it", async ({ element, page }) => {
  await element.open(`<media-controller id="live" nomutedpref>${tag(Stream.live().url, 'slot="media" autoplay muted playsinline')}</media-controller><leb-mirror-button mediacontroller="live"></leb-mirror-button>`, { scripts });
  await element.waitForFrames();
  await page.getByRole("button", { name: said.en.mirror }).click();
  expect(await element.with(({ nativeEl }) => getComputedStyle(nativeEl).transform)).toBe("matrix(-1, 0, 0, 1, 0, 0)");
});

const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  narrow: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};
for (const [name, device] of Object.entries(devices)) {
  test.describe(name, () => {
    test.use(device);

    for (const lang of languages) {
      test(`looks right: ${name}, ${lang}`, async ({ element, page }) => {
        await open(element, Stream.live().url + bitrates, { lang });
        await element.waitForFrames(25);
        const controls = page.locator("leb-controls");
        if (device.viewport.width < 400) await controls.tap({ position: { x: 40, y: 40 } });
        await page.locator("leb-statistics-button").click();
        await expect(page.getByRole("cell", { name: "H264" })).toBeVisible();
        await expect(page.locator("media-control-bar")).toHaveCSS("opacity", "1");
        await controls.screenshot({ path: path.join(folder, `controls-${name}-${lang}.png`) });
        await expect(page.getByRole("cell", { name: "H264" }), "the last row").toBeInViewport({ ratio: 1 });
        expect(await sidewaysScroll(page), "scrolls sideways").toBe(0);
        const outer = (await controls.boundingBox())!;
        for (const button of await page.locator("media-control-bar").locator("> :not(span)").all()) {
          if (!(await button.isVisible())) continue;
          const box = (await button.boundingBox())!;
          expect(box.x + box.width, `${await button.getAttribute("part")} is within the player`).toBeLessThanOrEqual(outer.x + outer.width + 0.5);
          expect(Math.min(box.width, box.height), "room for a finger").toBeGreaterThanOrEqual(36);
        }
        const panel = (await page.locator("leb-statistics-panel").boundingBox())!;
        const bar = (await page.locator("media-control-bar").boundingBox())!;
        expect(panel.y + panel.height, "the panel leaves the controls free").toBeLessThanOrEqual(bar.y);
      });
    }
  });
}
