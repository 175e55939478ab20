import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The demo injects faults into the local edge and shows the recovery.

for (const { locale, name } of [
  { locale: "en-US", name: "Media stops" },
  { locale: "zh-CN", name: "媒体中断" },
]) {
  test.describe(locale, () => {
    test.use({ locale });

    test("a fault injected by keyboard shows the badge, fills the log, and the stream recovers", async ({ page }, info) => {
      const stream = Stream.live();
      await page.goto(`${servers.site}/?autoplay=1&url=${encodeURIComponent(stream.url)}`);
      const state = page.getByTestId("state");
      await expect(state).toHaveAttribute("data-state", "playing");
      await page.getByTestId("faults").getByRole("button", { name }).press("Enter");

      const badge = page.getByTestId("recovery");
      await expect(badge).toBeVisible();
      await expect(badge).toHaveText(/\d s|\d 次|attempt \d/);
      await page.screenshot({ path: info.outputPath("badge.png"), fullPage: true });
      const line = (event: string) => page.locator(`[data-testid="log"] li[data-event="${event}"]`);
      await expect(line("fault")).toContainText("stop");
      await expect(line("reconnecting")).toContainText("attempt=1");
      await expect(line("recovered")).toContainText(/duration=[\d.]+ .*attempts=1/);
      await expect(state).toHaveAttribute("data-state", "playing");
      await expect(badge).toBeHidden();
      await expect(page.getByTestId("log")).not.toContainText("5ecre7");
      await page.screenshot({ path: info.outputPath("recovered.png"), fullPage: true });

      await page.getByTestId("stop").click();
      await expect(page.getByTestId("faults")).toBeHidden();
    });
  });
}

test("faults are offered for the local edge only", async ({ page }) => {
  await page.goto(`${servers.site}/?autoplay=1&url=${encodeURIComponent(Stream.live().url)}&signal=${servers.edge}/edge/host/slow-1`);
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  await expect(page.getByTestId("faults")).toBeHidden();
  await page.getByTestId("stop").click();
});

test("the edge's token in the page's address opens its faults to other machines", async ({ page }) => {
  const url = encodeURIComponent(Stream.live().url);
  await page.goto(`${servers.site}/?autoplay=1&url=${url}&token=t0ken`);
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "playing");
  const request = page.waitForRequest("**/edge/fault?*");
  await page.getByTestId("faults").getByRole("button").first().click();
  expect(new URL((await request).url()).searchParams.get("token")).toBe("t0ken");
  await page.getByTestId("stop").click();
});

test("the edge answers the site's pages and no others", async ({ page }) => {
  const ask = (path: string, method: string) =>
    page.evaluate(({ url, method }) => fetch(url, { method }).then((reply) => reply.status, () => "refused"), { url: servers.edge + path, method });
  await page.goto(servers.site);
  expect(await ask("/edge/state", "GET")).toBe(200);
  expect(await ask("/edge/fault", "POST"), "without parameters").toBe(400);
  await page.goto(servers.site.replace("127.0.0.1", "localhost")); // another origin
  expect(await ask("/edge/state", "GET")).toBe("refused");
  expect(await ask("/edge/fault", "POST")).toBe("refused");
  expect(await ask("/webrtc/v1/pullstream", "POST"), "signalling is open to all").toBe(400);
});
