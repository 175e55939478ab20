// Helpers for the reports.

export const ms = (value) => (Number.isFinite(value) ? String(Math.round(value)) : "–");

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "---:" : "---"))), ...rows.map(line)].join("\n");
}

export function failureList(results, name) {
  const lines = results.flatMap((one) =>
    [...new Set(one.failures)].map((why) => `- ${name(one)}: ${one.failures.filter((f) => f === why).length} × ${why.split("\n")[0]}`),
  );
  return lines.length ? `Failures, excluded from the medians:\n\n${lines.join("\n")}` : "No run failed.";
}
