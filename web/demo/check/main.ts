// The self-test page: it plays a stream, does everything with it that a page does, and gives a result that can be sent on.
import "./check.css";
import { byId, el } from "../src/dom.js";
import { LEB, problemOf } from "../src/leb.js";
import { redact } from "../src/redact.js";
import type { Bench } from "./bench.js";
import { type Edge, findEdge } from "./edge.js";
import { markdown, type Outcome } from "./result.js";
import { rows, Skipped } from "./rows.js";
import { language, type RowName, texts } from "./texts.js";

const form = byId("form", HTMLFormElement);
const urlBox = byId("url", HTMLInputElement);
const signalBox = byId("signal", HTMLInputElement);
const runButton = byId("run", HTMLButtonElement);
const video = byId("video", HTMLVideoElement);
const progress = byId("progress", HTMLProgressElement);
const now = byId("now", HTMLElement);
const list = byId("rows", HTMLOListElement);
const result = byId("result", HTMLElement);
const report = byId("report", HTMLTextAreaElement);
const shareButton = byId("share", HTMLButtonElement);
const copyButton = byId("copy", HTMLButtonElement);

let edge: Edge | null = null;
const names = Object.keys(rows) as RowName[];

/** Runs all rows. One that fails does not stop the rest. */
async function run(): Promise<void> {
  const outcomes = new Map<RowName, Outcome>();
  runButton.disabled = true;
  runButton.textContent = texts.running;
  result.hidden = true;
  list.replaceChildren();
  progress.max = names.length;
  const bench = start();
  for (const [done, name] of names.entries()) {
    progress.value = done;
    now.textContent = `${texts.rows[name]}…`;
    const outcome = await tryRow(name, bench);
    outcomes.set(name, outcome);
    list.append(lineOf(name, outcome));
  }
  progress.value = names.length;
  await bench?.player.destroy().catch(() => undefined);
  show(outcomes);
}

function start(): Bench | null {
  if (!LEB) return null;
  const signalURL = signalBox.value.trim();
  const url = urlBox.value.trim();
  const player = new LEB.Player(video, { autoplay: "muted", sei: true, statsInterval: 500, ...(signalURL && { signalURL }) });
  return { library: LEB, player, video, url, edge: signalURL === edge?.signalURL ? edge : null };
}

async function tryRow(name: RowName, bench: Bench | null): Promise<Outcome> {
  const began = performance.now();
  const outcome = (mark: Outcome["mark"], detail: string): Outcome => ({ mark, took: performance.now() - began, detail: redact(detail) });
  try {
    if (!bench) throw new Error("leb.js could not be loaded");
    return outcome("✓", await rows[name](bench));
  } catch (thrown) {
    if (thrown instanceof Skipped) return outcome("–", thrown.message);
    const { code, message } = problemOf(thrown);
    return outcome("✗", code === "internal" ? message : `${code}: ${message}`);
  }
}

function lineOf(name: RowName, { mark, took, detail }: Outcome): HTMLElement {
  const line = el("li", "", el("span", "mark", mark), el("span", "", texts.rows[name]), el("small", "", `${(took / 1000).toFixed(1)} s`));
  if (detail) line.append(el("small", "detail", detail));
  line.dataset["outcome"] = { "✓": "passed", "✗": "failed", "–": "skipped" }[mark];
  line.dataset["row"] = name;
  return line;
}

function show(outcomes: Map<RowName, Outcome>): void {
  const count = (mark: Outcome["mark"]) => [...outcomes.values()].filter((outcome) => outcome.mark === mark).length;
  now.textContent = texts.of(count("✓"), count("✗"), count("–"));
  report.value = markdown(outcomes, LEB?.version ?? "?");
  result.hidden = false;
  runButton.disabled = false;
  runButton.textContent = texts.run;
}

/** Copies the result. Pages of another machine without HTTPS have no clipboard; there it is selected. */
async function copy(): Promise<void> {
  report.select();
  copyButton.textContent = await navigator.clipboard.writeText(report.value).then(
    () => texts.copied,
    () => texts.copyByHand,
  );
}

function write(): void {
  const query = new URLSearchParams(location.search);
  document.documentElement.lang = language;
  document.title = `LEB Player: ${texts.title}`;
  byId("title", HTMLElement).append(`LEB Player `, el("small", "", LEB?.version ?? ""));
  byId("about", HTMLElement).textContent = texts.about;
  byId("url-label", HTMLElement).textContent = texts.url;
  byId("signal-label", HTMLElement).textContent = texts.signal;
  byId("result-title", HTMLElement).textContent = texts.result;
  report.setAttribute("aria-labelledby", "result-title");
  progress.setAttribute("aria-label", texts.title);
  list.setAttribute("aria-label", texts.title);
  video.setAttribute("aria-label", texts.title);
  runButton.textContent = texts.run;
  copyButton.textContent = texts.copy;
  shareButton.textContent = texts.share;
  shareButton.hidden = !("share" in navigator);
  query.set("lang", language === "zh" ? "en" : "zh");
  byId("demo", HTMLAnchorElement).textContent = texts.demo;
  byId("demo", HTMLAnchorElement).href = `index.html?lang=${language}`;
  const other = byId("language", HTMLAnchorElement);
  other.textContent = texts.other;
  other.href = `?${query}`;
  signalBox.value = query.get("signal") ?? edge?.signalURL ?? "";
  urlBox.value = query.get("url") ?? (edge ? `webrtc://${location.hostname}/live/check-${Date.now().toString(36)}` : "");
  now.textContent = edge ? "" : texts.noEdge;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
copyButton.addEventListener("click", () => void copy().catch(() => (copyButton.textContent = texts.copyByHand)));
shareButton.addEventListener("click", () => void navigator.share({ title: document.title, text: report.value }).catch(() => undefined));

void findEdge().then((found) => {
  edge = found;
  write();
  if (urlBox.value) void run();
});
