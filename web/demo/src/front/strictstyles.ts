// What the build puts into media-chrome in place of its <style> elements: see strictstyles.mjs.

/** Fills a shadow root with HTML. Its styles become style sheets, which a policy without 'unsafe-inline' allows. */
export function fillStrictly(root: ShadowRoot, html: string): void {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  root.adoptedStyleSheets = Array.from(content.querySelectorAll("style"), (style) => {
    style.remove();
    const sheet = new CSSStyleSheet(style.media ? { media: style.media } : {});
    sheet.replaceSync(style.textContent ?? "");
    return sheet;
  });
  root.append(content);
}

/** Returns what stands for the <style> elements that apply everywhere: the sheets of a shadow root. */
export function sheetsOf(root: ShadowRoot): { sheet: CSSStyleSheet }[] {
  return (root.adoptedStyleSheets ?? []).filter(({ media }) => media.length === 0).map((sheet) => ({ sheet }));
}
