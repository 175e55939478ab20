// Renders the app to HTML, in Node. The argument is its state, in JSON.
import { renderToString } from "vue/server-renderer";
import { app } from "./hydrated.js";

process.stdout.write(await renderToString(app(JSON.parse(process.argv[2]))));
