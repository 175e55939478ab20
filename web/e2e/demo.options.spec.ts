import { columnsOf, marksOn } from "./chartpixels.js";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The demo's options, and its SEI card, chart, volume control and support card.

test.use({ locale: "en-US" });

test("options chosen by keyboard take effect at the next play and are remembered", async ({ page }) => {
  const stream = Stream.live();
  await page.goto(`${servers.site}/?url=${encodeURIComponent(stream.url)}`);
  const fold = page.getByTestId("options").locator("summary");
  await expect(fold).toContainText("Jitter buffer auto · SEI on");
  await expect(page.getByLabel("Jitter buffer")).toBeHidden();
  await fold.press("Enter");
  await page.getByLabel("Jitter buffer").selectOption("400 ms");
  await page.getByLabel("Request SEI").press("Space");
  await expect(fold).toContainText("Jitter buffer 400 ms · SEI off");
  await expect(page.getByTestId("state"), "the checkbox keeps the space key").toHaveAttribute("data-state", "idle");

  await page.getByTestId("url").press("Enter");
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  const [pull] = await stream.calls("pullstream");
  expect(pull?.body).not.toHaveProperty("seipass", 1);
  const saved = page.waitForEvent("download");
  await page.getByTestId("diagnostics").click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^leb-diagnostics-.*\.json$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  expect(JSON.parse(text)).toMatchObject({ state: "playing", options: { latency: 400, sei: false } });
  expect(text).not.toContain("5ecre7");
  await expect(page.getByTestId("sei")).toBeHidden();

  await page.getByTestId("options").getByLabel("Request SEI").press("Space");
  await page.getByTestId("url").press("Enter");
  await expect(page.getByTestId("sei")).toBeVisible();
  expect((await stream.calls("pullstream")).map((call) => call.body["seipass"])).toEqual([pull?.body["seipass"], 1]);
  await page.getByTestId("stop").click();

  await page.reload();
  await expect(fold).toContainText("Jitter buffer 400 ms · SEI on");
});

test("the edge's clock, the chart's accessible name, and the volume", async ({ page }) => {
  await page.goto(`${servers.site}/?url=${encodeURIComponent(Stream.live().url)}`);
  await page.getByTestId("play").click();
  const sei = (name: string) => page.getByTestId("sei").locator(`[data-sei="${name}"]`);
  await expect(sei("seiType")).toHaveText("5");
  await expect(sei("uuid")).toHaveText("6c656220-706c-6179-6572-20636c6f636b");
  await expect(sei("payload")).toHaveText(/^([0-9a-f]{2} ){7}[0-9a-f]{2}$|^“key”$/);
  await expect(sei("seiShown")).toHaveText(/^[\d,]+ ms$/);
  const age = async (name: string) => parseInt((await sei(name).textContent())!.replace(",", ""));
  expect(await age("seiSent")).toBeGreaterThanOrEqual(0);
  expect(await age("seiShown")).toBeLessThan(10_000);
  await expect(page.getByRole("img", { name: /^Latency in the last minute; Video latency [\d,]+ ms; .*Loss \d/ })).toBeVisible();

  const volume = page.getByRole("slider", { name: "Volume", exact: true });
  const volumeOf = () => page.getByTestId("video").evaluate(({ muted, volume }: HTMLVideoElement) => ({ muted, volume }));
  await volume.fill("0.5");
  expect(await volumeOf()).toEqual({ muted: false, volume: 0.5 });
  await page.locator("#mute").click();
  await expect(volume).toHaveValue("0");
  await volume.press("ArrowRight");
  expect(await volumeOf()).toEqual({ muted: false, volume: 0.05 });
  await page.getByTestId("stop").click();
});

test("the jitter fault clears itself after five seconds", async ({ page }) => {
  const stream = Stream.live();
  await page.goto(`${servers.site}/?url=${encodeURIComponent(stream.url)}`);
  await page.getByTestId("play").click();
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  await page.getByRole("button", { name: "Jitter for 5 s" }).click();
  await expect.poll(() => marksOn(page), "the mark of the fault").toBeGreaterThan(0);
  const faults = page.locator('[data-testid="log"] li[data-event="fault"]');
  await expect(faults).toHaveCount(2);
  await expect(faults.first()).toContainText("clear");
  await page.getByTestId("stop").click();
});

test("the chart follows the window and the colour scheme, and is loaded when there is something to draw", async ({ page }) => {
  await page.goto(`${servers.site}/?url=${encodeURIComponent(Stream.live().url)}`);
  await expect(page.locator('[data-testid="log"] li[data-event="ready"]')).toBeVisible();
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/uplot.js")).length);
  expect(await loaded()).toBe(0);
  await page.getByTestId("play").click();
  await expect.poll(() => columnsOf(page, "accent"), "the line of the latency").toBeGreaterThan(15);
  expect(await loaded()).toBe(1);
  await page.getByTestId("stop").click();

  const widths = () => page.getByTestId("chart").evaluate((card) => [card.querySelector(".drawing")!.clientWidth, card.querySelector("canvas")!.clientWidth]);
  const [before] = await widths();
  await page.setViewportSize({ width: 400, height: 800 });
  await expect.poll(async () => (await widths())[0]).not.toBe(before);
  await expect.poll(async () => new Set(await widths()).size, "the drawing fills its box").toBe(1);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => columnsOf(page, "accent"), "in the colours of the dark page").toBeGreaterThan(5);
});

test("missing features are shown before the first play", async ({ page }) => {
  await page.goto(servers.site);
  await expect(page.locator('[data-testid="log"] li[data-event="support"]')).toContainText("h264=true");
  await expect(page.getByTestId("support")).toBeHidden();

  await page.addInitScript(() => Reflect.deleteProperty(window, "RTCPeerConnection"));
  await page.reload();
  await expect(page.getByTestId("support")).toContainText("✗ WebRTC");
  await expect(page.getByTestId("support")).toContainText("RTCPeerConnection is not available here");
});
