import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

/** Opens a page whose tag of leb.js has these attributes, and which has no script of its own. */
async function open(page: Page, attributes: Record<string, string>): Promise<void> {
  const escaped = Object.entries(attributes).map(([name, value]) => `${name}="${value.replaceAll("&", "&amp;")}"`);
  const tag = `<script src="/raw/leb.js" data-prepare ${escaped.join(" ")}></script>`;
  await page.goto(`${servers.site}/pages/empty.html`);
  await page.setContent(`<!doctype html><head>${tag}</head><body><video muted></video>`);
}

/** Plays in the page's video. Returns the sessionId once the first frame is displayed. */
function play(page: Page, url: string, options: Record<string, unknown> = {}): Promise<string | null> {
  return page.evaluate(
    async ({ url, options }) => (await window.LEB.play(document.querySelector("video")!, url, options)).sessionId,
    { url, options: { signalURL: servers.edge, ...options } },
  );
}

const stop = (page: Page) => page.evaluate(() => window.LEB.stop(document.querySelector("video")!));

test("the tag's stream is pulled before the page has a player, and play() of its URL takes it over", async ({ page }) => {
  const stream = Stream.live();
  await open(page, { "data-url": stream.url, "data-signal-url": servers.edge });
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 0 });

  const sessionId = await play(page, stream.url);
  const [pull] = await stream.calls("pullstream");
  expect(sessionId).toBe(pull!.body.sessionid);
  await expect.poll(() => stream.settled()).toBe(1);
  await stop(page);
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });

  await play(page, stream.url);
  await expect.poll(() => stream.settled()).toBe(2);
  await stop(page);
  await expect.poll(() => stream.counts(), "a second play pulls by itself").toEqual({ pulls: 2, stops: 2 });
  expect((await stream.calls()).filter(({ problem }) => problem)).toEqual([]);
});

test("a player with other options for what is received pulls the tag's stream by itself, and leaving stops both", async ({ page }) => {
  const stream = Stream.live();
  await open(page, { "data-url": stream.url, "data-signal-url": servers.edge });
  await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 0 });
  await play(page, stream.url, { audio: false });
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 0 });
  await page.goto("about:blank");
  await expect.poll(() => stream.counts()).toEqual({ pulls: 2, stops: 2 });
});

test("without a URL, data-prepare loads the module, which a play uses", async ({ page }) => {
  let fetched = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith("/leb.wasm")) fetched++;
  });
  await open(page, { "data-signal-url": servers.edge });
  await expect.poll(() => fetched).toBe(1);
  await play(page, Stream.live().url);
  await stop(page);
  expect(fetched).toBe(1);
});

test.describe("a wrong attribute", () => {
  test.use({ expectedErrors: [/^leb\.js, data-prepare: /] });

  const wrong = [
    { attributes: { "data-url": "live/stream" }, complaint: /URL/ },
    { attributes: { "data-signal-url": "edge.example.com" }, complaint: /data-signal-url is not an http: or https: URL/ },
  ];
  for (const { attributes, complaint } of wrong) {
    test(`${JSON.stringify(attributes)} is one error on the console, and the page plays`, async ({ page }) => {
      const errors: string[] = [];
      page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
      await open(page, attributes);
      await expect.poll(() => errors).toEqual([expect.stringMatching(complaint)]);
      await play(page, Stream.live().url);
      await stop(page);
      expect(errors).toHaveLength(1);
    });
  }
});
