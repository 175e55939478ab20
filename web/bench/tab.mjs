// A tab that can be hidden, driven by the DevTools protocol over a pipe, because Playwright's pages are always visible: see browsers.md,
// "automation keeps pages visible".
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import path from "node:path";
import { chromium, within, withNewProfile } from "./browser.mjs";

const probes = ["probe.js", "screen.js"].map((name) => path.join(import.meta.dirname, name));

/** Calls `use` with a tab of a new browser. Fails after three minutes. */
export function withTab(use) {
  return withNewProfile(async (profile) => {
    const browser = spawn(
      chromium.executablePath,
      [
        ...chromium.args,
        "--headless=new",
        "--mute-audio",
        "--autoplay-policy=no-user-gesture-required",
        "--remote-debugging-pipe",
        `--user-data-dir=${profile}`,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    const ended = once(browser, "exit");
    const send = connect(browser);
    try {
      return await within(180_000, Promise.race([openTab(send).then(use), ended.then(gone)]));
    } finally {
      await send("Browser.close").catch(() => undefined);
      await within(5_000, ended).catch(() => browser.kill("SIGKILL"));
    }
  });
}

function gone() {
  throw new Error("Chromium ended");
}

/** Connects to Chromium's debugging pipe: JSON messages, each followed by a zero byte. @returns a function that sends a command and resolves with its result */
function connect({ stdio: [, , , commands, replies] }) {
  const waiting = new Map();
  let last = 0;
  let rest = "";
  commands.on("error", () => undefined); // the browser's end is reported by its "exit" event
  replies.setEncoding("utf8").on("data", (text) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop();
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      const command = waiting.get(id); // events have no id
      waiting.delete(id);
      if (error) command?.reject(new Error(error.message));
      else command?.resolve(result);
    }
  });
  return (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      commands.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
}

async function openTab(send) {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  await send("Page.enable", {}, sessionId);
  for (const probe of probes) {
    await send("Page.addScriptToEvaluateOnNewDocument", { source: await fs.readFile(probe, "utf8") }, sessionId);
  }
  return new Tab(send, targetId, sessionId);
}

class Tab {
  #send;
  #targetId;
  #sessionId;

  constructor(send, targetId, sessionId) {
    this.#send = send;
    this.#targetId = targetId;
    this.#sessionId = sessionId;
  }

  /** Opens an address, and resolves when its scripts have run. */
  async goto(url) {
    const { errorText } = await this.#send("Page.navigate", { url }, this.#sessionId);
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await this.evaluate(() => document.readyState === "complete" || new Promise((resolve) => addEventListener("load", () => resolve())));
  }

  /** Calls a function in the page with a JSON argument, and resolves with its awaited result. */
  async evaluate(call, argument = null) {
    const expression = `(${call})(${JSON.stringify(argument)})`;
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", options, this.#sessionId);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Opens another tab in front of this one. */
  async hide() {
    await this.#send("Target.createTarget", { url: "about:blank" });
    await this.#turn("hidden");
  }

  /** Brings the tab to the front again. */
  async show() {
    await this.#send("Target.activateTarget", { targetId: this.#targetId });
    await this.#turn("visible");
  }

  #turn(state) {
    return within(
      5_000,
      this.evaluate(
        (state) =>
          document.visibilityState === state ||
          new Promise((resolve) => document.addEventListener("visibilitychange", () => resolve(true), { once: true })),
        state,
      ),
    );
  }
}
