import fs from "node:fs";
import path from "node:path";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

const readme = fs.readFileSync(path.join(import.meta.dirname, "../../README.md"), "utf8");

test("README's preload link and the player fetch leb.wasm once in total", async ({ page }) => {
  let fetched = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith("/leb.wasm")) fetched++;
  });
  await page.goto(`${servers.site}/pages/preload.html`);
  const link = `href="leb.wasm?v=${await page.evaluate(() => window.LEB.version)}"`;
  expect(readme.split(link), "README's link, in two languages, has this version").toHaveLength(3);
  await page.evaluate(
    async ({ url, signalURL }) => {
      await window.LEB.play(document.querySelector("video")!, url, { signalURL });
      await window.LEB.stop(document.querySelector("video")!);
    },
    { url: Stream.live().url, signalURL: servers.edge },
  );
  expect(fetched).toBe(1);
});
