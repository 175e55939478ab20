// The table of many players in one page.
import { failureList, ms, table } from "./markdown.mjs";
import { median } from "./statistics.mjs";

const mebibytes = (value) => (value ? (value / 2 ** 20).toFixed(1) : "–");

const columns = [
  { name: "task", title: "main thread, ms per minute", write: ms, compared: true },
  { name: "script", title: "of it script", write: ms },
  { name: "cpu", title: "all processes, ms per minute", write: ms, compared: true },
  { name: "wasm", title: "wasm memory, MiB", write: mebibytes },
  { name: "heap", title: "JavaScript heap, MiB", write: mebibytes },
  { name: "frame", title: "all displayed after, ms", write: ms },
];

const medianOf = ({ samples }, name) => median(samples.map((sample) => sample[name]));

/** Returns a table with a row for each count, wish and player. Behind a figure in brackets is its ratio to TXLivePlayer's. */
export function crowdTable(crowds) {
  const head = ["", "still playing", ...columns.map(({ title }) => title)];
  const repeats = Math.max(...crowds.flatMap(({ results }) => results.map(({ samples }) => samples.length)));
  const failures = crowds.flatMap(({ count, wish, results }) => results.map((one) => ({ ...one, count, wish })));
  return [
    `### Players in one page, medians of ${repeats} (ratio to TXLivePlayer's); times are those of the processors`,
    table(head, crowds.flatMap(crowdRows)),
    failureList(failures, ({ player, count, wish }) => `${count} × ${player.label}, ${wish}`),
  ].join("\n\n");
}

function crowdRows({ count, wish, results }) {
  const rival = results.find(({ player }) => player.id === "tencent");
  return results
    .filter(({ samples }) => samples.length)
    .map((one) => [
      `${count} × ${one.player.label}, ${wish}`,
      one.samples.map(({ moving }) => `${moving}`).join(", "),
      ...columns.map(({ name, write, compared }) => {
        const ratio = medianOf(one, name) / medianOf(rival, name);
        return write(medianOf(one, name)) + (compared && one !== rival ? ` (${ratio.toFixed(2)})` : "");
      }),
    ]);
}
