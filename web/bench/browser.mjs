// Chromium, and pages in it that have not been visited before.
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as playwright from "@playwright/test";

/** Debian's Chromium, which talks to nobody but the local servers. */
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
/** Hands a browser with a new profile to `use`. It is a regular profile: off the record, Chromium ignores rel=preconnect. */
export function withBrowser(use) {
  return withNewProfile((profile) => withProfile(profile, use));
}

/** Hands the directory of a new profile to `use`. */
export async function withNewProfile(use) {
  const profile = await fs.mkdtemp(path.join(os.tmpdir(), "leb-bench-"));
  try {
    return await use(profile);
  } finally {
    await fs.rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Hands a browser with an existing profile to `use`. */
export async function withProfile(profile, use) {
  const browser = await playwright.chromium.launchPersistentContext(profile, chromium);
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

let visits = 0;

/** A host's name that no browser has visited: with it all caches are empty and no connection is open. */
export const newHost = () => `visit${visits++}.localhost`;

/** Hands a player's page and its address, at a new host, to `use`. */
export function withPage(browser, network, player, use) {
  return inPage(browser, (page) => use(page, addressOf(network, player, newHost())));
}

/** Hands a new page to `use`, and stops its players afterwards. Fails when that takes minutes. */
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

/** Resolves as `work` does, or fails after a time. */
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

/** A player's page, with the site and the edge under this name of theirs, and options of the player's in its query. */
export function addressOf(network, player, host) {
  const named = (url) => url.replace("127.0.0.1", host);
  const query = new URLSearchParams({ edge: named(network.edge), ...player.query });
  return `${named(network.site)}${player.page}?${query}`;
}
