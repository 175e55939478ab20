import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The link that the demo's laboratory copies: its settings, and none of their secrets.

test.use({ locale: "en-US", permissions: ["clipboard-read", "clipboard-write"] });

const secret = "5ecre7c0de";
const path = "webrtc://127.0.0.1/live/shared";

/** A stream's URL with a secret in each place that a URL has, and one that was escaped or begins with another sign. */
const places: Record<string, string> = {
  "the query": `${path}?txSecret=${secret}&txTime=7FFFFFFF`,
  "a parameter of any name": `${path}?whatever=${secret}`,
  "a query without names": `${path}?${secret}`,
  "a bitrate's neighbour": `${path}?tabr_bitrates=hd&token=${secret}&tabr_start_bitrate=hd`,
  "user and password": `webrtc://user:${secret}@127.0.0.1/live/shared?x=1`,
  "a user alone": `webrtc://${secret}@127.0.0.1/live/shared`,
  "the fragment": `${path}#token=${secret}`,
  "an escaped query": `${path}%3FtxSecret%3D${secret}`,
  "a query escaped twice": `${path}%253FtxSecret%253D${secret}`,
  "a query that begins with &": `${path}&txSecret=${secret}`,
  "a path's parameter": `${path};txSecret=${secret}`,
};

for (const [place, url] of Object.entries(places)) {
  test(`leaves out a secret in ${place}`, async ({ page }) => {
    await page.goto(`${servers.site}/?token=${secret}&autoplay=0&url=${encodeURIComponent(url)}#${secret}`);
    await expect(page.getByTestId("url")).toHaveValue(url);
    await page.getByTestId("signal").fill(url.replace("webrtc:", "https:"));
    await expect(page.locator("#share-note")).toHaveText(/Signatures, tokens and passwords are left out/);
    const button = page.getByTestId("share");
    await button.press("Enter");
    await expect(button).toHaveText("Copied");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).not.toContain(secret);
    expect(link).not.toMatch(/txSecret|txTime|token|autoplay/i);
    const query = new URL(link).searchParams;
    const bitrates = place === "a bitrate's neighbour" ? "?tabr_bitrates=hd&tabr_start_bitrate=hd" : "";
    expect(query.get("url"), "the stream itself is there").toBe(path + bitrates);
    expect(query.get("signal")).toBe(path.replace("webrtc:", "https:") + bitrates);
  });
}

test("brings another visitor to the same settings, also over the visitor's own", async ({ page, browser }) => {
  const stream = Stream.live();
  await page.goto(servers.site);
  await expect(page.getByTestId("signal")).toHaveValue(servers.edge);
  await page.getByTestId("url").fill(stream.url);
  await page.getByTestId("options").locator("summary").click();
  await page.getByLabel("Jitter buffer").selectOption("400 ms");
  await page.getByLabel("Request SEI").uncheck();
  await page.getByTestId("share").click();
  await expect(page.getByTestId("share")).toHaveText("Copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const visitor = await browser.newPage({ locale: "en-US" });
  await visitor.goto(servers.site);
  await visitor.evaluate(() => localStorage.setItem("leb-demo", JSON.stringify({ url: "webrtc://other.example/live/x", latency: "50", sei: "1" })));
  await visitor.goto(link);
  await expect(visitor.getByTestId("url")).toHaveValue(stream.url.replace(/\?.*/, ""));
  await expect(visitor.getByTestId("signal")).toHaveValue(servers.edge);
  await expect(visitor.getByTestId("options")).toContainText("Jitter buffer 400 ms · SEI off");
  await expect(visitor.getByRole("heading", { name: "Laboratory" })).toBeInViewport();
  await expect(visitor.getByTestId("state"), "a link plays nothing by itself").toHaveText("idle");
  await expect(visitor.getByTestId("front-state")).toHaveText("idle");
  await visitor.getByTestId("play").click();
  await expect(visitor.getByTestId("state")).toHaveText("playing");
  await visitor.close();
});
