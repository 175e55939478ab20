import path from "node:path";
import { Stream } from "./edge.js";
import { type ElementPage, tag, test } from "./elementpage.js";
import { expect } from "./fixtures.js";
import { sidewaysScroll } from "./looks.js";

// <leb-video> under the controls of media-chrome.

const folder = path.join(import.meta.dirname, "../../dist/screenshots");
const scripts = ["/media-chrome/index.js", "/media-chrome/menu/index.js"];

/** Opens a page with media-chrome's controls around the element. */
async function open(element: ElementPage, src: string, attributes = "autoplay muted playsinline"): Promise<void> {
  await element.open(
    `<style>
      body { margin: 0; background: #111; }
      media-controller { display: block; width: min(100vw, 960px); margin: auto; aspect-ratio: 16 / 9; --media-secondary-color: #000b; }
      leb-video { width: 100% !important; height: 100% !important; }
    </style>
    <media-controller>
      ${tag(src, `slot="media" ${attributes}`)}
      <media-error-dialog slot="dialog"></media-error-dialog>
      <media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
      <media-rendition-menu hidden anchor="auto"></media-rendition-menu>
      <media-control-bar>
        <media-play-button></media-play-button>
        <media-mute-button></media-mute-button>
        <media-live-button></media-live-button>
        <span style="flex: 1; background: var(--media-secondary-color)"></span>
        <media-rendition-menu-button></media-rendition-menu-button>
        <media-pip-button></media-pip-button>
        <media-fullscreen-button></media-fullscreen-button>
      </media-control-bar>
    </media-controller>`,
    { scripts },
  );
}

/** Returns the attributes of the controller, which say what it shows. */
const shown = (element: ElementPage) =>
  element.page.locator("media-controller").evaluate((controller) => controller.getAttributeNames().filter((name) => name.startsWith("media")));

const bitrates = "&tabr_bitrates=d1080p,d540p,d360p&tabr_start_bitrate=";

test("the live button is lit, grey in a pause, and returns to live", async ({ element, page }) => {
  const stream = Stream.live();
  await open(element, stream.url);
  await element.waitForFrames();
  await expect.poll(() => shown(element)).toEqual(expect.arrayContaining(["mediastreamtype", "mediatargetlivewindow", "mediatimeislive"]));
  expect(await shown(element)).not.toContain("mediapaused");
  expect(await page.locator("media-controller").getAttribute("mediastreamtype")).toBe("live");

  await page.locator("media-play-button").click();
  await expect.poll(() => shown(element)).toContain("mediapaused");
  await expect(page.locator("media-live-button")).not.toHaveAttribute("mediatimeislive");
  await page.locator("media-live-button").click();
  await expect(page.locator("media-live-button")).toHaveAttribute("mediatimeislive");
  expect(await shown(element)).not.toContain("mediapaused");
  await element.waitForFrames();
  expect(await stream.counts()).toEqual({ pulls: 1, stops: 0 });

  await page.locator("media-mute-button").click();
  expect(await element.with(({ muted }) => muted)).toBe(false);
});

test("the quality menu switches within the connection", async ({ element, page }) => {
  const stream = Stream.live();
  await open(element, `${stream.url}${bitrates}d1080p`);
  await element.waitForFrames();
  await page.locator("media-rendition-menu-button").click();
  const items = page.locator("media-rendition-menu").getByRole("menuitemradio");
  await expect(items).toHaveText(["1080p", "540p", "360p", "Auto"]);
  await expect(items.first(), "the start bitrate is marked").toHaveAttribute("aria-checked", "true");
  await items.nth(1).click();
  await expect(page.locator("media-controller")).toHaveAttribute("mediarenditionselected", "d540p");

  const calls = () => Stream.at(`${stream.url}${bitrates}d1080p`).calls();
  await expect.poll(async () => (await calls()).filter(({ endpoint }) => endpoint === "tabrctl").map(({ body }) => body.bitrate_name)).toEqual(["d540p"]);
  expect((await calls()).filter(({ endpoint }) => endpoint === "pullstream")).toHaveLength(1);

  await element.with(({ videoRenditions }) => (videoRenditions.selectedIndex = -1));
  await expect.poll(() => element.with(({ currentSrc }) => currentSrc)).toContain("tabr_control=auto");
  await element.waitForFrames();
});

test("loading is shown until the first frame, and while the stream is pulled again", async ({ element, page }) => {
  const controller = page.locator("media-controller");
  const stream = Stream.live();
  await stream.inject("slow-3000", { pulls: "1" });
  await open(element, "");
  await element.attribute("src", stream.url);
  await expect(controller).toHaveAttribute("medialoading");
  await element.waitForFrames();
  await expect(controller).not.toHaveAttribute("medialoading");
  await stream.inject("slow-3000", { pulls: "1" });
  await stream.inject("close");
  await expect(controller).toHaveAttribute("medialoading");
  await expect(controller).not.toHaveAttribute("medialoading");
  await element.waitForFrames();
});

test("the error dialog opens, and closes with the next stream", async ({ element, page }) => {
  await open(element, Stream.fault("errcode-42").url);
  const dialog = page.locator("media-error-dialog");
  await expect(dialog).toHaveAttribute("open");
  await expect(dialog).toHaveAttribute("mediaerrorcode", "4");
  await expect(dialog.getByRole("heading")).toHaveText("Source Not Supported");
  await element.attribute("src", Stream.live().url);
  await element.waitForFrames();
  await expect(dialog).not.toHaveAttribute("open");
});

test("picture-in-picture", async ({ element, page }) => {
  await open(element, Stream.live().url);
  await element.waitForFrames();
  await page.locator("media-pip-button").click();
  await expect.poll(() => shown(element)).toContain("mediaispip");
  await page.locator("media-pip-button").click();
  await expect.poll(() => shown(element)).not.toContain("mediaispip");
});

const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};
for (const [name, device] of Object.entries(devices)) {
  test.describe(name, () => {
    test.use(device);

    test(`looks right: ${name}`, async ({ element, page }) => {
      await open(element, `${Stream.live().url}${bitrates}d1080p`);
      await element.waitForFrames(25);
      const menu = page.locator("media-rendition-menu");
      if (name === "phone") await page.locator("media-controller").tap({ position: { x: 100, y: 60 } });
      await page.locator("media-rendition-menu-button").click();
      await expect(page.locator("media-live-button")).toHaveAttribute("mediatimeislive");
      for (const faded of [menu, page.locator("media-control-bar")]) await expect(faded).toHaveCSS("opacity", "1");
      await page.locator("media-controller").screenshot({ path: path.join(folder, `element-${name}.png`) });
      await expect(menu.getByRole("menuitemradio").first()).toBeInViewport({ ratio: 1 });
      expect(await sidewaysScroll(page), "scrolls sideways").toBe(0);
      const [video, controller] = await Promise.all([page.locator("leb-video").boundingBox(), page.locator("media-controller").boundingBox()]);
      expect(video).toEqual(controller);
    });
  });
}
