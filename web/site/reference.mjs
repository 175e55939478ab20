// Writes the reference of the package's types, from the comments in the sources, as one Markdown page for each entry.
import fs from "node:fs";
import path from "node:path";
import { Application } from "typedoc";
import { entries, top } from "./topics.mjs";

const sources = path.join(top, "web/npm/src");

export async function writeReference(folder) {
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    tsconfig: path.join(top, "web/tsconfig.json"),
    entryPoints: ["", ...entries].map((name) => path.join(sources, name, "index.ts")),
    name: "leb-player",
    readme: "none",
    out: folder,
    outputFileStrategy: "modules",
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    sanitizeComments: true,
    useCodeBlocks: true,
    parametersFormat: "table",
    logLevel: "Warn",
  });
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc: the sources have errors");
  await app.generateOutputs(project);
  for (const name of ["index", ...entries]) {
    const file = path.join(folder, `${name}.md`);
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/^# .*/, `# Types of ${name === "index" ? "leb-player" : `leb-player/${name}`}`));
  }
}
