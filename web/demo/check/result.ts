// The result as Markdown, for an issue or for web/docs/browsers.md.
import { redact } from "../src/redact.js";
import { english, type RowName } from "./texts.js";

/** The outcome of a row. */
export interface Outcome {
  mark: "✓" | "✗" | "–";
  /** In ms. */
  took: number;
  detail: string;
}

/** Returns the result without secrets. */
export function markdown(outcomes: Map<RowName, Outcome>, version: string): string {
  const head = [
    `LEB Player ${version}, self-test of ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    "",
    `- Browser: ${navigator.userAgent}`,
    `- Screen: ${screen.width} × ${screen.height} at ${devicePixelRatio}`,
    "",
    "| | | s | |",
    "| --- | :-: | ---: | --- |",
  ];
  const rows = [...outcomes].map(([name, { mark, took, detail }]) => {
    const cells = [english.rows[name], mark, (took / 1000).toFixed(1), detail.replace(/[|\n\r]+/g, " ")];
    return `| ${cells.join(" | ")} |`;
  });
  return redact([...head, ...rows, ""].join("\n"));
}
