import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import fs from "node:fs";
import path from "node:path";
import type { Outcome } from "./txlivepage.js";
import { rows } from "./txliverows.js";

const folder = path.join(import.meta.dirname, "../../dist/txlive");

/** The name of an attachment with the outcomes of a row. */
export const outcomesName = "codes of both players";

/** The outcomes of a row, as attached to its test. */
export type Outcomes = Record<"theirs" | "ours", Outcome>;

/** Prints the codes of TXLivePlayer beside ours, and writes them to dist/txlive/. Silent if no row was run. */
export default class TXLiveReport implements Reporter {
  private readonly outcomes = new Map<string, Outcomes>();

  onTestEnd({ title }: TestCase, { attachments }: TestResult): void {
    const body = attachments.find(({ name }) => name === outcomesName)?.body;
    if (body) this.outcomes.set(title, JSON.parse(body.toString()) as Outcomes);
  }

  onEnd(): void {
    if (this.outcomes.size === 0) return;
    const table = this.table();
    console.log(`\n${table}`);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "codes.md"), table);
  }

  printsToStdio(): boolean {
    return false;
  }

  private table(): string {
    const body = rows.flatMap(({ name, codes }) => {
      const both = this.outcomes.get(name);
      if (!both) return [];
      return [[name, cell(both.theirs), cell(both.ours), typeof codes === "string" ? "" : codes.because]];
    });
    const head = ["what happens", "TXLivePlayer 1.3.5", "txlive.js", "why they differ"];
    const lines = [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`);
    return [...lines, "", "▶ plays at the end, ■ does not; in brackets the time from the fault to the last code, then pulls and stops.", ""].join("\n");
  }
}

function cell({ codes, playing, time, pulls, stops }: Outcome): string {
  return `${codes} ${playing ? "▶" : "■"}${time === null ? "" : ` (${(time / 1000).toFixed(1)} s)`} ${pulls}/${stops}`;
}
