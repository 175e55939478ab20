import type { Page } from "@playwright/test";

/**
 * Returns in how many columns of pixels the demo's chart shows a colour of the page, such as "accent", in so many pixels or more. Lines may be
 * blended at their edges, to any colour.
 */
export function columnsOf(page: Page, colour: string, pixels = 1): Promise<number> {
  return page.getByTestId("chart").evaluate((card, [colour, pixels]) => {
    const canvas = card.querySelector("canvas");
    if (!canvas) return 0;
    const sample = new OffscreenCanvas(1, 1).getContext("2d")!;
    sample.fillStyle = getComputedStyle(card).getPropertyValue(`--${colour}`);
    sample.fillRect(0, 0, 1, 1);
    const wanted = sample.getImageData(0, 0, 1, 1).data;
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
    const found: number[] = Array(width).fill(0);
    for (let i = 0; i < data.length; i += 4) {
      const near = [0, 1, 2].every((channel) => Math.abs(data[i + channel]! - wanted[channel]!) <= 25);
      const opaque = data[i + 3]! > 0.35 * wanted[3]! && data[i + 3]! <= wanted[3]! + 10;
      if (near && opaque) found[(i / 4) % width]!++;
    }
    return found.filter((count) => count >= pixels).length;
  }, [colour, pixels] as const);
}

/** Returns how many marks of faults the chart shows: lines from top to bottom. */
export const marksOn = (page: Page) => columnsOf(page, "soft", 12);
