import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import path from "node:path";

/** A running app. */
export interface Site {
  url: string;
  close(): Promise<unknown>;
}

const types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** Serves the files of a folder under a Content-Security-Policy. */
export async function serveFiles(folder: string, policy: string): Promise<Site> {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url!, "http://a").pathname);
    const file = path.join(folder, name.endsWith("/") ? `${name}index.html` : name);
    if (!fs.existsSync(file)) return void response.writeHead(404).end();
    response.setHeader("Content-Type", types[path.extname(file)] ?? "application/octet-stream");
    if (policy) response.setHeader("Content-Security-Policy", policy);
    fs.createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

/** Runs a development or production server, whose arguments follow from its port, until it answers. */
export async function serveWith(folder: string, script: string, args: (port: string) => string[]): Promise<Site> {
  const port = String(await freePort());
  const child = node(folder, script, ...args(port));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const site = { url: `http://127.0.0.1:${port}/`, close: () => (process.kill(-child.pid!, "SIGTERM"), ended) };
  await answered(site.url, child);
  return site;
}

/** Runs a tool to its end. Rejects with what it says if it fails. */
export async function runTool(folder: string, script: string, ...args: string[]): Promise<void> {
  const child = node(folder, script, ...args);
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (data) => (said += String(data)));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${path.basename(script)} ${args.join(" ")} ends with ${String(code)}:\n${said}`);
}

/** Starts a script in a process group of its own, since servers have children that do not end with them. */
function node(folder: string, script: string, ...args: string[]): ChildProcess {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", PARCEL_WORKERS: "1", NODE_ENV: "", CI: "1" };
  return spawn(process.execPath, [script, ...args], { cwd: folder, detached: true, env, stdio: ["ignore", "pipe", "pipe"] });
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answered(url: string, child: ChildProcess): Promise<void> {
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (data) => (said += String(data)));
  while (child.exitCode === null) {
    const reply = await fetch(url).catch(() => null);
    if (reply) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server has ended before it answered:\n${said}`);
}
