import { defineConfig } from "@playwright/test";
import { executablePath, quietArgs } from "../e2e/chromium.js";

export default defineConfig({
  testDir: ".",
  globalSetup: "../e2e/servers.ts",
  outputDir: "../test-results",
  reporter: process.env.CI ? "list" : "dot",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  retries: process.env.CI ? 1 : 0, // as in web/e2e
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  use: { browserName: "chromium", launchOptions: { executablePath, args: quietArgs } },
});
