// Moves Markdown to another folder: links to files that move too follow them, and links to other files of the repository become text, as do images.
// A dead link stays, so that it is found.
import fs from "node:fs";
import path from "node:path";

const top = path.join(import.meta.dirname, "..");

/** Matches a code block, a code span or a link: what stands in code is no link. */
const codeOrLink = /^ *```.*?^ *```$|`[^`\n]*`(?!\])|(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)/gms;

/**
 * Returns a document's text for its new place.
 * @param {string} text
 * @param {string} from the document's path in the repository
 * @param {Map<string, string>} places the new path of each document that moves, by its path in the repository
 */
export function relink(text, from, places) {
  return text.replace(codeOrLink, (whole, image, label, target) => {
    if (target === undefined || /^([a-z]+:|#)/.test(target)) return whole;
    const [file, anchor] = target.split("#");
    const linked = path.posix.join(path.posix.dirname(from), file);
    const place = places.get(linked);
    if (place === undefined) return fs.existsSync(path.join(top, linked)) ? label : whole;
    const relative = path.posix.relative(path.posix.dirname(places.get(from)), place);
    return `${image}[${label}](${relative}${anchor === undefined ? "" : `#${anchor}`})`;
  });
}
