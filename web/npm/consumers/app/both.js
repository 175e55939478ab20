import * as file from "leb-player";
import * as inline from "leb-player/inline";
import { run } from "./app.js";

if (file.Player !== inline.Player || file.LEBError !== inline.LEBError) throw new Error("the entries do not share their classes");
run(file);
