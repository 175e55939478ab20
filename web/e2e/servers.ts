import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";

const top = path.join(import.meta.dirname, "../..");

/** The addresses of the servers of this run. */
export const servers = {
  /** The demo site. The built files are under /raw and /npm, the test pages under /pages. */
  get site(): string {
    return fromEnvironment("SITE_URL");
  },
  /** The local LEB edge. */
  get edge(): string {
    return fromEnvironment("EDGE_URL");
  },
};

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the servers are started by Playwright's globalSetup`);
  return value;
}

/** The folder of the pages that tests write, served under /written. */
export const writtenPages = path.join(top, "dist/written");

/** Starts the edge and the site on free ports. Returns the teardown for Playwright. */
export default async function start(): Promise<() => Promise<void>> {
  const dist = process.env.DIST ?? "dist"; // the build under test
  fs.mkdirSync(writtenPages, { recursive: true });
  const mounts = { "/raw": dist, "/npm": `${dist}/npm`, "/go": "dist/go", "/pages": "web/e2e/pages", "/txlive": "web/node_modules/tcplayer.js/dist/libs", "/tcplayer": "web/node_modules/tcplayer-4/dist", "/written": writtenPages, "/media-chrome": "web/node_modules/media-chrome/dist" };
  const flags = process.env.EDGE_FLAGS?.split(" ") ?? [];
  const server = spawn(
    path.join(top, "dist/bin/devserver"),
    ["-addr=127.0.0.1:0", "-site-addr=127.0.0.1:0", ...flags, ...Object.entries(mounts).flatMap(([url, dir]) => ["-mount", `${url}=${dir}`])],
    { cwd: top, stdio: ["ignore", "pipe", process.env.EDGE_LOG ? "inherit" : "ignore"] },
  );
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const urls = await ready(server);
  process.env.SITE_URL = urls.demo;
  process.env.EDGE_URL = urls.edge;
  return async () => {
    server.kill("SIGTERM");
    await ended;
  };
}

/** Reads the two lines that the dev server prints once it is listening. */
async function ready(server: ChildProcess): Promise<{ demo: string; edge: string }> {
  const urls: Record<string, string> = {};
  for await (const line of readline.createInterface({ input: server.stdout! })) {
    const [, name, url] = /^LEB (demo|edge): (http:\S+?)\/?$/.exec(line) ?? [];
    if (name && url) urls[name] = url;
    const { demo, edge } = urls;
    if (demo && edge) {
      server.stdout!.resume();
      return { demo, edge };
    }
  }
  throw new Error("the dev server ended before it was ready");
}
