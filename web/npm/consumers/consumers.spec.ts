import { execFileSync } from "node:child_process";
import { Stream } from "../../e2e/edge.js";
import { expect, test } from "../../e2e/fixtures.js";
import { servers } from "../../e2e/servers.js";
import { copyApp, installedApp, versionOf } from "./install.js";
import { policyOf, refusedWorker, rows, useEntry } from "./rows.js";

// The packed package is installed and played out of each tool. Each test is a row of the table.

test.use({ expectedErrors: [refusedWorker] });

for (const row of rows) {
  const { name, entry, policy, tool } = row;
  test(`${name} | ${entry} | ${policy}`, async ({ page }, info) => {
    const folder = copyApp(info.title);
    useEntry(folder, row);
    const began = Date.now();
    const site = await row.start(folder, policyOf(row, servers.edge));
    info.annotations.push({ type: "built in", description: `${((Date.now() - began) / 1000).toFixed(1)} s` });
    if (tool) info.annotations.push({ type: "version", description: versionOf(tool) });
    try {
      const fetched: string[] = [];
      page.on("request", (request) => /\.wasm(\?|$)/.test(request.url()) && fetched.push(request.url()));
      const stream = Stream.live();
      const html = await page.goto(`${site.url}?${new URLSearchParams({ edge: servers.edge, stream: stream.url })}`);
      await page.waitForFunction(() => window.outcome !== undefined, undefined, { timeout: 30_000 });
      expect(await page.evaluate(() => window.outcome)).toBe("plays");
      await expect.poll(() => page.evaluate(() => window.video.getVideoPlaybackQuality().totalVideoFrames)).toBeGreaterThan(10);
      expect(fetched, "requests for leb.wasm").toHaveLength(entry === "./inline" || entry === "both" ? 0 : 1);
      if (tool === "next") expect(await html!.text(), "rendered on the server").toContain('data-supported="false"');
      await page.evaluate(() => window.player.stop());
      await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
      await row.also?.(page, site.url);
    } finally {
      await site.close();
    }
  });
}

/** Runs in Node. Fails if importing sets or reads a global of a page, and prints whether a play would be possible. */
const inNode = (entry: string, load: string) => `
  const before = Object.getOwnPropertyNames(globalThis).join();
  for (const name of ["window", "self", "document", "location", "customElements", "HTMLElement", "RTCPeerConnection"]) {
    const value = globalThis[name];
    Object.defineProperty(globalThis, name, { configurable: true, get: () => (value ?? process.stdout.write("reads " + name + "; "), value) });
  }
  const { Player } = ${load}(${JSON.stringify(entry)});
  for (const name of ["window", "self", "document", "location", "customElements", "HTMLElement", "RTCPeerConnection"]) delete globalThis[name];
  if (Object.getOwnPropertyNames(globalThis).join() !== before) process.stdout.write("sets a global; ");
  process.stdout.write(String(Player.isSupported()));
`;
for (const load of ["await import", "require"]) {
  for (const entry of ["leb-player", "leb-player/inline"]) {
    test(`Node, ${load.replace("await ", "")} | ${entry.replace("leb-player", ".")} | none`, () => {
      const type = load === "require" ? "commonjs" : "module";
      const said = execFileSync(process.execPath, [`--input-type=${type}`, "--no-warnings", "-e", inNode(entry, load)], { cwd: installedApp, encoding: "utf8" });
      expect(said).toBe("false");
    });
  }
}

test("Node, import | ./controls | none", () => {
  const load = 'await import("leb-player/controls"); process.stdout.write("imported")';
  expect(execFileSync(process.execPath, ["--input-type=module", "-e", load], { cwd: installedApp, encoding: "utf8" })).toBe("imported");
});
