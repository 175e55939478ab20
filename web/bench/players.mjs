// The players under comparison and their files.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { top } from "./servers.mjs";

export const rivals = { tencent: "TXLivePlayer 1.3.5", minimal: "minimal player" };

const pages = "web/bench/pages";
const tencentFiles = "web/node_modules/tcplayer.js/dist/libs";
const copies = "dist/bench/files";

/** Returns our builds. `before` is the dist/ folder of an earlier version, to be compared with this one; "" if there is none. */
const ours = (before) => [
  ...buildsIn(path.join(top, "dist"), "", "").map((build) => (before ? { ...build, before: `before-${build.id}` } : build)),
  ...(before ? buildsIn(path.resolve(before), "before-", ", before") : []),
];

const buildsIn = (dist, prefix, note) => [
  { id: `${prefix}leb`, label: `LEB Player${note}`, dir: dist },
  { id: `${prefix}go`, label: `LEB Player, standard Go${note}`, dir: path.join(dist, "go") },
];

/** Returns the available players, and the mounts that the dev servers need for them. */
export function findPlayers(before = "") {
  const players = [
    { id: "tencent", label: rivals.tencent, page: "/txlive.html", bytes: packed(`${tencentFiles}/TXLivePlayer-1.3.5.min.js`) },
    { id: "minimal", label: rivals.minimal, page: "/minimal.html", bytes: compress(`${pages}/minimal.js`).length }, // served uncompressed: one packet either way
  ];
  const mounts = { "/txlive": tencentFiles };
  for (const { id, label, dir, before: predecessor } of ours(before)) {
    if (!fs.existsSync(path.join(dir, "leb.wasm"))) continue;
    const copy = copyBuild(dir, `${copies}/${id}`);
    // The page is served from a subfolder of the build and refers to the files in its parent folder.
    players.unshift({ id, label, page: `/${id}/bench/leb.html`, bytes: copy.bytes, files: copy.files, ours: true, before: predecessor });
    mounts[`/${id}`] = copy.dir;
    mounts[`/${id}/bench`] = pages;
  }
  if (!players.some((player) => player.ours)) throw new Error("dist/ has no player: run make build");
  return { players, mounts };
}

/** Returns our player: the TinyGo build if it exists. */
export const ownPlayer = (players) => players.find(({ id }) => id === "leb") ?? players.find(({ ours }) => ours);

/** Returns our player, its predecessor if there is one, and its rivals. */
export function contendersOf(players) {
  const own = ownPlayer(players);
  return players.filter((player) => player === own || player.id === own.before || player.id in rivals);
}

/** Returns one of our players with the reports disabled, which no other player sends. */
export const withoutReports = (player) => ({ ...player, label: `${player.label}, reports: false`, query: { noReports: "" } });

/** Copies a build, so that a new build does not affect the run. */
function copyBuild(from, dir) {
  fs.rmSync(path.join(top, dir), { recursive: true, force: true });
  fs.mkdirSync(path.join(top, dir), { recursive: true });
  const files = {};
  for (const name of ["leb.js", "leb.wasm"]) {
    for (const file of [name, `${name}.br`]) {
      if (!fs.existsSync(path.join(from, file))) continue;
      fs.cpSync(path.join(from, file), path.join(top, dir, file), { preserveTimestamps: true });
    }
    files[name] = packed(`${dir}/${name}`);
  }
  return { dir, files, bytes: files["leb.js"] + files["leb.wasm"] };
}

/** Writes the .br copy of a file, which the dev server sends, unless it is up to date. @returns its size */
function packed(file) {
  const from = path.join(top, file);
  const to = `${from}.br`;
  const fresh = fs.existsSync(to) && fs.statSync(to).mtimeMs >= fs.statSync(from).mtimeMs;
  if (!fresh) fs.writeFileSync(to, compress(file));
  return fs.statSync(to).size;
}

const compress = (file) => zlib.brotliCompressSync(fs.readFileSync(path.join(top, file)));
