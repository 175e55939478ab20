/** Returns the streams of a section: those of the page's query, if it names so many, or the local edge's if there is one. */
export function streamURLs(section: "room" | "wall", count: number, edge: string): string[] {
  const own = new URLSearchParams(location.search).getAll(section);
  if (own.length >= count) return own.slice(0, count);
  return edge ? Array.from({ length: count }, (_, i) => `webrtc://${location.hostname}/live/${section}-${i + 1}`) : [];
}
