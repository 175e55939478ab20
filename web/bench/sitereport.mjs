// The tables of the demo's front page.
import { failureList, ms, table } from "./markdown.mjs";
import { median } from "./statistics.mjs";

const grouped = (bytes) => bytes.toLocaleString("en-US");

/** Returns a table of the files and one of the paints. */
export function siteTables({ files, results }) {
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  const all = [...files.toSorted((a, b) => b.brotli - a.brotli), { name: "together", raw: sum("raw"), brotli: sum("brotli") }];
  const repeats = Math.max(...results.map(({ samples }) => samples.length));
  return [
    "### The site's front page, bytes of what it loads",
    table(["file", "brotli -q 11", "raw"], all.map(({ name, brotli, raw }) => [name, grouped(brotli), grouped(raw)])),
    `### First paint of the front page, cold, median of ${repeats}, ms after the start of the navigation`,
    table(
      ["", "first contentful paint", "largest contentful paint", "first frame of the stream"],
      results.map(({ network, samples }) => [network.label, ...["fcp", "lcp", "frame"].map((name) => ms(median(samples.map((sample) => sample[name]))))]),
    ),
    failureList(results, ({ network }) => network.label),
  ].join("\n\n");
}
