// The ready controls around a <leb-video>, which is played as the other apps play a <video>.
import "leb-player/controls";
import { run } from "./app.js";

run({
  Player: class {
    constructor(video, { signalURL }) {
      const element = document.createElement("leb-video");
      const controls = document.createElement("leb-controls");
      element.muted = true;
      element.signalURL = signalURL;
      controls.append(element);
      video.replaceWith(controls);
      window.video = this.element = element;
    }
    play(url) {
      this.element.src = url;
      return this.element.play();
    }
    stop() {
      return this.element.api.stop();
    }
  },
});
