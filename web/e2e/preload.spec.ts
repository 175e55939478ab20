import { guide, languages, read } from "./documents.js";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

test("the guides' preload link and the player fetch leb.wasm once in total", async ({ page }) => {
  let fetched = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith("/leb.wasm")) fetched++;
  });
  await page.goto(`${servers.site}/pages/preload.html`);
  const link = `href="leb.wasm?v=${await page.evaluate(() => window.LEB.version)}"`;
  for (const language of languages) expect(read(guide(language, "start")), "the guide's link has this version").toContain(link);
  await page.evaluate(
    async ({ url, signalURL }) => {
      await window.LEB.play(document.querySelector("video")!, url, { signalURL });
      await window.LEB.stop(document.querySelector("video")!);
    },
    { url: Stream.live().url, signalURL: servers.edge },
  );
  expect(fetched).toBe(1);
});
