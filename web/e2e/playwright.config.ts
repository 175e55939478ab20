import { defineConfig } from "@playwright/test";
import { executablePath, quietArgs } from "./chromium.js";
import type { Shape } from "./fixtures.js";

const launchOptions = { executablePath, args: quietArgs };

/** For pages with third-party scripts. */
const offTheNet = { ...launchOptions, args: [...launchOptions.args, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"] };

/** What may differ between the two forms of delivery. */
const inEachShape = ["play.spec.ts", "prepare.spec.ts", "lifecycle.spec.ts"];
/** What may differ between the two builds: `make test-e2e` runs it with both. */
const inEachBuild = [...inEachShape, "failures.spec.ts", "sei.spec.ts"];

export default defineConfig<{ shape: Shape }>({
  testDir: ".",
  globalSetup: "./servers.ts",
  outputDir: "../test-results",
  reporter: [process.env.CI ? ["list"] : ["dot"], ["./chaos/report.ts"], ["./txlivereport.ts"]],
  workers: process.env.SOAK ? 1 : process.env.CHAOS ? 3 : 2, // most tests wait for media, which run in real time
  retries: process.env.CI ? 1 : 0, // two browsers at a time get in each other's way; a test that needed it is listed as flaky
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  use: { launchOptions, browserName: "chromium" },
  projects: [
    { name: "script", use: { shape: "script" }, testMatch: inEachBuild },
    { name: "module", use: { shape: "module" }, testMatch: inEachShape },
    { name: "once", testIgnore: [...inEachBuild, "soak.spec.ts", "chaos.spec.ts"] },
    // `make soak`: too long for every run.
    ...(process.env.SOAK ? [{ name: "soak", testMatch: "soak.spec.ts", timeout: 15 * 60_000 }] : []),
    // `make chaos`: the rows mostly wait, so several run at once.
    ...(process.env.CHAOS ? [{ name: "chaos", testMatch: "chaos.spec.ts", fullyParallel: true, timeout: 180_000, use: { launchOptions: offTheNet } }] : []),
  ],
});
