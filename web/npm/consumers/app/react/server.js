// Renders the app to HTML, in Node. The argument is its state, in JSON.
import { renderToString } from "react-dom/server";
import { app } from "./hydrated.js";

process.stdout.write(renderToString(app(JSON.parse(process.argv[2]))));
