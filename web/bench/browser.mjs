// Chromium, and pages in it without any cached data.
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as playwright from "@playwright/test";

/** The installed Chromium, restricted to the local servers. */
export const chromium = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
};

const probe = path.join(import.meta.dirname, "probe.js");

/** Calls `use` with a browser that has a new, regular profile: see browsers.md, "no preconnect off the record". */
export function withBrowser(use) {
  return withNewProfile((profile) => withProfile(profile, use));
}

/** Calls `use` with the directory of a new profile. */
export async function withNewProfile(use) {
  const profile = await fs.mkdtemp(path.join(os.tmpdir(), "leb-bench-"));
  try {
    return await use(profile);
  } finally {
    await fs.rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Calls `use` with a browser that has an existing profile. */
export async function withProfile(profile, use) {
  const browser = await playwright.chromium.launchPersistentContext(profile, chromium);
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

let visits = 0;

/** Returns a host name that has not been used before, so that all caches are empty and no connection is open. */
export const newHost = () => `visit${visits++}.localhost`;

/** Calls `use` with a new page and the address of a player's page at a new host. */
export function withPage(browser, network, player, use) {
  return inPage(browser, async (page) => {
    if (network.slower) await slowDown(page, network.slower);
    return use(page, addressOf(network, player, newHost()));
  });
}

/** Slows the page's main thread down, as Chromium's developer tools do. */
async function slowDown(page, rate) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Calls `use` with a new page, and stops its players afterwards. Fails after two minutes. */
export async function inPage(browser, use) {
  const page = await browser.newPage();
  try {
    await page.addInitScript({ path: probe });
    return await within(120_000, use(page));
  } finally {
    await within(2_000, page.evaluate(() => window.bench.stop())).catch(() => undefined);
    await page.close();
  }
}

/** Settles like `work`, but fails after `ms`. */
export async function within(ms, work) {
  const over = new AbortController();
  const limit = sleep(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`not done within ${ms / 1000} s`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    limit.catch(() => undefined);
    over.abort();
  }
}

/** Returns the address of a player's page. `host` replaces the address of the site and of the edge; the query has the player's options. */
export function addressOf(network, player, host) {
  const named = (url) => url.replace("127.0.0.1", host);
  const query = new URLSearchParams({ edge: named(network.edge), ...player.query });
  return `${named(network.site)}${player.page}?${query}`;
}
