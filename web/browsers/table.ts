import type { FullConfig, Reporter, Suite, TestCase, TestResult } from "@playwright/test/reporter";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { subjects } from "./browsers.js";

const top = path.join(import.meta.dirname, "../..");
const docs = path.join(top, "web/docs/browsers.md");
const [begin, end] = ["<!-- make test-browsers -->", "<!-- end -->"];

/** Prints the table of browsers and rows. With UPDATE set, writes it into web/docs/browsers.md. */
export default class Table implements Reporter {
  private readonly cells = new Map<string, Map<string, string>>();
  private began = Date.now();

  onBegin(_config: FullConfig, _suite: Suite): void {
    this.began = Date.now();
  }

  onTestEnd(test: TestCase, { status, retry }: TestResult): void {
    const row = this.cells.get(test.title) ?? new Map<string, string>();
    row.set(test.parent.project()!.name, status === "passed" ? (retry ? "✓ at the second try" : "✓") : status === "skipped" ? "–" : "✗");
    this.cells.set(test.title, row);
  }

  onEnd(): void {
    const names = subjects.map(({ name }) => name).filter((name) => [...this.cells.values()].some((row) => row.has(name)));
    const lines = [
      ["", ...names.map(version)],
      ["---", ...names.map(() => ":-:")],
      ...[...this.cells].map(([title, row]) => [title, ...names.map((name) => row.get(name) ?? "")]),
    ].map((cells) => `| ${cells.join(" | ")} |`);
    const date = new Date().toISOString().slice(0, 10);
    const table = [...lines, "", `✓ works, ✗ fails, – does not apply. ${date}, ${process.platform}.`].join("\n");
    console.log(`\n${table}\nin ${Math.round((Date.now() - this.began) / 1000)} s.`);
    if (process.env.UPDATE) this.write(table);
  }

  printsToStdio(): boolean {
    return false;
  }

  private write(table: string): void {
    const text = fs.readFileSync(docs, "utf8");
    const [before] = text.split(begin);
    const [, after] = text.split(end);
    fs.writeFileSync(docs, `${before}${begin}\n\n${table}\n\n${end}${after}`);
  }
}

/** Returns the name of a browser with its version. */
function version(name: string): string {
  const { executablePath } = subjects.find((subject) => subject.name === name)!;
  if (/\d/.test(name)) return name;
  const [number] = /\d+\.\d+/.exec(execFileSync(executablePath, ["--version"], { encoding: "utf8" })) ?? [];
  return `${name} ${number}`;
}
