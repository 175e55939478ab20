import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

test("README's preload link and the player fetch leb.wasm once in total", async ({ page }) => {
  let fetched = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/leb.wasm")) fetched++;
  });
  await page.goto(`${servers.site}/pages/preload.html`);
  await page.evaluate(
    async ({ url, signalURL }) => {
      await window.LEB.play(document.querySelector("video")!, url, { signalURL });
      await window.LEB.stop(document.querySelector("video")!);
    },
    { url: Stream.live().url, signalURL: servers.edge },
  );
  expect(fetched).toBe(1);
});
