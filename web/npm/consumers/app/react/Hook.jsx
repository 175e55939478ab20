import { useLEBPlayer } from "leb-player/react";
import { useEffect } from "react";

export function Live({ src, edge, tell }) {
  const { ref, player, state, error } = useLEBPlayer({ url: src, signalURL: edge, clientInfo: "react" });
  useEffect(() => {
    const onFirstFrame = ({ detail }) => tell("firstframe", typeof detail.elapsed, player.state);
    player?.addEventListener("firstframe", onFirstFrame);
    return () => player?.removeEventListener("firstframe", onFirstFrame);
  }, [player]);
  useEffect(() => {
    if (error) tell("error", error.code);
  }, [error]);
  return <video ref={ref} className="live" muted playsInline aria-busy={state !== "playing"} />;
}
