// A failure with the information to act on: its description, advice, and the server's own message.
import { byId, el } from "./dom.js";
import { onLanguage, words } from "./i18n.js";
import type { Problem } from "./leb.js";
import { redact } from "./redact.js";

/** The panel that shows a failure, hidden while there is none. */
export interface ProblemView {
  show(problem: Problem): void;
  clear(): void;
}

/** Creates the panel, hidden. */
export function createProblem(): ProblemView {
  const box = byId("problem", HTMLElement);
  let shown: Problem | null = null;

  function draw(): void {
    box.hidden = shown === null;
    box.replaceChildren(...(shown ? describe(shown) : []));
    if (shown) box.dataset["code"] = shown.code;
    else delete box.dataset["code"];
  }
  onLanguage(draw);

  return {
    show(problem) {
      shown = problem;
      draw();
    },
    clear() {
      shown = null;
      draw();
    },
  };
}

function describe(problem: Problem): Node[] {
  const { page, problems } = words();
  const { what, next } = problems[problem.code] ?? problems.internal;
  const facts = el("dl", "facts");
  const fact = (name: string, value: string) => facts.append(el("div", "", el("dt", "", name), el("dd", "", redact(value))));

  if (problem.errcode !== undefined) fact(page.serverSays, [problem.errcode, problem.errmsg].filter(Boolean).join(" · "));
  if (problem.status) fact("HTTP", String(problem.status));
  if (problem.endpoint) fact(page.request, problem.endpoint);

  return [
    el("h2", "", el("span", "", what), " ", el("code", "", problem.code)),
    el("p", "next", next),
    ...(facts.childElementCount > 0 ? [facts] : []),
    ...(problem.errcode === undefined ? [el("p", "message", redact(problem.message))] : []),
  ];
}
