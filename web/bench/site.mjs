// The demo's front page: what it loads, and when it is painted.
import path from "node:path";
import { sizesOf } from "../compress.mjs";
import { newHost, withBrowser, within } from "./browser.mjs";
import { startServers, top } from "./servers.mjs";

const folder = "dist/site";

/** Runs in the page before its own scripts: keeps the times of the paints and of the player's first frame. */
function watchPaints() {
  window.painted = {};
  const observe = (type, keep) => new PerformanceObserver((list) => list.getEntries().forEach(keep)).observe({ type, buffered: true });
  observe("paint", ({ name, startTime }) => name === "first-contentful-paint" && (window.painted.fcp = startTime));
  observe("largest-contentful-paint", ({ startTime }) => (window.painted.lcp = startTime));
  document.addEventListener("lebfirstframe", () => (window.painted.frame ??= performance.now()), true); // it does not bubble
}

/** Measures the front page on each network, cold. @returns the files with their sizes, and for each network the samples and failures */
export async function measureSite(repeats, progress) {
  const servers = await startServers({}, { folder });
  const loaded = new Set();
  const results = servers.networks.map((network) => ({ network, samples: [], failures: [] }));
  try {
    for (let i = 0; i < repeats; i++) {
      progress(`the site: round ${i + 1} of ${repeats}`);
      for (const { network, samples, failures } of results) {
        try {
          samples.push(await withBrowser((browser) => within(60_000, visit(browser, network.site, loaded))));
        } catch (error) {
          failures.push(String(error.message ?? error));
        }
      }
    }
  } finally {
    await servers.stop();
  }
  return { files: [...loaded].sort().map((name) => ({ name, ...sizesOf(path.join(top, folder, name)) })), results };
}

/** Opens the page at a new host, and waits until it plays. */
async function visit(browser, site, loaded) {
  const page = await browser.newPage();
  const address = `${site.replace("127.0.0.1", newHost())}/`;
  page.on("request", (request) => request.url().startsWith(address) && loaded.add(new URL(request.url()).pathname.slice(1) || "index.html"));
  await page.addInitScript(watchPaints);
  await page.goto(address, { waitUntil: "domcontentloaded" });
  await page.waitForFunction(() => window.painted.frame !== undefined && window.painted.lcp !== undefined);
  const { fcp, lcp, frame } = await page.evaluate(() => window.painted);
  await page.close();
  return { fcp, lcp, frame };
}

