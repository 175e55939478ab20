import { LEBVideo } from "leb-player/react";
import { StrictMode, createElement as h, useState } from "react";

function Live({ stream, edge }) {
  const [played, setPlayed] = useState("");
  const props = { className: "live", src: stream, signalURL: edge, autoplay: true, muted: true, playsInline: true };
  return h("main", null, h(LEBVideo, { ...props, onFirstframe: () => setPlayed("played") }), h("p", null, played));
}

/** Returns the app, as the server renders it and the page takes it over. */
export const app = (state) => h(StrictMode, null, h(Live, state));
