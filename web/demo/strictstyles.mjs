// Lets media-chrome live under "style-src 'self'". Its elements bring their styles as <style>, which such a policy ignores; here the build
// has them adopt style sheets instead. It fails where a new version of media-chrome is written in another way.
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const helper = path.join(here, "src/front/strictstyles.ts");

/** How media-chrome fills a shadow root, and what it becomes. */
const fills = [
  [/this\.shadowRoot\.setHTMLUnsafe \? this\.shadowRoot\.setHTMLUnsafe\(html\) : this\.shadowRoot\.innerHTML = html;/g, "fillStrictly(this.shadowRoot, html);"],
  [/this\.shadowRoot\.innerHTML = (this\.constructor\.getTemplateHTML\(attrs\));/g, "fillStrictly(this.shadowRoot, $1);"],
];
/** How it finds the rules that it changes later. */
const search = /styleParent\.querySelectorAll\("style:not\(\[media\]\)"\)/g;

/** The plugin for esbuild. */
export const strictStyles = {
  name: "strict styles",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]media-chrome[\\/]dist[\\/].*\.js$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, "utf8");
      const contents = fills.reduce((left, [fill, strict]) => left.replace(fill, strict), text).replace(search, "sheetsOf(styleParent)");
      if (/shadowRoot\.(innerHTML|setHTMLUnsafe)|querySelectorAll\("style/.test(contents)) throw new Error(`${file} brings its styles in an unknown way`);
      if (contents === text) return undefined;
      return { contents: `import { fillStrictly, sheetsOf } from ${JSON.stringify(helper)};\n${contents}`, loader: "js", resolveDir: path.dirname(file) };
    });
  },
};
