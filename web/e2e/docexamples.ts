import path from "node:path";
import ts from "typescript";
import { compileScript, parse } from "vue/compiler-sfc";
import { read } from "./documents.js";

const prelude = `
import * as library from "leb-player";
declare const LEB: typeof library;
declare const video: HTMLVideoElement;
declare const player: library.Player;
declare const url: string;
`;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2021.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  skipLibCheck: true,
  noEmit: true,
  jsx: ts.JsxEmit.ReactJSX,
  paths: Object.fromEntries(
    ["", "/element", "/react", "/vue"].map((entry) => [`leb-player${entry}`, [path.join(import.meta.dirname, `../npm/src${entry}/index.ts`)]]),
  ),
};

/** What an example may leave to its page: names that are not declared. */
const undeclared = new Set([2304, 2552]);

/** Returns the components among the examples of a document, as TypeScript. Those of Vue contain what is made of their templates. */
function components(document: string): string[] {
  const blocks = (language: string) => [...read(document).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, code]) => code!);
  const vue = blocks("vue").filter((code) => code.includes('lang="ts"'));
  return [...blocks("tsx"), ...vue.map((code) => compileScript(parse(code).descriptor, { id: "example", inlineTemplate: true }).content)];
}

/**
 * Returns the type errors of the examples in documents. Each example in JavaScript is the body of an async function, and each component a
 * module.
 */
export function typeErrors(documents: string[]): string[] {
  const sources = new Map<string, string>();
  for (const document of documents) {
    const blocks = [...read(document).matchAll(/^```js\n(.*?)^```$/gms)];
    const functions = blocks.map(([, body], n) => `export async function example${n}() {\n${body}}`);
    const name = path.join(import.meta.dirname, `${document.replaceAll("/", "-")}.ts`);
    if (functions.length) sources.set(name, [prelude, ...functions].join("\n"));
    components(document).forEach((code, n) => sources.set(name.replace(/ts$/, `${n}.tsx`), code));
  }
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getSourceFile = (name, language) => {
    const text = sources.get(name);
    return text === undefined ? getSourceFile(name, language) : ts.createSourceFile(name, text, language);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()]
    .flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)))
    .filter((error) => !undeclared.has(error.code))
    .map((error) => `${path.basename(error.file!.fileName)}: ${ts.flattenDiagnosticMessageText(error.messageText, "\n")}`);
}
