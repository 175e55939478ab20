// The entry leb-player/vue: <leb-video> as a component, and a composable for a page's own <video>.

export type { LEBPlayerOptions, PlayerView } from "../frameworks/keeper.js";
export type { ComponentEvents, ElementProps } from "../frameworks/props.js";
export { LEBVideo, type LEBVideoInstance, type LEBVideoProps } from "./video.js";
export { type LEBPlayerRefs, useLEBPlayer } from "./useplayer.js";
