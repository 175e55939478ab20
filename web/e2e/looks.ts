import type { Locator, Page } from "@playwright/test";

// Measurable properties of a page's appearance. Each check returns the defects in words; an empty list is a pass.

/** The part of the page with text over video. Its layout and colours cannot be judged by boxes. */
const overVideo = ".screen";

/** Returns how far the page can be scrolled sideways, in CSS pixels. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Finds texts that extend horizontally beyond the window, or beyond a box that hides its overflow. */
export function cutOffTexts(page: Page): Promise<string[]> {
  return page.evaluate((overVideo) => {
    const slack = 1;
    const clipped = (node: Element | null): boolean => node !== null && (getComputedStyle(node).clipPath !== "none" || clipped(node.parentElement));
    const wrong: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (!node.textContent!.trim() || parent.closest(`${overVideo}, script, noscript`) || !parent.checkVisibility()) continue;
      if (clipped(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, width } of range.getClientRects()) {
        if (width === 0) continue;
        let [least, most] = [0, innerWidth];
        for (let box: Element | null = parent; box && box !== document.body; box = box.parentElement) {
          const inside = box.getBoundingClientRect();
          if (getComputedStyle(box).display === "inline" || getComputedStyle(box).overflowX === "visible") continue;
          [least, most] = [Math.max(least, inside.left), Math.min(most, inside.right)];
        }
        if (left < least - slack || right > most + slack) wrong.push(`"${node.textContent!.trim()}" of ${parent.closest("[id]")?.id}`);
      }
    }
    return [...new Set(wrong)];
  }, overVideo);
}

/** Finds cards, controls and lines of text that overlap without one containing the other. */
export function overlaps(page: Page): Promise<string[]> {
  return page.evaluate((overVideo) => {
    const slack = 3; // a line's box is taller than its letters
    interface Box {
      name: string;
      node: Node;
      rect: DOMRect;
    }
    const boxes: Box[] = [];
    for (const node of document.querySelectorAll(".card, .top, button, input, select, summary, .chip, svg[role=img]")) {
      if (!node.closest(overVideo) && node.checkVisibility()) boxes.push({ name: node.id || node.textContent!.trim(), node, rect: node.getBoundingClientRect() });
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (!node.textContent!.trim() || parent.closest(`${overVideo}, thead, .log ol, select, script, noscript`) || !parent.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) boxes.push({ name: `"${node.textContent!.trim()}"`, node, rect });
    }
    const wrong: string[] = [];
    boxes.forEach((one, i) => {
      for (const other of boxes.slice(i + 1)) {
        if (one.node.contains(other.node) || other.node.contains(one.node)) continue;
        const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        if (across > slack && down > slack) wrong.push(`${one.name} and ${other.name}`);
      }
    });
    return wrong;
  }, overVideo);
}

/** Finds controls too small for a finger. The touch target is the control or the label around it. */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const wrong: string[] = [];
    for (const control of document.querySelectorAll("button, input, select, summary")) {
      if (!control.checkVisibility()) continue;
      const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
      if (width < least || height < least) wrong.push(`${control.id || control.textContent}: ${width} × ${height}`);
    }
    return wrong;
  }, least);
}

/** Finds texts whose contrast ratio (WCAG 2.2) is below `least`. Disabled controls are exempt. */
export function faintTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate(
    ({ least, overVideo }) => {
      type Colour = [number, number, number, number];
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
      const read = (css: string): Colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = css;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r!, g!, b!, a! / 255];
      };
      const over = (top: Colour, below: Colour): Colour => {
        const mix = (i: 0 | 1 | 2) => top[i] * top[3] + below[i] * (1 - top[3]);
        return [mix(0), mix(1), mix(2), 1];
      };
      const behind = (node: Element | null): Colour => {
        if (!node) return [255, 255, 255, 1];
        const own = read(getComputedStyle(node).backgroundColor);
        return own[3] === 1 ? own : over(own, behind(node.parentElement));
      };
      const luminance = ([r, g, b]: Colour) => {
        const linear = (channel: number) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
      };
      const wrong: string[] = [];
      for (const node of document.querySelectorAll("body *")) {
        const own = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent!.trim());
        if (!own || node.closest(`${overVideo}, :disabled, script, noscript`) || !node.checkVisibility()) continue;
        const ground = behind(node);
        const [a, b] = [luminance(over(read(getComputedStyle(node).color), ground)), luminance(ground)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < least) wrong.push(`"${node.textContent!.trim().slice(0, 40)}": ${ratio.toFixed(2)}`);
      }
      return wrong;
    },
    { least, overVideo },
  );
}

/** Returns the standard deviation of the brightness of a video's pixels, 0 to 127. A blank frame has 0. */
export function videoContrast(video: Locator): Promise<number> {
  return video.evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement("canvas");
    const context = Object.assign(canvas, { width: 64, height: 36 }).getContext("2d")!;
    context.drawImage(video, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    const bright = Array.from({ length: data.length / 4 }, (_, i) => (data[4 * i]! + data[4 * i + 1]! + data[4 * i + 2]!) / 3);
    const mean = bright.reduce((sum, value) => sum + value, 0) / bright.length;
    return Math.sqrt(bright.reduce((sum, value) => sum + (value - mean) ** 2, 0) / bright.length);
  });
}
