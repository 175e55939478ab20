// Lets media-chrome live under "style-src 'self'". Its elements bring their styles as <style>, which such a policy ignores; here the build
// has them adopt style sheets instead. It fails where a new version of media-chrome is written in another way.
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const helper = path.join(here, "src/front/strictstyles.ts");

/** How media-chrome fills a shadow root and finds its styles later, and what that becomes. */
const replacements = [
  [/this\.shadowRoot\.setHTMLUnsafe \? this\.shadowRoot\.setHTMLUnsafe\(html\) : this\.shadowRoot\.innerHTML = html;/g, "fillStrictly(this.shadowRoot, html);"],
  [/this\.shadowRoot\.innerHTML = (this\.constructor\.getTemplateHTML\(attrs\));/g, "fillStrictly(this.shadowRoot, $1);"],
  [/styleParent\.querySelectorAll\("style:not\(\[media\]\)"\)/g, "sheetsOf(styleParent)"],
  [/this\.shadowRoot\.querySelector\("#layout-row"\)/g, "conditionalStyle(this.shadowRoot)"],
];
/** What must not be left. */
const unknown = /shadowRoot\.(innerHTML|setHTMLUnsafe)|querySelectorAll\("style|<style [^>]*id="(?!layout-row")/;

/** The plugin for esbuild. */
export const strictStyles = {
  name: "strict styles",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]media-chrome[\\/]dist[\\/].*\.js$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, "utf8");
      const contents = replacements.reduce((left, [loose, strict]) => left.replace(loose, strict), text);
      if (unknown.test(contents)) throw new Error(`${file} brings its styles in an unknown way`);
      if (contents === text) return undefined;
      return { contents: `import { conditionalStyle, fillStrictly, sheetsOf } from ${JSON.stringify(helper)};\n${contents}`, loader: "js", resolveDir: path.dirname(file) };
    });
  },
};
