import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import startServers from "../../e2e/servers.js";

const here = import.meta.dirname;
const top = path.join(here, "../../..");

/** Everything installed and built by these tests. Git ignores it. */
export const root = path.join(top, "dist/consumers");

/** An app that has the packed package installed. Each row builds a copy of it. */
export const installedApp = path.join(root, "app");

/** Installs the tools and the package, and starts the edge. Returns the teardown for Playwright. */
export default async function start(): Promise<() => Promise<void>> {
  fs.mkdirSync(root, { recursive: true });
  installTools();
  installPackage();
  return startServers();
}

function npm(folder: string, ...args: string[]): string {
  return execFileSync("npm", [...args, "--no-audit", "--no-fund", "--ignore-scripts", "--silent"], { cwd: folder, encoding: "utf8" });
}

/** Installs what the lock file names, unless that has been done before. */
function installTools(): void {
  const lock = fs.readFileSync(path.join(here, "package-lock.json"), "utf8");
  const installed = path.join(root, "node_modules/.lock");
  if (fs.existsSync(installed) && fs.readFileSync(installed, "utf8") === lock) return;
  for (const name of ["package.json", "package-lock.json"]) fs.copyFileSync(path.join(here, name), path.join(root, name));
  npm(root, "ci");
  fs.writeFileSync(installed, lock);
}

function installPackage(): void {
  fs.rmSync(installedApp, { recursive: true, force: true });
  fs.cpSync(path.join(here, "app"), installedApp, { recursive: true });
  // Parcel reads "exports" only where it is told to.
  const settings = { name: "app", private: true, type: "module", "@parcel/resolver-default": { packageExports: true } };
  fs.writeFileSync(path.join(installedApp, "package.json"), JSON.stringify(settings));
  const [{ filename }] = JSON.parse(npm(root, "pack", path.join(top, "dist/npm"), "--json")) as [{ filename: string }];
  npm(installedApp, "install", path.join(root, filename), "--offline", "--no-package-lock");
}

/** Makes a copy of the app with the package for one row. */
export function copyApp(name: string): string {
  const folder = path.join(root, "rows", name.replace(/\W+/g, "-"));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(installedApp, folder, { recursive: true });
  return folder;
}

/** Returns the version of an installed tool. */
export function versionOf(tool: string): string {
  return (JSON.parse(fs.readFileSync(path.join(root, "node_modules", tool, "package.json"), "utf8")) as { version: string }).version;
}
