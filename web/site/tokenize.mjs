/**
 * Splits a text for the search. Chinese has no spaces, so its words are looked for as pairs of characters. VitePress sends the source of
 * this function to the page, so it uses nothing from outside.
 */
export function tokenize(text) {
  return (text.toLowerCase().match(/[\p{sc=Han}]+|[^\p{sc=Han}\p{P}\p{Z}\s]+/gu) ?? []).flatMap((run) =>
    /\p{sc=Han}/u.test(run) && run.length > 2 ? Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)) : [run],
  );
}
