import { type RefCallback, useEffect, useState } from "react";
import { type LEBPlayerOptions, PlayerKeeper, type PlayerView, noPlayer } from "../frameworks/keeper.js";

/** What {@link useLEBPlayer} returns. */
export interface LEBPlayerView extends PlayerView {
  /** The `ref` of the video to play in. */
  readonly ref: RefCallback<HTMLVideoElement>;
}

/**
 * Plays in a video of the component's own: `<video ref={ref} muted playsInline />`. Another `url` is a switch without a gap, no `url` a
 * stop. Options that Player.setOptions() can change apply at once, others to the next play. The player is destroyed with the component.
 */
export function useLEBPlayer(options: LEBPlayerOptions): LEBPlayerView {
  const [video, ref] = useState<HTMLVideoElement | null>(null);
  const [view, show] = useState(noPlayer);
  const [keeper] = useState(() => new PlayerKeeper(show));
  useEffect(() => () => keeper.end(), [keeper]);
  useEffect(() => keeper.follow(video, options));
  return { ...view, ref };
}
