import type { Page, Route } from "@playwright/test";
import { example, guide, languages, read, readme } from "./documents.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The examples of README and of the guides, run verbatim.

const signalHost = "https://live.rtc.qq.com:8687";

/** Opens a page in the folder of the built files, where README tells the reader to put it. */
async function show(page: Page, html: string, headers: Record<string, string> = {}): Promise<void> {
  const url = `${servers.site}/raw/readme.html`;
  await page.route(url, (route) => route.fulfill({ body: html, contentType: "text/html; charset=utf-8", headers }));
  await page.goto(url);
}

/** Redirects requests for Tencent's signalling host to the local edge. Returns a growing list of the requested session ids. */
async function forwardSignalling(page: Page): Promise<string[]> {
  const sessions: string[] = [];
  await page.route(`${signalHost}/**`, async (route: Route) => {
    const request = route.request();
    const { sessionid } = request.postDataJSON() as { sessionid?: string };
    if (sessionid) sessions.push(sessionid);
    const { pathname } = new URL(request.url());
    await route.fulfill({ response: await route.fetch({ url: servers.edge + pathname }) });
  });
  return sessions;
}

/** Returns the edge's record of a session. */
async function recorded(sessionId: string): Promise<{ endpoints: string[]; states: string[]; problems: string[] }> {
  const response = await fetch(`${servers.edge}/edge/state?sessionid=${sessionId}`);
  const { calls, sessions } = (await response.json()) as {
    calls: { endpoint: string; problem: string }[];
    sessions: { state: string }[];
  };
  return {
    endpoints: calls.map((call) => call.endpoint),
    states: sessions.map((session) => session.state),
    problems: calls.map((call) => call.problem).filter(Boolean),
  };
}

const frames = (page: Page) => page.evaluate(() => document.querySelector("video")!.getVideoPlaybackQuality().totalVideoFrames);

/** Expects the page's stream to play until its button stops it. */
async function playsUntilStopped(page: Page, sessions: string[]): Promise<void> {
  await expect.poll(() => frames(page), { message: "frames advance" }).toBeGreaterThan(25);
  expect(sessions).toHaveLength(1);
  expect(await recorded(sessions[0]!)).toMatchObject({ states: ["connected"], problems: [] });

  await page.locator("#stop").click();
  await expect.poll(async () => (await recorded(sessions[0]!)).states).toEqual(["ended"]);
  const { endpoints } = await recorded(sessions[0]!);
  expect(endpoints.filter((endpoint) => endpoint === "stopstream")).toHaveLength(1);
  expect(await page.evaluate(() => document.querySelector("video")!.srcObject)).toBeNull();
}

for (const language of languages) {
  test.describe(`README's examples (${language})`, () => {
    test("script tag", async ({ page }) => {
      const sessions = await forwardSignalling(page);
      await show(page, example(readme[language], "script"));
      await playsUntilStopped(page, sessions);
    });

    test("npm: it starts muted, and the button unmutes it", async ({ page }) => {
      const sessions = await forwardSignalling(page);
      // The import map replaces the bundler that resolves the package.
      const imports = '<script type="importmap">{"imports": {"leb-player": "/npm/index.js"}}</script>';
      const reported = page.waitForRequest(/firstframeusetime/);
      await show(page, example(readme[language], "npm").replace("<head>", `<head>${imports}`));
      await reported; // no test script runs before this: browsers.md, "automation counts as a gesture"
      const video = () => page.evaluate(() => ({ muted: document.querySelector("video")!.muted, paused: document.querySelector("video")!.paused }));
      await expect.poll(video).toEqual({ muted: true, paused: false });

      await page.locator("#sound").click();
      await expect.poll(video).toEqual({ muted: false, paused: false });
      await expect(page.locator("#sound")).toBeHidden();
      await expect(page.locator("#problem")).toBeEmpty();
      await playsUntilStopped(page, sessions);
      await expect(page.locator("#problem"), "stop() is not a failure").toBeEmpty();
    });

    test("npm: a failure is shown", async ({ page }) => {
      await page.route(`${signalHost}/**`, (route) => route.fulfill({ status: 404, headers: { "Access-Control-Allow-Origin": "*" } }));
      const imports = '<script type="importmap">{"imports": {"leb-player": "/npm/index.js"}}</script>';
      await show(page, example(readme[language], "npm").replace("<head>", `<head>${imports}`));
      await expect(page.locator("#problem")).toContainText("http-status: ");
    });

    test("the raw Go exports", async ({ page }) => {
      const printed = new Set<string>();
      page.on("console", (line) => printed.add(line.text().split(" ")[0]!));
      const sessions = await forwardSignalling(page);
      await show(page, example(guide(language, "raw"), "raw"));
      await playsUntilStopped(page, sessions);
      expect([...printed]).toEqual(expect.arrayContaining(["statechange", "icestate", "firstframe"]));
    });
  });
}

test("the guides' Content-Security-Policy is sufficient", async ({ page }) => {
  const [policy, same] = languages.map((language) => /^ *Content-Security-Policy: (.*)$/m.exec(read(guide(language, "hosting")))?.[1]);
  expect(same).toBe(policy);
  const sessions = await forwardSignalling(page);
  // The example has an inline script, which the policy must allow in addition.
  await show(page, example(readme.en, "script"), { "Content-Security-Policy": policy!.replace("script-src", "script-src 'unsafe-inline'") });
  await playsUntilStopped(page, sessions);
});
