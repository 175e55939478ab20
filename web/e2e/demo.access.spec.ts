import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { cutOffTexts, sidewaysScroll } from "./looks.js";
import { servers } from "./servers.js";

// The demo for people who use a keyboard or a screen reader, and on windows of any width.

const laboratory = async (page: Page) => {
  await page.getByTestId("options").locator("summary").click();
  await page.getByTestId("url").fill(Stream.live().url);
  await page.getByTestId("play").click();
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  await expect(page.getByTestId("sei").locator('[data-sei="seiShown"]')).toHaveText(/\d ms/);
  await expect(page.getByTestId("chart")).toBeVisible();
};

/** The pages as they are looked at, and what is done to them first. */
const views: Record<string, { path: string; ready: (page: Page) => Promise<void> }> = {
  "first screen": { path: "/", ready: (page) => expect(page.getByTestId("front-state")).toHaveAttribute("data-state", "playing") },
  laboratory: { path: "/", ready: laboratory },
  failure: {
    path: `/?autoplay=1&url=${encodeURIComponent(Stream.fault("errcode-42").url)}`,
    ready: (page) => expect(page.getByTestId("error")).toBeVisible(),
  },
  "self-test": { path: "/check.html", ready: (page) => expect(page.locator("#rows li")).not.toHaveCount(0) },
};

for (const [locale, lang] of [["en-US", "en"], ["zh-CN", "zh"]] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${locale}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      for (const [view, { path, ready }] of Object.entries(views)) {
        test(`axe finds nothing serious: ${view}`, async ({ page }) => {
          await page.goto(`${servers.site}${path}`);
          await ready(page);
          await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${lang}`));
          const { violations } = await new AxeBuilder({ page }).analyze();
          const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
          expect(grave.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`) }))).toEqual([]);
        });
      }

      test("nothing is cut off, and nothing scrolls sideways", async ({ page }) => {
        await page.goto(servers.site);
        await laboratory(page);
        for (const width of [360, 768, 1280, 1920]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await sidewaysScroll(page), `${width} px`).toBe(0);
          expect(await cutOffTexts(page), `${width} px`).toEqual([]);
        }
      });
    });
  }
}

test.describe("by keyboard", () => {
  test.use({ locale: "en-US" });

  test("Tab reaches everything in the order of the page, and shows where it is", async ({ page }) => {
    await page.goto(servers.site);
    await expect(page.getByTestId("front-state")).toHaveText("playing");
    const visited: string[] = [];
    const invisible: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => {
        let node = document.activeElement;
        let host = node!;
        for (; node?.shadowRoot?.activeElement; node = node.shadowRoot.activeElement) host = node.shadowRoot.activeElement.localName.includes("-") ? node.shadowRoot.activeElement : node;
        if (!node || node === document.body) return null;
        const { outlineStyle, boxShadow } = getComputedStyle(node);
        return { name: host.id || host.localName, seen: outlineStyle !== "none" || boxShadow !== "none" || getComputedStyle(host).boxShadow !== "none", inView: host.checkVisibility() };
      });
      if (!focus) break;
      visited.push(focus.name);
      if (!focus.seen || !focus.inView) invisible.push(focus.name);
    }
    const order = ["language", "media-play-button", "media-mute-button", "media-live-button", "media-fullscreen-button", "copy-script", "copy-npm", "copy-element", "a", "share", "url", "signal", "play", "mute", "volume", "full", "copy", "log"];
    expect(visited.filter((name, i) => order.includes(name) && visited.indexOf(name) === i)).toEqual(order);
    expect(invisible).toEqual([]);
  });

  test("a live region tells the states of both players", async ({ page }) => {
    await page.addInitScript(() => {
      const told: string[] = [];
      Object.assign(window, { told });
      new MutationObserver((records) => {
        for (const { target } of records) {
          const region = (target instanceof Element ? target : target.parentElement)?.closest('[role="status"]');
          if (region && region.textContent) told.push(`${region.id}: ${region.textContent}`);
        }
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    await page.goto(servers.site);
    const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
    await expect.poll(told).toContain("front-state: playing");
    await page.getByTestId("url").fill(Stream.live().url);
    await page.getByTestId("url").press("Enter");
    await expect.poll(told).toEqual(expect.arrayContaining(["state: connecting", "state: playing", "front-state: stopped"]));
  });

  test("nothing turns or breathes where motion is not wanted", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const stream = Stream.live();
    await stream.inject("slow-3000", { pulls: "1" });
    await page.goto(`${servers.site}/?autoplay=1&url=${encodeURIComponent(stream.url)}`);
    await expect(page.getByTestId("state")).toHaveAttribute("data-state", "pulling");
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.getByTestId("stop").click();
  });
});
