import { hydrateRoot } from "react-dom/client";
import { app } from "./hydrated.js";

const root = document.querySelector("#app");
hydrateRoot(root, app(JSON.parse(root.dataset.state)));
