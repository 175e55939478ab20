import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The self-test page, which people open on phones that no test here can drive.

const names = [
  "supported",
  "first frame",
  "picture advances",
  "sound advances",
  "statistics",
  "SEI messages",
  "snapshot",
  "pause and resume",
  "switch to another stream",
  "server closes: picture again",
  "media stop: picture again",
  "stop",
];

test("runs by itself, and gives a result that can be copied and has no secret", async ({ page, context }, info) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const url = `webrtc://127.0.0.1/live/check-${Date.now()}?txSecret=5ecre7&txTime=7FFFFFFF`;
  await page.goto(`${servers.site}/check.html?lang=en&url=${encodeURIComponent(url)}`);
  await expect(page.getByRole("status")).toHaveText("12 passed, 0 failed, 0 not tried", { timeout: 60_000 });
  await expect(page.locator("#rows li")).toHaveCount(names.length);
  await page.getByRole("button", { name: "Copy" }).press("Enter");
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("Chrome/");
  for (const name of names) expect(copied).toMatch(new RegExp(`^\\| ${name} \\| ✓ \\| \\d+\\.\\d \\|`, "m"));
  expect(copied).not.toContain("5ecre7");
  await page.screenshot({ path: info.outputPath("check.png"), fullPage: true });
});

test.describe("on a phone, in Chinese", () => {
  test.use({ locale: "zh-CN", viewport: { width: 360, height: 740 } });

  test("a row that fails is told, and the rest are tried", async ({ page }, info) => {
    await page.addInitScript(() => (HTMLCanvasElement.prototype.toBlob = (callback) => callback(null)));
    await page.goto(`${servers.site}/check.html`);
    await expect(page.getByRole("status")).toHaveText("通过 11 项，失败 1 项，未检查 0 项", { timeout: 60_000 });
    await expect(page.locator('[data-outcome="failed"]')).toHaveText(/^✗截图/);
    await expect(page.getByRole("textbox", { name: "结果" })).toHaveValue(/\| snapshot \| ✗ \|/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.screenshot({ path: info.outputPath("phone.png"), fullPage: true });
  });
});

test("a stream of another server: what only the edge can do is left out", async ({ page }) => {
  await page.route("**/site-config.json", (route) => route.fulfill({ json: {} }));
  await page.goto(`${servers.site}/check.html?lang=en`);
  await expect(page.getByRole("status")).toHaveText("Enter a stream URL, and its signalling host if it has one of its own.");
  await page.getByLabel("Stream URL").fill(`webrtc://127.0.0.1/live/check-${Date.now()}`);
  await page.getByLabel("Signalling host").fill(servers.edge);
  await page.getByLabel("Signalling host").press("Enter");
  await expect(page.getByRole("status")).toHaveText("10 passed, 0 failed, 2 not tried", { timeout: 60_000 });
});
