// Builds the documentation site, a folder of plain files, into dist/site/docs next to the demo.
// Environment: DOCS_BASE (the folder's path on its host; default /docs/).
import fs from "node:fs";
import path from "node:path";
import { build } from "vitepress";
import { brokenLinks } from "./deadlinks.mjs";
import { writeLLMs } from "./llms.mjs";
import { writeReference } from "./reference.mjs";
import { writePages } from "./pages.mjs";
import { read, top } from "./topics.mjs";

const base = process.env.DOCS_BASE || "/docs/";
const work = path.join(top, "dist/docs");
const pages = path.join(work, "pages");
const out = path.join(top, "dist/site/docs");

fs.rmSync(work, { recursive: true, force: true });
await writeReference(path.join(work, "reference"));
writeLLMs();
writePages(pages);
// Pages become modules, which import Vue.
fs.symlinkSync(path.join(import.meta.dirname, "node_modules"), path.join(work, "node_modules"));
await build(import.meta.dirname);

// The page in front of both languages.
fs.writeFileSync(path.join(out, "index.html"), read("web/site/languages.html"));
// What the pages with diagrams load.
const mermaid = path.join(import.meta.dirname, "node_modules/mermaid/dist");
fs.cpSync(path.join(mermaid, "mermaid.esm.min.mjs"), path.join(out, "mermaid/mermaid.esm.min.mjs"));
fs.cpSync(path.join(mermaid, "chunks/mermaid.esm.min"), path.join(out, "mermaid/chunks/mermaid.esm.min"), { recursive: true, filter: (name) => !name.endsWith(".map") });
// The pages as Markdown, and their list, for programs.
fs.cpSync(pages, out, { recursive: true });

const broken = brokenLinks(out, base);
if (broken.length) throw new Error(`dead links:\n${broken.join("\n")}`);
