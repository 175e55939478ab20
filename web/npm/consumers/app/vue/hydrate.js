import { app } from "./hydrated.js";

const root = document.querySelector("#app");
app(JSON.parse(root.dataset.state)).mount(root);
