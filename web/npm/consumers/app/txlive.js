import { TXLivePlayer } from "leb-player/txlive";
import { runTXLive } from "./txliveapp.js";

runTXLive(TXLivePlayer);
