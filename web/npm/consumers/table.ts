import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Prints the table of rows. */
export default class Table implements Reporter {
  private readonly lines: string[] = [];
  private began = Date.now();

  onBegin(): void {
    this.began = Date.now();
  }

  onTestEnd({ title }: TestCase, { status, duration, annotations }: TestResult): void {
    const note = (type: string) => annotations.find((annotation) => annotation.type === type)?.description ?? "";
    const [name, entry, policy] = title.split(" | ");
    this.lines.push(`| ${name} | ${note("version")} | \`${entry}\` | ${policy} | ${note("built in")} | ${(duration / 1000).toFixed(1)} s | ${status === "passed" ? "✓" : "✗"} |`);
  }

  onEnd(): void {
    const head = ["| consumer | version | entry | policy | build or start | in all | works |", "| --- | --- | --- | --- | --: | --: | :-: |"];
    console.log(`\n${[...head, ...this.lines.sort()].join("\n")}\nin ${Math.round((Date.now() - this.began) / 1000)} s.`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
