/** Adds styles to a shadow tree in a way that a Content-Security-Policy without 'unsafe-inline' allows, where the browser has it. */
export function addStyles(root: ShadowRoot, styles: string, { CSSStyleSheet }: typeof globalThis): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(Object.assign(document.createElement("style"), { textContent: styles }));
  }
}
