// The machine and the software of a benchmark run.
import { execFileSync } from "node:child_process";
import os from "node:os";
import { top } from "./servers.mjs";

export function describeMachine(browser) {
  const cpus = os.cpus();
  return {
    date: new Date().toISOString(),
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: cpus.length,
    load: os.loadavg()[0],
    chromium: browser.browser().version(),
    commit: git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain") ? " with changes" : ""),
  };
}

function git(...args) {
  try {
    return execFileSync("git", args, { cwd: top, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return ""; // not a clone, or git is missing
  }
}
