// The networks of the benchmark, and a dev server behind each.
import { spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";

export const top = path.join(import.meta.dirname, "../..");

/** The emulated networks: round-trip times in ms, rate towards the browser in Mbit/s. */
export const networks = [
  { id: "0", label: "0 ms", rtt: 0 },
  { id: "40", label: "40 ms", rtt: 40 },
  { id: "80", label: "80 ms", rtt: 80 },
  { id: "40r10", label: "40 ms, 10 Mbit/s", rtt: 40, rate: 10, coldOnly: true },
];

/** Returns a network with phones in front of it: their processors are slower by these factors, in the page's own thread. */
export const slowed = (network) =>
  [4, 6].map((slower) => ({ ...network, id: `${network.id}/${slower}`, label: `${network.label}, ${slower} × slower`, slower, coldOnly: true }));

/**
 * Starts a dev server behind each network, on free ports. @returns the networks with `site` and `edge`, and a function that stops all servers
 * @param folder what the site has
 */
export async function startServers(mounts, { behind = networks, folder = "web/bench/pages" } = {}) {
  const running = await Promise.all(behind.map((network) => startServer(network, mounts, folder)));
  return {
    networks: running.map(({ network }) => network),
    stop: () => Promise.all(running.map(({ stop }) => stop())),
  };
}

async function startServer(network, mounts, folder) {
  const args = [
    "-addr=127.0.0.1:0",
    "-site-addr=127.0.0.1:0",
    `-site=${folder}`,
    `-rtt=${network.rtt}ms`,
    `-rate=${network.rate ?? 0}`,
    ...Object.entries(mounts).flatMap(([url, dir]) => ["-mount", `${url}=${dir}`]),
  ];
  const server = spawn(path.join(top, "dist/bin/devserver"), args, {
    cwd: top,
    stdio: ["ignore", "pipe", process.env.EDGE_LOG ? "inherit" : "ignore"],
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const urls = await ready(server);
  return {
    network: { ...network, site: urls.demo, edge: urls.edge },
    stop() {
      server.kill("SIGTERM");
      return ended;
    },
  };
}

/** Reads the two lines that the dev server prints once it is listening. */
async function ready(server) {
  const urls = {};
  for await (const line of readline.createInterface({ input: server.stdout })) {
    const [, name, url] = /^LEB (demo|edge): (http:\S+?)\/?$/.exec(line) ?? [];
    if (name) urls[name] = url;
    if (urls.demo && urls.edge) {
      server.stdout.resume();
      return urls;
    }
  }
  throw new Error("the dev server ended before it was ready: set EDGE_LOG=1 to see why");
}
