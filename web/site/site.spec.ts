import fs from "node:fs";
import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { sidewaysScroll } from "../e2e/looks.js";
import { servers } from "../e2e/servers.js";

// The documentation site as a reader meets it. The screenshots are kept in dist/screenshots.

const top = path.join(import.meta.dirname, "../..");
const folder = path.join(top, "dist/screenshots");
const axe = fs.readFileSync(path.join(import.meta.dirname, "node_modules/axe-core/axe.min.js"), "utf8");

const devices = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };
const headings = {
  en: { index: "LEB Player", start: "Start", recovery: "Recovery", migration: "From TXLivePlayer and TCPlayer" },
  zh: { index: "LEB Player", start: "快速上手", recovery: "断线恢复", migration: "从 TXLivePlayer、TCPlayer 迁移" },
};

/** Returns what axe finds serious or critical, in words. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (window as any).axe.run({ resultTypes: ["violations"] });
    return violations
      .filter((found: any) => ["serious", "critical"].includes(found.impact))
      .flatMap((found: any) => found.nodes.map((node: any) => `${found.id}: ${node.html.slice(0, 120)}`));
  });
}

/** Opens a page of the site, and fails if it asks any other host for anything. */
async function open(page: Page, place: string): Promise<void> {
  const elsewhere: string[] = [];
  page.on("request", (request) => !request.url().startsWith(servers.site) && !request.url().startsWith("data:") && elsewhere.push(request.url()));
  await page.goto(`${servers.site}/docs/${place}`, { waitUntil: "networkidle" });
  expect(elsewhere).toEqual([]);
}

for (const [language, pages] of Object.entries(headings)) {
  for (const [name, heading] of Object.entries(pages)) {
    test(`${language}/${name} can be read`, async ({ page }) => {
      await open(page, `${language}/${name}.html`);
      for (const [device, viewport] of Object.entries(devices)) {
        for (const colorScheme of ["light", "dark"] as const) {
          const look = `${device}-${colorScheme}`;
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await expect(page.locator("html"), look).toHaveClass(colorScheme === "dark" ? /dark/ : /^(?!.*dark)/);
          await expect(page.getByRole("heading", { level: 1 }), look).toContainText(heading);
          await expect(page.getByRole("heading", { level: 1 }), look).toBeInViewport();
          expect(await sidewaysScroll(page), look).toBe(0);
          await page.screenshot({ path: path.join(folder, `docs-${language}-${name}-${look}.png`) });
          if (device === "desktop") expect(await barriers(page), look).toEqual([]);
        }
      }
    });
  }
}

/** What each entry of the package is for, and so has to be in its reference. */
const entries = { "": "Player", element: "LEBVideoElement", react: "useLEBPlayer", vue: "useLEBPlayer", txlive: "TXLivePlayer", controls: "LEBControlsElement" };

for (const [entry, name] of Object.entries(entries)) {
  test(`the reference of leb-player/${entry} is reached from a page's side`, async ({ page }) => {
    await open(page, "en/api.html");
    const title = `Types of leb-player${entry && "/"}${entry}`;
    await page.locator("aside").getByRole("link", { name: title, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
    await expect(page.getByRole("heading", { level: 3, name: new RegExp(`^${name}\\b`) })).toHaveCount(1);
  });
}

test("each entry of the package with types of its own has a reference", () => {
  const { exports } = JSON.parse(fs.readFileSync(path.join(top, "web/npm/package.json"), "utf8")) as { exports: Record<string, string | { types: string }> };
  const scripts = ["./inline", "./leb.js", "./txlive.js"]; // they have the types of another entry
  const typed = Object.keys(exports).filter((name) => typeof exports[name] === "object" && !scripts.includes(name));
  const pages = typed.map((name) => `en/${name === "." ? "" : `${name.slice(2)}-`}types.html`);
  expect(pages.filter((name) => !fs.existsSync(path.join(top, "dist/site/docs", name)))).toEqual([]);
});

test("the front page shows the moving picture, and what was measured", async ({ page }) => {
  for (const language of ["en", "zh"] as const) {
    await open(page, `${language}/index.html`);
    const picture = page.getByRole("img", { name: /TXLivePlayer/ });
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(800);
    await expect(page.locator(".VPFeature").first()).toContainText(/\d+ ms/);
    await page.screenshot({ path: path.join(folder, `docs-${language}-picture.png`), animations: "disabled" });
  }
});

test("screenshots show Chinese text, and not boxes for missing characters", async ({ page }) => {
  const [quick, direct] = await page.evaluate(() =>
    ["快", "直"].map((character) => {
      const context = new OffscreenCanvas(40, 40).getContext("2d")!;
      context.font = "32px sans-serif";
      context.fillText(character, 2, 34);
      return context.getImageData(0, 0, 40, 40).data.join();
    }),
  );
  expect(quick).not.toBe(direct);
});

for (const [locale, language] of [["zh-CN", "zh"], ["de-DE", "en"]] as const) {
  test(`a browser in ${locale} is led to ${language}`, async ({ browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(`${servers.site}/docs/`);
    await expect(page).toHaveURL(`${servers.site}/docs/${language}/index.html`);
    await page.close();
  });
}

for (const [language, button, words, found] of [
  ["en", "Search", "txSecret expires", "URLs that expire"],
  ["zh", "搜索", "签名过期", "地址过期"],
] as const) {
  test(`the search finds a page by words of its text (${language})`, async ({ page }) => {
    await open(page, `${language}/start.html`);
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("searchbox").fill(words);
    await page.locator(".result", { hasText: found }).first().click();
    await expect(page).toHaveURL(/expiring-urls\.html/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(found);
  });
}

for (const [language, label] of [["en", "your video element"], ["zh", "你的 video 元素"]] as const) {
  test(`diagrams are drawn, by the site's own files (${language})`, async ({ page }) => {
    await page.setViewportSize(devices.phone);
    await open(page, `${language}/how-it-works.html`);
    const written = fs.readFileSync(path.join(top, `web/docs/${language}/how-it-works.md`), "utf8").match(/^```mermaid/gm)!.length;
    await expect(page.locator(".diagram svg")).toHaveCount(written);
    await expect(page.locator(".diagram svg").first()).toContainText(label);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator(".diagram svg")).toHaveCount(written);
    await page.screenshot({ path: path.join(folder, `docs-${language}-how-it-works.png`), fullPage: true });
    expect(await barriers(page)).toEqual([]);
  });
}

test("a page without diagrams does not load what draws them", async ({ page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await open(page, "en/recovery.html");
  expect(loaded.filter((url) => url.includes("mermaid"))).toEqual([]);
});

test("a page is there in the other language, too", async ({ page }) => {
  await open(page, "en/api.html");
  await page.getByRole("button", { name: "Change language" }).hover();
  await page.getByRole("link", { name: "简体中文" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("选项、事件、错误");
});

for (const [where, name, from] of [
  ["the front page", "Demo", "en/index.html"],
  ["each page", "Demo", "en/decisions/index.html"],
  ["each Chinese page", "演示", "zh/start.html"],
] as const) {
  test(`${where} leads to the demo`, async ({ page }) => {
    await open(page, from);
    await page.getByRole("link", { name }).last().click();
    await expect(page.getByTestId("play")).toBeVisible();
    expect(new URL(page.url()).pathname).toBe("/");
  });
}
