/** Returns the anchor of a heading, formed as GitHub forms it. */
export function anchorOf(heading: string): string;
