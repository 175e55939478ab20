import path from "node:path";
import { columnsOf, marksOn } from "./chartpixels.js";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { cutOffTexts, faintTexts, overlaps, videoContrast, sidewaysScroll, smallTargets } from "./looks.js";
import { servers } from "./servers.js";

// The appearance of the demo, of its first screen and of the laboratory while playing, on a desktop and on a phone. The screenshots are kept
// in dist/screenshots.

const folder = path.join(import.meta.dirname, "../../dist/screenshots");
const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const aaText = 4.5; // WCAG 2.2, 1.4.3

interface Look {
  name: string;
  device: typeof desktop | typeof phone;
  colorScheme?: "dark";
  locale?: string;
}

const looks: Look[] = [
  { name: "desktop-light", device: desktop },
  { name: "desktop-dark", device: desktop, colorScheme: "dark" },
  { name: "phone-light", device: phone },
  { name: "phone-dark", device: phone, colorScheme: "dark" },
  { name: "phone-chinese", device: phone, locale: "zh-CN" },
];

for (const { name, device, colorScheme = "light", locale = "en-US" } of looks) {
  test.describe(name, () => {
    test.use({ ...device, colorScheme, locale });

    test(`the demo looks right: ${name}`, async ({ page }) => {
      await page.goto(`${servers.site}/?url=${encodeURIComponent(Stream.live().url)}`);
      await page.getByTestId("play").click();
      await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
      await page.getByTestId("options").locator("summary").click();

      const chart = page.getByTestId("chart");
      const drawn = () => columnsOf(page, "third");
      await expect.poll(drawn, "the line of the audio's buffer").toBeGreaterThan(15);
      expect(await marksOn(page), "no mark").toBe(0);
      await page.locator('[data-fault="hold-1400"]').click();
      await expect.poll(() => marksOn(page), "the mark of the fault").toBeGreaterThan(0);
      await expect.poll(() => columnsOf(page, "bad-wash"), "the freeze").toBeGreaterThan(2);
      await expect(chart.locator(".freezeMark dd")).toHaveText(/[1-9]/);
      const marked = await drawn();
      await expect.poll(drawn, "the chart goes on").toBeGreaterThan(marked + 10);
      await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");

      await expect(page.getByTestId("waterfall").locator(".took").last()).toHaveText(/\d/);
      await expect(page.getByTestId("sei").locator('[data-sei="seiShown"]')).toHaveText(/\d ms/);
      await expect(page.locator('dd[data-stat="score"]')).toHaveText(/\d/);
      expect(await videoContrast(page.getByTestId("video")), "the video is not blank").toBeGreaterThan(10);
      await page.locator("#laboratory").evaluate((heading) => heading.scrollIntoView());
      await expect(page.getByTestId("video"), "the form and the video are on one screen").toBeInViewport({ ratio: 0.95 });
      await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });

      expect(await sidewaysScroll(page), "scrolls sideways").toBe(0);
      expect.soft(await cutOffTexts(page), "texts cut off").toEqual([]);
      expect.soft(await overlaps(page), "overlapping elements").toEqual([]);
      expect.soft(await faintTexts(page, aaText), "texts hard to read").toEqual([]);
      if (device === phone) expect.soft(await smallTargets(page, 40), "too small for a finger").toEqual([]);
    });
  });
}

for (const [kind, device] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [locale, language] of [["en-US", "english"], ["zh-CN", "chinese"]] as const) {
      const name = `front-${kind}-${colorScheme}-${language}`;
      test.describe(name, () => {
        test.use({ ...device, colorScheme, locale });

        test(`the first screen looks right: ${name}`, async ({ page }) => {
          await page.goto(servers.site);
          await expect(page.locator("#front-delay")).toHaveText(/\d ms/);
          await expect(page.getByTestId("front-video")).toBeInViewport({ ratio: 1 });
          const player = page.locator("media-controller");
          await (kind === "phone" ? player.tap({ position: { x: 60, y: 60 } }) : player.hover());
          await expect(page.locator("media-control-bar")).toHaveCSS("opacity", "1");
          expect(await videoContrast(page.getByTestId("front-video").locator("video")), "the video is not blank").toBeGreaterThan(10);
          await page.screenshot({ path: path.join(folder, `${name}.png`) });
          await expect(page.locator(".lead")).toBeInViewport({ ratio: 1 });
          if (kind === "desktop") await expect(page.getByRole("link").last(), "all of it is on the first screen").toBeInViewport({ ratio: 1 });

          expect(await sidewaysScroll(page), "scrolls sideways").toBe(0);
          expect.soft(await cutOffTexts(page), "texts cut off").toEqual([]);
          expect.soft(await overlaps(page), "overlapping elements").toEqual([]);
          expect.soft(await faintTexts(page, aaText), "texts hard to read").toEqual([]);
          if (kind === "phone") expect.soft(await smallTargets(page, 40), "too small for a finger").toEqual([]);
        });
      });
    }
  }
}
