import fs from "node:fs";
import path from "node:path";
import { executablePath as chromium } from "../e2e/chromium.js";

/** A browser to test. */
export interface Subject {
  name: string;
  engine: "chromium" | "firefox";
  executablePath: string;
  /** True for a browser that is too old: the player has to say so. */
  refused?: boolean;
}

const folder = path.join(import.meta.dirname, "../../dist/browsers");
const old = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "old.json"), "utf8")) as Record<string, unknown>;

/** The newest Chromium without BigInt in WebAssembly. */
const tooOld = "83";

/**
 * The browsers of `make test-browsers`. The old Chromiums were built for servers, without a window. They stand for Android's WebViews as to
 * JavaScript, WebAssembly and WebRTC, though not as to hardware decoders.
 */
export const subjects: Subject[] = [
  ...Object.keys(old).map((version): Subject => {
    const executablePath = path.join(folder, `chromium-${version}`, "chromium");
    return { name: `Chromium ${version}`, engine: "chromium", executablePath, refused: version === tooOld };
  }),
  { name: "Chromium", engine: "chromium", executablePath: chromium },
  { name: "Firefox ESR", engine: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" },
];
