// Records the moving picture of the READMEs: this player and TXLivePlayer side by side, on the local edge, which closes both connections.
//
//   node web/bench/picture.mjs
//
// Requires the output of `make build`, and img2webp. Writes web/docs/images/recovery.en.webp and recovery.zh.webp.
import { execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inPage, withBrowser } from "./browser.mjs";
import { findPlayers } from "./players.mjs";
import { networks, startServers, top } from "./servers.mjs";

const size = { width: 800, height: 306 };
/** Times in ms: until the connections are closed, the whole, and of each image. */
const before = 2000;
const whole = 11_000;
const each = 100;

/** Returns the images of a page that is shown for a while, each with the time that it was on the screen. */
async function record(page, run) {
  const devtools = await page.context().newCDPSession(page);
  const frames = [];
  devtools.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    frames.push({ data, at: metadata.timestamp * 1000 });
    devtools.send("Page.screencastFrameAck", { sessionId }).catch(() => undefined); // the last one
  });
  await devtools.send("Page.startScreencast", { format: "jpeg", quality: 95, maxWidth: size.width, maxHeight: size.height });
  await run();
  await devtools.send("Page.stopScreencast");
  return frames;
}

/** Returns the latest image at each step of time. */
function atSteps(frames) {
  const from = frames.at(-1).at - whole;
  return Array.from({ length: whole / each }, (_, i) => frames.findLast(({ at }) => at <= from + i * each) ?? frames[0]);
}

async function write(frames, file) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "leb-picture-"));
  try {
    const names = frames.map((_, i) => path.join(folder, `${String(i).padStart(4, "0")}.jpg`));
    await Promise.all(frames.map(({ data }, i) => fs.writeFile(names[i], data, "base64")));
    await fs.mkdir(path.dirname(file), { recursive: true });
    execFileSync("img2webp", ["-loop", "0", "-lossy", "-q", "60", "-m", "6", "-d", String(each), ...names, "-o", file], { stdio: "ignore" });
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function closeConnection({ edge }, stream) {
  const reply = await fetch(`${edge}/edge/fault?${new URLSearchParams({ stream, fault: "close" })}`, { method: "POST" });
  if (!reply.ok) throw new Error(`POST /edge/fault: ${reply.status} ${await reply.text()}`);
}

function picture(browser, network, language) {
  return inPage(browser, async (page) => {
    await page.setViewportSize(size);
    await page.goto(`${network.site}/picture/index.html?${new URLSearchParams({ edge: network.edge, language })}`);
    const streams = ["a", "b"].map((name) => `webrtc://127.0.0.1/live/${language}-${name}`);
    await page.evaluate((streams) => window.picture.play(streams), streams);
    const frames = await record(page, async () => {
      await sleep(before);
      await Promise.all(streams.map((stream) => closeConnection(network, stream)));
      await page.evaluate(() => void window.picture.closed());
      await sleep(whole - before);
    });
    const file = path.join(top, "web/docs/images", `recovery.${language}.webp`);
    await write(atSteps(frames), file);
    const [ours, theirs] = await page.evaluate(() => window.picture.waits());
    console.log(`${path.relative(top, file)}: ${(await fs.stat(file)).size} bytes; without a new frame for ${Math.round(ours)} ms here, ${Math.round(theirs)} ms there`);
  });
}

const servers = await startServers({ ...findPlayers().mounts, "/picture": "web/bench/picture" }, { behind: networks.slice(0, 1) });
try {
  for (const language of ["en", "zh"]) await withBrowser((browser) => picture(browser, servers.networks[0], language));
} finally {
  await servers.stop();
}
