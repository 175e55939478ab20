import { setTimeout as sleep } from "node:timers/promises";
import { until, type Viewer } from "./viewer.js";

/** Something that happens to a viewer. */
export type Step = (viewer: Viewer) => Promise<void>;

/** A media fault of the sessions there are; with "all" also of those that begin later. */
export const media =
  (fault: string, scope: "live" | "all" = "live"): Step =>
  (viewer) =>
    viewer.fault(fault, { scope });

/** A fault of the next pulls: of so many, or of all. */
export const pulls =
  (fault: string, count?: number): Step =>
  (viewer) =>
    viewer.fault(fault, count === undefined ? {} : { pulls: String(count) });

/** Ends what media() and pulls() began. */
export const heal: Step = (viewer) => viewer.heal();

/** Things stay as they are for so many ms. */
export const lasting =
  (ms: number): Step =>
  () =>
    sleep(ms);

/** Waits for this many pulls, all told. */
export const untilPulls =
  (count: number): Step =>
  async (viewer) => {
    const seen = await until(async () => viewer.pulls, (pulls) => pulls >= count, 10_000);
    if (seen < count) throw new Error(`waited for ${count} pulls, there were ${seen}`);
  };

/** The browser knows of no network; what goes over UDP is not its affair. */
export const offline: Step = (viewer) => viewer.context.setOffline(true);
export const online: Step = (viewer) => viewer.context.setOffline(false);

/** What the page is told when it is hidden and shown again: see web/e2e/pages/chaos.js. */
export const hide: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setVisible(false));
export const show: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setVisible(true));
export const freeze: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setFrozen(true));
export const resume: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setFrozen(false));

/** Another stream, on which the steps have been taken before. */
export const switchTo =
  (...before: Step[]): Step =>
  async (viewer) => {
    const stream = viewer.newStream();
    for (const step of before) await step(viewer);
    await viewer.switchTo(stream);
  };

export const stop: Step = (viewer) => viewer.stop();
