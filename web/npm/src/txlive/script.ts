// txlive.js, which sets the global TXLivePlayer. leb.wasm is a file next to the script.

export { TXLivePlayer } from "./txliveplayer.js";
