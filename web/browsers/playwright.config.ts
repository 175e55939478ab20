import { defineConfig } from "@playwright/test";
import { quietArgs } from "../e2e/chromium.js";
import type { Shape } from "../e2e/fixtures.js";
import { breaks } from "./breaks.js";
import { type Subject, subjects } from "./browsers.js";

/** Has Firefox decode WebRTC's H.264 with the system's libavcodec. */
const h264 = { "media.webrtc.hw.h264.enabled": true, "gfx.blacklist.webrtc.hw.acceleration.h264": 1 };

function launchOptions({ engine, executablePath }: Subject) {
  return engine === "firefox"
    ? { executablePath, firefoxUserPrefs: { ...h264, "app.update.auto": false, "network.captive-portal-service.enabled": false } }
    : { executablePath, args: [...quietArgs, "--no-zygote", "--disable-gpu"] };
}

export default defineConfig<{ shape: Shape; subject: Subject }>({
  testDir: ".",
  globalSetup: "../e2e/servers.ts",
  outputDir: "../test-results",
  reporter: [[process.env.CI ? "list" : "dot"], ["./table.ts"]],
  workers: 2, // media run in real time
  retries: 1, // two browsers at a time get in each other's way; the table marks a row that needed it
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  projects: subjects.map((subject) => ({
    name: subject.name,
    ...(process.env.BREAK && { grep: new RegExp(`${breaks[subject.name]!.row}$`) }),
    use: {
      subject,
      browserName: subject.engine,
      channel: subject.engine === "firefox" ? "moz-firefox" : undefined,
      launchOptions: launchOptions(subject),
    },
  })),
});
