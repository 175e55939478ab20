// What the build puts into media-chrome in place of its <style> elements: see strictstyles.mjs.

/** The sheets that apply in some cases only. */
const conditional = new WeakSet<CSSStyleSheet>();

/** Fills a shadow root with HTML. Its styles become style sheets, which a policy without 'unsafe-inline' allows. */
export function fillStrictly(root: ShadowRoot, html: string): void {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  root.adoptedStyleSheets = Array.from(content.querySelectorAll("style"), (style) => {
    style.remove();
    const sheet = new CSSStyleSheet(style.media ? { media: style.media } : {});
    if (style.media) conditional.add(sheet);
    sheet.replaceSync(style.textContent ?? "");
    return sheet;
  });
  root.append(content);
}

/** Returns what stands for the <style> elements of a shadow root that always apply. */
export function sheetsOf(root: ShadowRoot): { sheet: CSSStyleSheet }[] {
  return (root.adoptedStyleSheets ?? []).filter((sheet) => !conditional.has(sheet)).map((sheet) => ({ sheet }));
}

/** Returns what stands for the <style> element of a shadow root that applies in some cases only. */
export function conditionalStyle(root: ShadowRoot): { setAttribute(name: "media", media: string): void } {
  return {
    setAttribute(_name, media) {
      for (const sheet of root.adoptedStyleSheets) if (conditional.has(sheet)) sheet.media.mediaText = media;
    },
  };
}
