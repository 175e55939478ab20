import { Player } from "leb-player";
import { run } from "./app.js";

run({ Player });
