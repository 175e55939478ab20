import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

test.use({ locale: "en-US" });

test("the demo plays the edge's stream and shows phases, statistics and events", async ({ page }, info) => {
  await page.goto(servers.site);
  await expect(page.getByTestId("signal")).toHaveValue(servers.edge);
  const stream = Stream.live();
  await page.getByTestId("url").fill(stream.url);
  await page.getByTestId("play").click();

  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  const frames = () => page.getByTestId("video").evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
  await expect.poll(frames).toBeGreaterThan(30);
  for (const phase of ["load", "offer", "signalling", "answer", "ice", "dtls", "first packet", "decoded", "first frame"]) {
    await expect(page.getByTestId("waterfall")).toContainText(new RegExp(phase, "i"));
  }
  const chart = page.getByRole("table", { name: "Time to first frame" });
  await expect(chart.getByRole("row", { name: /^First frame( \d[\d,]* ms){2}$/ })).toHaveCount(1);
  await expect(chart.getByRole("columnheader")).toHaveText(["Phase", "Duration", "End"]);
  await expect(page.locator('dd[data-stat="score"]')).toHaveText(/^[0-5] \/ 5$/);
  await expect(page.locator('dd[data-stat="videoCodec"]')).toHaveText(/h264/i);
  await expect(page.locator('dd[data-stat="bitrate"]')).toHaveText(/\d/);
  await expect(page.locator('[data-testid="log"] li[data-event="firstframe"]')).toHaveCount(1);
  await expect(page.getByTestId("log")).not.toContainText("5ecre7");
  await page.screenshot({ path: info.outputPath("playing.png"), fullPage: true });

  await page.getByTestId("stop").click();
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "stopped");
  await expect.poll(async () => (await stream.calls("stopstream")).length).toBe(1);
});

test("the demo shows the server's message as text, with advice", async ({ page }) => {
  await page.route("**/webrtc/v1/pullstream", (route) =>
    route.fulfill({ json: { errcode: 7, errmsg: "<img src=x onerror=alert(1)> 不行" }, headers: { "Access-Control-Allow-Origin": "*" } }),
  );
  await page.goto(servers.site);
  await page.getByTestId("url").fill(Stream.live().url);
  await page.getByTestId("url").press("Enter");
  const error = page.getByTestId("error");
  await expect(error).toBeVisible();
  await expect(error).toHaveAttribute("data-code", "refused");
  await expect(error).toContainText("<img src=x onerror=alert(1)> 不行");
  await expect(error.locator("img")).toHaveCount(0);
});

for (const { locale, names } of [
  { locale: "en-US", names: ["Pause (K)", "Snapshot (S)"] as const },
  { locale: "zh-CN", names: ["暂停 (K)", "截图 (S)"] as const },
]) {
  test.describe(locale, () => {
    test.use({ locale });

    test("the demo pauses, resumes and takes a snapshot, by buttons and keys", async ({ page }, info) => {
      const stream = Stream.live();
      await page.goto(`${servers.site}/?autoplay=1&url=${encodeURIComponent(stream.url)}`);
      const state = page.getByTestId("state");
      const button = (name: string) => page.getByRole("button", { name });
      await expect(state).toHaveAttribute("data-state", "playing");
      await button(names[0]).click();
      await expect(state).toHaveAttribute("data-state", "paused");
      await expect(button(names[0])).toHaveAttribute("aria-pressed", "true");
      await page.screenshot({ path: info.outputPath("paused.png"), fullPage: true });
      await page.keyboard.press("k");
      await expect(state).toHaveAttribute("data-state", "playing");

      const download = page.waitForEvent("download");
      await button(names[1]).click();
      expect((await download).suggestedFilename()).toMatch(/^leb-.*\.png$/);
      await expect(page.locator('[data-testid="log"] li[data-event="snapshot"]')).toContainText("type=image/png");
      await page.keyboard.press("p");
      await expect.poll(() => page.evaluate(() => document.pictureInPictureElement !== null)).toBe(true);
      await page.keyboard.press("p");
      await expect.poll(() => page.evaluate(() => document.pictureInPictureElement !== null)).toBe(false);

      await page.getByTestId("stop").click();
      await expect(button(names[0])).toBeDisabled();
      expect(await stream.calls("pullstream")).toHaveLength(1);
    });
  });
}

test.describe("markup that gets into the demo", () => {
  test.use({ expectedErrors: [/(base-uri|form-action) 'none'/] });
  test("can neither move its links nor send its fields away", async ({ page }) => {
    await page.goto(servers.site);
    const violated = await page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => directives.push(effectiveDirective));
      document.head.insertAdjacentHTML("beforeend", '<base href="https://elsewhere.example/">');
      document.body.insertAdjacentHTML("beforeend", '<form id="foreign" action="https://elsewhere.example/"><input name="url"></form>');
      document.querySelector<HTMLFormElement>("#foreign")!.submit();
      while (directives.length < 2) await new Promise(requestAnimationFrame);
      return directives;
    });
    expect(violated.sort()).toEqual(["base-uri", "form-action"]);
    expect(await page.evaluate(() => document.baseURI)).toBe(`${servers.site}/`);
  });
});

test("the demo fits a phone", async ({ page }, info) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await page.goto(`${servers.site}/?autoplay=1&url=${encodeURIComponent(Stream.live().url)}`);
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
  await page.screenshot({ path: info.outputPath("phone.png"), fullPage: true });
});

test("a signalling server that came with a link is not remembered", async ({ page }) => {
  const stream = Stream.live();
  const linked = `${servers.edge}/edge/host/slow-1`;
  await page.goto(`${servers.site}/?autoplay=1&url=${encodeURIComponent(stream.url)}&signal=${linked}`);
  await expect(page.getByTestId("signal")).toHaveValue(linked);
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  const kept = await page.evaluate(() => localStorage.getItem("leb-demo") ?? "");
  expect(kept, "the stream is remembered").toContain(new URL(stream.url).pathname);
  expect(kept).not.toContain("slow-1");
  expect(kept).not.toContain("5ecre7");
  await page.goto(`${servers.site}/`);
  await expect(page.getByTestId("signal")).toHaveValue(servers.edge);
});
