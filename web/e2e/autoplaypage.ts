import type { Page } from "@playwright/test";
import { Stream } from "./edge.js";
import type { Shape } from "./fixtures.js";
import { servers } from "./servers.js";

/**
 * Opens a page that plays on its own, with sound, and returns what it reports once it plays or waits. No test script runs in it before
 * that: see browsers.md, "automation counts as a gesture".
 */
export async function openAutoplayPage(page: Page, shape: Shape, autoplay: "muted" | "manual"): Promise<unknown> {
  const query = new URLSearchParams({ shape, autoplay, edge: servers.edge, url: Stream.live().url });
  const report = page.waitForEvent("console", (line) => line.type() === "info");
  await page.goto(`${servers.site}/pages/autoplay.html?${query}`);
  return JSON.parse((await report).text());
}
