import type * as API from "./index.js";
declare global {
    var LEB: typeof API;
}
