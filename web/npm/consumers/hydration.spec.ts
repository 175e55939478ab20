import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Stream } from "../../e2e/edge.js";
import { expect, test } from "../../e2e/fixtures.js";
import { servers } from "../../e2e/servers.js";
import { copyApp, versionOf } from "./install.js";
import { edit, policyOf, refusedWorker, vite } from "./rows.js";
import { serveFiles } from "./site.js";

// The components, rendered on a server and taken over in the browser. Each test is a row of the table.

const rows = [
  { name: "Vue component, hydrated", framework: "vue", entry: "./vue", policy: "strict, but Vue" },
  { name: "React component, hydrated", framework: "react", entry: "./react", policy: "strict" },
] as const;

test.use({ expectedErrors: [refusedWorker] });

const place = '<div id="app"></div>';

for (const { name, framework, entry, policy } of rows) {
  test(`${name} | ${entry} | ${policy}`, async ({ page }, info) => {
    const folder = copyApp(info.title);
    info.annotations.push({ type: "version", description: versionOf(framework) });
    edit(folder, "index.html", (html) => html.replace("<script", `${place}$&`).replace("./main.js", `./${framework}/hydrate.js`));
    // In production a framework says less of what does not fit.
    const flags = { __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true" };
    const define = { "process.env.NODE_ENV": '"development"', ...flags };
    fs.writeFileSync(path.join(folder, "vite.config.js"), `export default ${JSON.stringify({ define })};\n`);
    await vite("vite")(folder);

    const stream = Stream.live();
    const state = JSON.stringify({ stream: stream.url, edge: servers.edge });
    const rendered = execFileSync(process.execPath, [`${framework}/server.js`, state], { cwd: folder, encoding: "utf8" });
    expect(rendered).toBe('<main><leb-video class="live"></leb-video><p></p></main>');
    const attribute = state.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
    edit(folder, "out/index.html", (html) => html.replace(place, () => `<div id="app" data-state="${attribute}">${rendered}</div>`));

    const said: string[] = [];
    page.on("console", (line) => ["warning", "error"].includes(line.type()) && said.push(line.text()));
    const site = await serveFiles(path.join(folder, "out"), policyOf({ policy }, servers.edge));
    try {
      await page.goto(site.url);
      await expect(page.locator("p"), "listens").toHaveText("played");
      const frames = () => page.locator("video").evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
      await expect.poll(frames).toBeGreaterThan(10);
      expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });
      expect(said.filter((text) => !refusedWorker.test(text)), "warnings").toEqual([]);
    } finally {
      await site.close();
    }
  });
}
