import type { CDPSession, Page } from "@playwright/test";
import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// The demo's three rooms, by finger, keys and buttons.

test.use({ locale: "en-US", hasTouch: true });

/** Opens the demo with three rooms of the test's own, and enters the first. */
async function enter(page: Page): Promise<[Stream, Stream, Stream]> {
  const rooms: [Stream, Stream, Stream] = [Stream.live(), Stream.live(), Stream.live()];
  await page.goto(`${servers.site}/?${new URLSearchParams(rooms.map(({ url }) => ["room", url]))}`);
  await page.getByTestId("rooms").scrollIntoViewIfNeeded();
  for (const room of rooms) expect(await room.counts(), "nothing is received unasked").toEqual({ pulls: 0, stops: 0 });
  await page.getByTestId("rooms-enter").click();
  await expectPulled(rooms, [[1, 0], [1, 0], [1, 0]]);
  await page.getByTestId("rooms-deck").scrollIntoViewIfNeeded();
  return rooms;
}

/** Waits until the rooms have been pulled and stopped so many times. */
async function expectPulled(rooms: Stream[], counts: [pulls: number, stops: number][]): Promise<void> {
  const wanted = counts.map(([pulls, stops]) => ({ pulls, stops }));
  await expect.poll(() => Promise.all(rooms.map((room) => room.counts()))).toEqual(wanted);
}

/** Waits until the edge sends all rooms. */
async function expectSent(rooms: Stream[]): Promise<void> {
  for (const room of rooms) {
    await expect.poll(async () => (await room.sessions()).some(({ state }) => state === "connected")).toBe(true);
  }
}

/** Counts, at every frame of the page from now on, those at which the rooms' video shows nothing or black. */
async function watchForBlack(page: Page): Promise<() => Promise<{ looks: number; black: number }>> {
  await page.getByTestId("rooms-video").evaluate((video: HTMLVideoElement) => {
    const canvas = new OffscreenCanvas(16, 9);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    const seen = Object.assign(window, { seen: { looks: 0, black: 0 } }).seen;
    const look = () => {
      context.clearRect(0, 0, 16, 9);
      context.drawImage(video, 0, 0, 16, 9);
      const bytes = context.getImageData(0, 0, 16, 9).data;
      seen.looks++;
      if (!bytes.some((byte, i) => i % 4 < 3 && byte > 40)) seen.black++;
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => (window as unknown as { seen: { looks: number; black: number } }).seen);
}

/** Draws a finger over the deck, by so much of its width. */
async function swipe(page: Page, cdp: CDPSession, share: number): Promise<void> {
  const { x, y, width, height } = (await page.getByTestId("rooms-deck").boundingBox())!;
  const at = (part: number) => [{ x: x + width * (0.5 - share / 2 + share * part), y: y + height / 2 }];
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (const part of [0.3, 0.6, 1]) await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(part) });
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** Waits until a room is shown, with the time from the swipe to its first frame. */
async function shown(page: Page, name: string): Promise<void> {
  await expect(page.getByTestId("rooms-name")).toHaveText(name);
  await expect(page.getByTestId("rooms-said")).toHaveText(/^[\d,]+ ms from the swipe/);
}

test("a swipe shows the next room at once, never black, and two are held", async ({ page }) => {
  const rooms = await enter(page);
  const cdp = await page.context().newCDPSession(page);
  await expect(page.getByTestId("rooms")).toContainText("received, and billed");
  await expectSent(rooms);
  await expect.poll(() => page.getByTestId("rooms-video").evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(640);
  const seen = await watchForBlack(page);

  await swipe(page, cdp, -0.6);
  await shown(page, "Room 2");
  await expectPulled(rooms, [[2, 1], [1, 0], [1, 0]]);
  await expectSent(rooms);
  await swipe(page, cdp, 0.6);
  await shown(page, "Room 1");
  await expectPulled(rooms, [[2, 1], [2, 1], [1, 0]]);
  await swipe(page, cdp, 0.6);
  await shown(page, "Room 3");
  await expectPulled(rooms, [[3, 2], [2, 1], [1, 0]]);
  await swipe(page, cdp, 0.05);
  const { looks, black } = await seen();
  expect(looks).toBeGreaterThan(10);
  expect(black, "looks at which the picture was black").toBe(0);
  expect(await page.getByTestId("rooms-name").textContent(), "a tap is no swipe").toBe("Room 3");

  await page.getByTestId("rooms-leave").click();
  await expectPulled(rooms, [[3, 3], [2, 2], [1, 1]]);
  await expect(page.getByTestId("rooms-enter")).toBeFocused();
});

test("arrow keys and buttons go round", async ({ page }) => {
  const rooms = await enter(page);
  await page.getByTestId("rooms-deck").press("ArrowLeft");
  await shown(page, "Room 3");
  await page.getByTestId("rooms-deck").press("ArrowRight");
  await shown(page, "Room 1");
  await page.getByRole("button", { name: "Next room" }).click();
  await shown(page, "Room 2");
  await page.getByRole("button", { name: "Room before" }).click();
  await shown(page, "Room 1");
  await page.getByTestId("rooms-leave").click();
  await expect.poll(async () => (await Promise.all(rooms.map((room) => room.counts()))).every(({ pulls, stops }) => pulls === stops)).toBe(true);
});

const departures: Record<string, (page: Page) => Promise<unknown>> = {
  "scrolled away": (page) => page.evaluate(() => scrollTo(0, 0)),
  "a hidden page": (page) =>
    page.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }),
};
for (const [what, depart] of Object.entries(departures)) {
  test(`${what}: every room is stopped once`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 480 });
    const rooms = await enter(page);
    await depart(page);
    await expectPulled(rooms, [[1, 1], [1, 1], [1, 1]]);
    await expect(page.getByTestId("rooms-enter")).toBeVisible();
  });
}

test.describe("a room that is refused", () => {
  test("leaves the one before on the screen, and says why", async ({ page }) => {
    const rooms = [Stream.live(), Stream.fault("errcode-7"), Stream.live()];
    await page.goto(`${servers.site}/?${new URLSearchParams(rooms.map(({ url }) => ["room", url]))}`);
    await page.getByTestId("rooms-enter").click();
    await expect.poll(() => page.getByTestId("rooms-video").evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(640);
    await page.getByRole("button", { name: "Next room" }).click();
    await expect(page.getByTestId("rooms-said")).toHaveText("The server refused the stream");
    await expect(page.getByTestId("rooms-name")).toHaveText("Room 1");
    await page.getByTestId("rooms-leave").click();
  });
});

test("the rooms stop the player above, which stops them", async ({ page }) => {
  const rooms = await enter(page);
  await expect(page.getByTestId("front-state")).toHaveAttribute("data-state", "stopped");
  await page.evaluate(() => document.querySelector<HTMLVideoElement>("#front-video")!.play());
  await expect(page.getByTestId("rooms-enter")).toBeVisible();
  await expectPulled(rooms, [[1, 1], [1, 1], [1, 1]]);
});
