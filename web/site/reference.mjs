// Writes the reference of the package's types, from the comments in the sources, as one Markdown page for each entry.
import fs from "node:fs";
import path from "node:path";
import { Application } from "typedoc";
import { top } from "./topics.mjs";

const titles = { index: "Types of leb-player", element: "Types of leb-player/element" };
const sources = path.join(top, "web/npm/src");

export async function writeReference(folder) {
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    tsconfig: path.join(top, "web/tsconfig.json"),
    entryPoints: [path.join(sources, "index.ts"), path.join(sources, "element/index.ts")],
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
  for (const [name, title] of Object.entries(titles)) {
    const file = path.join(folder, `${name}.md`);
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/^# .*/, `# ${title}`));
  }
}
