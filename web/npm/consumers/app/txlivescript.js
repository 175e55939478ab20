import { runTXLive } from "./txliveapp.js";

runTXLive(window.TXLivePlayer);
