// Later visits of a profile, with the browser started anew each time: what its caches of files and of compiled code are worth.
import { setTimeout as sleep } from "node:timers/promises";
import { addressOf, inPage, withNewProfile, withProfile } from "./browser.mjs";
import { coldStart } from "./firstframe.mjs";

const count = 3;
/** Plays on, in ms: code is compiled to the end, and cached, behind the first frame's back. */
const stay = 4000;

/** Visits a player's page with a new profile, several times. @returns a cold start's figures and the code cache's part for each */
export function measureVisits(network, player) {
  return withNewProfile(async (profile) => {
    const visits = [];
    for (let i = 0; i < count; i++) visits.push(await withProfile(profile, (browser) => visit(browser, network, player)));
    return visits;
  });
}

function visit(browser, network, player) {
  return inPage(browser, async (page) => {
    const codeCache = await watchCodeCache(page);
    const sample = await coldStart(page, addressOf(network, player, "visits.localhost"));
    await sleep(stay);
    return { ...sample, codeCache: await codeCache() };
  });
}

/** Follows the trace events about V8's cached modules. @returns what tells whether one was used, or only stored, or neither */
async function watchCodeCache(page) {
  const devtools = await page.context().newCDPSession(page);
  const names = new Set();
  devtools.on("Tracing.dataCollected", ({ value }) => value.forEach(({ name }) => names.add(name)));
  await devtools.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline"] },
  });
  return async () => {
    const complete = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
    await devtools.send("Tracing.end");
    await complete;
    if (names.has("v8.wasm.moduleCacheHit") && !names.has("v8.wasm.moduleCacheInvalid")) return "used";
    return names.has("v8.wasm.cachedModule") ? "stored" : "none";
  };
}
