// A page made for TXLivePlayer.
import { run } from "./app.js";

/** Plays by this class, which the package has by an entry and as a global. */
export function runTXLive(TXLivePlayer) {
  run({
    Player: class {
      constructor(video, { signalURL }) {
        this.facade = new TXLivePlayer();
        this.facade.setPlayerView(video);
        const { protocol, host } = new URL(signalURL);
        this.facade.setConfig({ signalDomain: { protocol: protocol.slice(0, -1), domain: host } });
      }
      play(url) {
        return new Promise((resolve, reject) => {
          this.facade.setPlayListener({ onPlayEvent: (code) => (code === 1003 ? resolve() : code < 0 && reject({ code, message: "" })) });
          this.facade.startPlay(url);
        });
      }
      stop() {
        this.facade.stopPlay();
      }
    },
  });
}
