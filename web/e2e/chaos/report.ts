import type { FullConfig, Reporter, Suite, TestCase, TestResult } from "@playwright/test/reporter";
import fs from "node:fs";
import path from "node:path";
import { median, ratio, resultsName, still, type RowResults } from "./results.js";
import { rows } from "./rows.js";
import type { Result } from "./run.js";
import { type PlayerId, players } from "./viewer.js";

const folder = path.join(import.meta.dirname, "../../../dist/chaos");
/** The shortest interruption, in ms, whose end is reported. */
const noticeable = 250;
const columns = ["outcome", "still", "again", "black", "re-pulls", "stops", "left"];

/** Prints the table of all rows, and writes it to dist/chaos/ together with its data. Silent if no row was run. */
export default class ChaosReport implements Reporter {
  private readonly results = new Map<string, Result[]>();
  private readonly failed = new Set<string>();
  private began = Date.now();

  onBegin(_config: FullConfig, _suite: Suite): void {
    this.began = Date.now();
  }

  onTestEnd({ title, expectedStatus }: TestCase, test: TestResult): void {
    if (test.status === expectedStatus) this.failed.delete(title); // at the second try
    else this.failed.add(title);
    const body = test.attachments.find(({ name }) => name === resultsName)?.body;
    if (!body) return;
    const { name, results } = JSON.parse(body.toString()) as RowResults;
    this.results.set(name, results);
  }

  onEnd(): void {
    if (this.results.size === 0) return;
    const table = this.table();
    console.log(`\n${table}`);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "table.md"), table);
    fs.writeFileSync(path.join(folder, "results.json"), JSON.stringify(Object.fromEntries(this.results), null, 1));
  }

  printsToStdio(): boolean {
    return false;
  }

  private table(): string {
    const ids = Object.keys(players) as PlayerId[];
    const head = ["What goes wrong", ...ids.flatMap((id) => columns.map((column) => `${players[id].split(" ")[0]} ${column}`))];
    const body = rows
      .filter(({ name }) => this.results.has(name))
      .map(({ name }) => [this.failed.has(name) ? `✗ ${name}` : name, ...ids.flatMap((id) => this.cells(name, id))]);
    const lines = [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`);
    const time = `in ${Math.round((Date.now() - this.began) / 1000)} s`;
    const failures = [...this.failed].map((name) => `Failed: ${name}.`);
    return [...lines, "", ...this.targets(), legend, `${body.length} rows, ${this.failed.size} failed, ${time}.`, ...failures, ""].join("\n");
  }

  /** Compares the interruptions with TXLivePlayer's. */
  private targets(): string[] {
    const compared = rows.flatMap(({ name, expect: { target } }) => {
      const results = this.results.get(name);
      if (!results || target === undefined) return [];
      return `${name}: ${seconds(still(results, "leb"))} s, ${ratio(results).toFixed(3)} × ${players.txlive}; target ${target} ${ratio(results) <= target ? "met" : "missed"}.`;
    });
    return compared.length > 0 ? [...compared, ""] : [];
  }

  private cells(name: string, id: PlayerId): string[] {
    const results = this.results.get(name)!.filter(({ player }) => player === id);
    if (results.length === 0) return columns.map(() => "");
    const each = (figure: (result: Result) => string | number) => [...new Set(results.map(figure))].join(", ");
    const played = results.every(({ outcome }) => outcome === "plays");
    const middle = (figure: (result: Result) => number) => (played ? seconds(median(results.map(figure))) : "–");
    return [
      each(({ outcome }) => outcome),
      middle(({ still }) => still),
      results.some(({ still }) => still < noticeable) ? "–" : middle(({ again }) => again ?? 0),
      results.some(({ black }) => black.samples) ? middle(({ black }) => black.time) : "0",
      each(({ repulls }) => repulls),
      each(({ stops, sessions }) => `${stops}/${sessions}`),
      each(leftOver) || "–",
    ];
  }
}

/** Describes the resources that are open after the play. */
function leftOver({ left, held: [before, after] }: Result): string {
  const functions = (after?.liveFuncs ?? 0) - (before?.liveFuncs ?? 0);
  const counts = { ...left, functions };
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(" ");
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

const legend = `LEB: ${players.leb}; TXLivePlayer: ${players.txlive}. Medians for repeated rows; times in s. still: longest time without a new frame
(for a start: until the first frame; for sound alone: without sound, of which the clip has a tone each second); again: time from the fault until
new frames are displayed again; black: time after the fault with a black or empty video; stops: stopstreams received / sessions begun;
left: resources still open after the end.`;
