import { LEBVideo } from "leb-player/react";
import { useRef, useState } from "react";

export function Live({ src, edge, tell }) {
  const ref = useRef(null);
  const [waits, setWaits] = useState(true);
  return (
    <LEBVideo
      ref={ref}
      className="live"
      hidden={false}
      src={src}
      signalURL={edge}
      config={{ clientInfo: "react" }}
      autoplay
      muted
      playsInline
      controlsList="nodownload"
      aria-busy={waits}
      onWaiting={() => setWaits(true)}
      onPlaying={() => setWaits(false)}
      onFirstframe={({ detail }) => tell("firstframe", typeof detail.elapsed, ref.current.state)}
      onError={({ currentTarget }) => tell("error", currentTarget.error.detail.code)}
    />
  );
}
