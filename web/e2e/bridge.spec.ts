import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The Go tests of package bridge, compiled for the browser (`make test-bridge`).
test.use({ expectedErrors: [/./] }); // Go prints its test log to the console

test("package bridge's tests pass in the browser", async ({ page }) => {
  const lines: string[] = [];
  page.on("console", (line) => lines.push(line.text()));
  await page.goto(`${servers.site}/pages/gotest.html`);
  const code = await page.evaluate(
    (edge) => (window as unknown as { runGoTest(url: string, env: Record<string, string>): Promise<number> }).runGoTest("/go/test/bridge.wasm", { EDGE_URL: edge }),
    servers.edge,
  );
  const log = lines.join("\n");
  expect(code, log).toBe(0);
  expect(log).toContain("PASS");
  expect(log, "the tests ran").toContain("--- PASS: TestAwaitResolved");
});
