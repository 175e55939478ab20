/** Returns the anchor of a heading, formed as GitHub forms it. */
export const anchorOf = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
