/** Lets an element fill its page, without moving it. Returns what restores the page, and where it was scrolled. */
export function fillPage(element: HTMLElement): () => void {
  const { documentElement, defaultView } = element.ownerDocument;
  const { scrollX: left, scrollY: top } = defaultView!;
  const restore = [
    override(element, { position: "fixed", inset: "0", width: "auto", height: "auto", "max-width": "none", "max-height": "none", margin: "0", "z-index": "2147483647" }),
    override(documentElement, { overflow: "hidden" }),
  ];
  return () => {
    for (const undo of restore) undo();
    defaultView!.scrollTo({ left, top, behavior: "instant" });
  };
}

/** Sets styles above those of the page. Returns what restores the element's own. */
function override({ style }: HTMLElement, styles: Record<string, string>): () => void {
  const before = Object.keys(styles).map((name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)] as const);
  for (const [name, value] of Object.entries(styles)) style.setProperty(name, value, "important");
  return () => {
    for (const [name, value, priority] of before) style.setProperty(name, value, priority);
  };
}
