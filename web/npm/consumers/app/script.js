import { run } from "./app.js";

run(window.LEB);
