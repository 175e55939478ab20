import type { TXLivePlayer as Player } from "./txliveplayer.js";
declare global {
    var TXLivePlayer: typeof Player;
    type TXLivePlayer = Player;
}
