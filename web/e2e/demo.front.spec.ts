import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The demo's first screen, and how it and the laboratory share the page.

test.use({ locale: "en-US" });

const front = (page: Page) => page.getByTestId("front-state");
const laboratory = (page: Page) => page.getByTestId("state");
const frames = (page: Page) => page.getByTestId("front-video").evaluate((video) => (video as unknown as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);

/** Returns the URLs of the page's requests from now on. */
function requestsOf(page: Page): string[] {
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  return urls;
}
const pulls = (urls: string[]) => urls.filter((url) => url.endsWith("/pullstream")).length;

test("the first screen plays the edge's stream, and shows what it measures there", async ({ page }) => {
  const requested = requestsOf(page);
  await page.goto(servers.site);
  await expect(front(page)).toHaveText("playing");
  await expect.poll(() => frames(page)).toBeGreaterThan(10);
  await expect(page.locator("#front-first-frame")).toHaveText(/^[1-9][\d,]* ms$/);
  await expect(page.locator("#front-delay")).toHaveText(/^\d[\d,]* ms$/);
  await expect(page.getByTestId("front-video")).toBeInViewport({ ratio: 1 });
  await expect(page.locator("#front-delay")).toBeInViewport({ ratio: 1 });

  await expect(laboratory(page), "the laboratory starts nothing").toHaveText("idle");
  expect(pulls(requested)).toBe(1);
  expect(requested.filter((url) => /\/leb\.wasm\b/.test(url)), "one program for both").toHaveLength(1);
  const elsewhere = requested.filter((url) => !/^(data|blob):/.test(url) && ![servers.site, servers.edge].some((server) => url.startsWith(`${server}/`)));
  expect(elsewhere, "nothing comes from elsewhere").toEqual([]);
});

test("the controls pause and go on, by mouse and keyboard, and speak the page's language", async ({ page }) => {
  await page.goto(servers.site);
  await expect(front(page)).toHaveText("playing");
  await page.getByRole("button", { name: "pause", exact: true }).click();
  await expect(front(page)).toHaveText("paused");
  await page.locator("#language").click();
  await expect(front(page)).toHaveText("已暂停");
  const play = page.locator("media-play-button");
  await expect(play).toHaveAccessibleName("播放");
  await play.press("k");
  await expect(front(page)).toHaveText("播放中");
  await expect(page.locator("#state"), "the key is the front player's alone").toHaveAttribute("data-state", "idle");
});

test("statistics, mirror and page full screen work under the page's policy", async ({ page }) => {
  await page.goto(servers.site);
  await expect(front(page)).toHaveText("playing");
  await page.getByRole("button", { name: "Statistics" }).press("Enter");
  await expect(page.locator("leb-statistics-panel").getByRole("table")).toContainText(/\d+ × \d+/);
  await page.keyboard.press("Escape");
  await expect(page.locator("leb-statistics-panel")).toBeHidden();

  await page.getByRole("button", { name: "Mirror" }).press("Enter");
  await expect(page.getByTestId("front-video").locator("video")).toHaveCSS("transform", /^matrix\(-1, /);

  const player = page.locator("media-controller");
  const before = await player.boundingBox();
  await page.locator("leb-page-fullscreen-button").press("Enter");
  expect(await player.boundingBox()).toEqual({ x: 0, y: 0, ...page.viewportSize()! });
  await page.keyboard.press("Escape");
  expect(await player.boundingBox()).toEqual(before);
});

test("one stream plays at a time, unless the visitor wants both", async ({ page }) => {
  await page.goto(servers.site);
  await expect(front(page)).toHaveText("playing");
  await page.getByTestId("url").fill(Stream.live().url);
  await page.getByTestId("play").click();
  await expect(laboratory(page)).toHaveText("playing");
  await expect(front(page), "the laboratory stops the first screen").toHaveText("stopped");

  await page.locator("media-play-button").click();
  await expect(front(page)).toHaveText("playing");
  await expect(laboratory(page), "and the other way round").toHaveText("stopped");

  await page.getByTestId("options").locator("summary").click();
  await page.getByLabel("Let the player above play on").check();
  await page.getByTestId("play").click();
  await expect(laboratory(page)).toHaveText("playing");
  await expect(front(page)).toHaveText("playing");
  await page.getByTestId("stop").click();
});

test("the first screen waits for a click where motion is not wanted", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const requested = requestsOf(page);
  await page.goto(servers.site);
  await expect(page.locator('[data-testid="log"] li[data-event="ready"]')).toBeVisible();
  await page.locator("media-play-button").hover();
  expect(pulls(requested)).toBe(0);
  await page.locator("media-play-button").click();
  await expect(front(page)).toHaveText("playing");
  expect(pulls(requested)).toBe(1);
});

test("a page without an edge says so, and requests no stream", async ({ page }) => {
  await page.route("**/site-config.json", (route) => route.fulfill({ json: {} }));
  const requested = requestsOf(page);
  await page.goto(servers.site);
  await expect(page.getByText("No stream here")).toBeVisible();
  await expect(page.getByTestId("front-video")).toBeHidden();
  expect(pulls(requested)).toBe(0);
});

test("the lines for a page are copied as they are shown", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(servers.site);
  for (const name of ["script", "npm", "element"]) {
    const button = page.locator(`#copy-${name}`);
    await button.press("Enter");
    await expect(button).toHaveText("Copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.locator(`#snippet-${name}`).textContent());
    expect(copied.split("\n")).toHaveLength(3);
    await expect(button).toHaveText("Copy");
  }
});

/** The pages around the copied lines: the folder that they are in, and what else they need. */
const around: Record<string, { folder: string; page: (lines: string) => string }> = {
  script: { folder: "raw", page: (lines) => lines },
  npm: {
    folder: "npm",
    page: (lines) => `<script type="importmap">{"imports": {"leb-player": "/npm/index.js"}}</script><video muted playsinline></video><script type="module">${lines}</script>`,
  },
  element: { folder: "npm", page: (lines) => lines },
};
for (const [name, { folder, page: pageOf }] of Object.entries(around)) {
  test(`the lines for a page play: ${name}`, async ({ page }) => {
    await page.goto(servers.site);
    const lines = await page.locator(`#snippet-${name}`).textContent();
    const url = `${servers.site}/${folder}/lines.html`;
    const body = `<!doctype html><html lang="en"><title>lines</title><link rel="icon" href="data:,"><body>${pageOf(lines!)}</body></html>`;
    await page.route(url, (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
    await page.route("https://live.rtc.qq.com:8687/**", async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: servers.edge + pathname }) });
    });
    await page.goto(url, { waitUntil: "domcontentloaded" });
    const shown = () => page.locator("video").evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
    await expect.poll(shown).toBeGreaterThan(10);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
}

for (const [tag, language, names] of [["en-US", "en", ["Documentation", "Self-test"]], ["zh-CN", "zh", ["文档", "播放器自检"]]] as const) {
  test(`the links lead to pages in the same language, and back: ${language}`, async ({ page }) => {
    await page.goto(`${servers.site}/?lang=${tag}`);
    for (const name of names) {
      const link = page.getByRole("link", { name, exact: true });
      const [reply] = await Promise.all([page.waitForResponse((response) => response.request().isNavigationRequest()), link.click()]);
      expect(reply.status()).toBe(200);
      await expect(page).toHaveURL(new RegExp(`docs/${language}/|lang=${language}`));
      await page.getByRole("link", { name: /^(Demo|演示|Demo · 演示)$/ }).first().click();
      await expect(page.getByTestId("front-state")).toBeVisible();
      await page.goto(`${servers.site}/?lang=${tag}`);
    }
  });
}

test("what is typed before the site's settings have arrived stays", async ({ page }) => {
  let answer = () => {};
  const typed = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/site-config.json", async (route) => {
    await typed;
    await route.continue();
  });
  await page.goto(servers.site, { waitUntil: "commit" });
  const { url } = Stream.live();
  await page.getByTestId("url").fill(url);
  answer();
  await expect(page.getByTestId("signal")).toHaveValue(servers.edge);
  await expect(page.getByTestId("url")).toHaveValue(url);
});
