// Repeated visits with one profile and a restart of the browser before each: the effect of the caches of files and compiled code.
import { setTimeout as sleep } from "node:timers/promises";
import { addressOf, inPage, withNewProfile, withProfile } from "./browser.mjs";
import { coldStart } from "./firstframe.mjs";

const count = 3;
/** Time of playing after the first frame, in ms: see browsers.md, "compiled code is cached after the first frame". */
const stay = 4000;

/** Visits a player's page several times with a new profile. @returns for each visit the times of a cold start and the use of the code cache */
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

/** Observes the trace events of V8's code cache. @returns a function that reports whether a module was used, only stored, or neither */
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
