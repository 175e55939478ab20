// Compiles only if the types of the entry for React are those that its documentation tells.

import { Player } from "leb-player";
import type { LEBVideoElement } from "leb-player/element";
import { LEBVideo, type LEBVideoProps, useLEBPlayer } from "leb-player/react";
import { createRef } from "react";

declare const url: string;
const ref = createRef<LEBVideoElement>();

export const props: LEBVideoProps = { src: url, config: { latency: 100 }, onStats: ({ detail }) => detail.score satisfies number | undefined };

export const component = (
  <LEBVideo
    ref={ref}
    {...props}
    className="live"
    slot="media"
    signalURL="https://signal.example"
    latency="auto"
    autoplay
    muted
    playsInline
    controlsList="nodownload"
    onClick={(event) => event.currentTarget.pause()}
    onVolumeChange={(event) => event.currentTarget.muted satisfies boolean}
    onError={({ currentTarget }) => currentTarget.error?.detail.code}
    onFirstframe={({ detail }) => detail.elapsed.toFixed()}
    onEnterpictureinpicture={(event: Event) => event}
  >
    <track kind="captions" />
  </LEBVideo>
);

// @ts-expect-error: the event is not React's
export const synthetic = <LEBVideo onPlay={(event) => event.persist()} />;

// @ts-expect-error: the option is a number of ms
export const misspelt = <LEBVideo latency="low" />;

export function Hook() {
  const { ref, player, state, error } = useLEBPlayer({ url, latency: 100, retry: { maxAttempts: 3 } });
  useLEBPlayer({ url: () => Promise.resolve(url) });
  useLEBPlayer({ url: null });
  // @ts-expect-error: there is no such option
  useLEBPlayer({ url, delay: 100 });
  return <video ref={ref} title={error?.code ?? state} onClick={() => (player satisfies Player | null)?.pause()} />;
}
