import { setTimeout as sleep } from "node:timers/promises";
import { until, type Viewer } from "./viewer.js";

/** A step of a scenario. */
export type Step = (viewer: Viewer) => Promise<void>;

/** Injects a media fault into the current sessions; with "all" into later ones too. */
export const media =
  (fault: string, scope: "live" | "all" = "live"): Step =>
  (viewer) =>
    viewer.fault(fault, { scope });

/** Injects a fault into the next pulls: a number of them, or all. */
export const pulls =
  (fault: string, count?: number): Step =>
  (viewer) =>
    viewer.fault(fault, count === undefined ? {} : { pulls: String(count) });

/** Clears the faults of media() and pulls(). */
export const heal: Step = (viewer) => viewer.heal();

/** Waits for this many ms. */
export const lasting =
  (ms: number): Step =>
  () =>
    sleep(ms);

/** Waits until there have been this many pulls in total. */
export const untilPulls =
  (count: number): Step =>
  async (viewer) => {
    const seen = await until(async () => viewer.pulls, (pulls) => pulls >= count, 10_000);
    if (seen < count) throw new Error(`waited for ${count} pulls, there were ${seen}`);
  };

/** Measures sound instead of the picture from now on. */
export const listen: Step = (viewer) => viewer.page.evaluate(() => window.chaos.listen());

/** Sets the browser offline or online: see browsers.md, "offline mode spares UDP". */
export const offline: Step = (viewer) => viewer.context.setOffline(true);
export const online: Step = (viewer) => viewer.context.setOffline(false);

/** Makes the page appear hidden, visible, frozen or resumed: see web/e2e/pages/chaos.js. */
export const hide: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setVisible(false));
export const show: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setVisible(true));
export const freeze: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setFrozen(true));
export const resume: Step = (viewer) => viewer.page.evaluate(() => window.chaos.setFrozen(false));

/** Switches to another stream, after taking steps that apply to it. */
export const switchTo =
  (...before: Step[]): Step =>
  async (viewer) => {
    const stream = viewer.newStream();
    for (const step of before) await step(viewer);
    await viewer.switchTo(stream);
  };

export const stop: Step = (viewer) => viewer.stop();
