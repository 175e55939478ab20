// Writes the tables of README and of the pages of numbers between their marks, in both languages, from the medians in results.json.
//
//   node web/bench/documents.mjs [--run FILE | --check]
//
// --run    first takes the medians from the samples of a run, a file of dist/bench; parts that it has not measured stay
// --check  writes nothing, and fails if a table is not the one of the medians
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { mediansOf } from "./medians.mjs";
import { top } from "./servers.mjs";
import { tablesOf } from "./tables.mjs";

const results = path.join(import.meta.dirname, "results.json");

/** The documents with tables, and their languages. */
export const documents = {
  "README.md": "en",
  "README.zh-CN.md": "zh",
  "web/docs/size.md": "en",
  "web/docs/en/numbers.md": "en",
  "web/docs/zh/numbers.md": "zh",
};

/** Returns the tables that the medians give, by name, in one language. */
export const measured = (language) => tablesOf(JSON.parse(fs.readFileSync(results, "utf8")), language);

/** Returns a document with the tables that the medians give. */
export function withTables(text, language) {
  const tables = measured(language);
  return text.replace(/<!-- bench: (\w+) -->.*?<!-- \/bench -->/gs, (_, name) => {
    if (!tables[name]) throw new Error(`there is no table "${name}": expected one of ${Object.keys(tables).join(", ")}`);
    const block = tables[name].includes("|") ? `\n\n${tables[name]}\n\n` : tables[name];
    return `<!-- bench: ${name} -->${block}<!-- /bench -->`;
  });
}

/** Puts the medians of a run in the place of the earlier ones, and writes the tables. @returns the documents that have changed */
export function updateDocuments(run) {
  if (run) fs.writeFileSync(results, inLines({ ...JSON.parse(fs.readFileSync(results, "utf8")), ...mediansOf(run) }));
  return stale().map(([name, text]) => {
    fs.writeFileSync(path.join(top, name), text);
    return name;
  });
}

/** Returns the documents whose tables are not those of the medians, each with the text that it should have. */
function stale() {
  return Object.entries(documents)
    .map(([name, language]) => [name, fs.readFileSync(path.join(top, name), "utf8"), language])
    .map(([name, text, language]) => [name, withTables(text, language), text])
    .filter(([, text, before]) => text !== before);
}

/** Returns JSON with a line for each row. */
function inLines(parts) {
  const rows = (list) => `[\n${list.map((row) => `   ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
  const part = ({ run, rows: list }) => `{\n  "run": ${JSON.stringify(run)},\n  "rows": ${Array.isArray(list) ? rows(list) : JSON.stringify(list)}\n }`;
  return `{\n${Object.entries(parts).map(([name, one]) => ` ${JSON.stringify(name)}: ${part(one)}`).join(",\n")}\n}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { run: { type: "string" }, check: { type: "boolean" } } });
  if (values.check) {
    const wrong = stale().map(([name]) => name);
    if (wrong.length) console.error(`The tables of ${wrong.join(" and ")} are not those of web/bench/results.json: run make bench-tables.`);
    process.exitCode = wrong.length ? 1 : 0;
  } else {
    for (const name of updateDocuments(values.run && JSON.parse(fs.readFileSync(values.run, "utf8")))) console.log(`written: ${name}`);
  }
}
