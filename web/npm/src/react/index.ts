// The entry leb-player/react: <leb-video> as a component, and a hook for a page's own <video>.

export type { LEBPlayerOptions, PlayerView } from "../frameworks/keeper.js";
export type { ComponentEvents, ElementProps } from "../frameworks/props.js";
export { LEBVideo, type LEBVideoProps } from "./video.js";
export { type LEBPlayerView, useLEBPlayer } from "./useplayer.js";
