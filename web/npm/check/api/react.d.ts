import { LEBError, Player, PlayerEventMap, PlayerOptions, PlayerState, StreamURL } from "./index.js";
import { LEBVideoElement, RenditionInit } from "./element.js";
import { DOMAttributes, ForwardRefExoticComponent, HTMLAttributes, RefAttributes, RefCallback } from "react";
export interface LEBPlayerOptions extends PlayerOptions {
    url: StreamURL | null | undefined;
}
export interface PlayerView {
    readonly player: Player | null;
    readonly state: PlayerState;
    readonly error: LEBError | null;
}
export interface ElementProps {
    src?: string | null | undefined;
    signalURL?: string | undefined;
    wasmURL?: string | undefined;
    fallbackSrc?: string | undefined;
    latency?: number | "auto" | undefined;
    sei?: boolean | undefined;
    config?: PlayerOptions | undefined;
    renditions?: readonly RenditionInit[] | undefined;
    autoplay?: boolean | undefined;
    muted?: boolean | undefined;
    playsInline?: boolean | undefined;
    controls?: boolean | undefined;
    controlsList?: string | undefined;
    poster?: string | undefined;
    preload?: "auto" | "metadata" | "none" | undefined;
    crossOrigin?: string | undefined;
    disablePictureInPicture?: boolean | undefined;
    keepAlive?: boolean | undefined;
}
declare const videoEvents: readonly [
    "abort",
    "canplay",
    "canplaythrough",
    "durationchange",
    "emptied",
    "ended",
    "enterpictureinpicture",
    "leavepictureinpicture",
    "loadeddata",
    "loadedmetadata",
    "loadstart",
    "pause",
    "play",
    "playing",
    "progress",
    "ratechange",
    "resize",
    "seeked",
    "seeking",
    "suspend",
    "timeupdate",
    "volumechange",
    "waiting",
    "webkitbeginfullscreen",
    "webkitendfullscreen",
    "webkitpresentationmodechanged",
    "error"
];
type VideoEvent = (typeof videoEvents)[number];
type Told<E> = E & {
    readonly currentTarget: LEBVideoElement;
};
export type ComponentEvents = {
    [Type in VideoEvent]: Told<Event>;
} & {
    [Type in Exclude<keyof PlayerEventMap, VideoEvent>]: Told<PlayerEventMap[Type]>;
};
type Type = keyof ComponentEvents;
type Callback<E> = ((event: E) => void) | undefined;
type ReactName = {
    [Name in keyof DOMAttributes<Element>]: Lowercase<Name> extends `on${Type}` ? Name : never;
}[keyof DOMAttributes<Element>];
type Callbacks = {
    [T in Type as `on${Capitalize<T>}`]?: Callback<ComponentEvents[T]>;
} & {
    [Name in NonNullable<ReactName>]?: Lowercase<Name> extends `on${infer T extends Type}` ? Callback<ComponentEvents[T]> : never;
};
export type LEBVideoProps = Omit<HTMLAttributes<LEBVideoElement>, keyof Callbacks | keyof ElementProps> & ElementProps & Callbacks;
export declare const LEBVideo: ForwardRefExoticComponent<LEBVideoProps & RefAttributes<LEBVideoElement>>;
export interface LEBPlayerView extends PlayerView {
    readonly ref: RefCallback<HTMLVideoElement>;
}
export declare function useLEBPlayer(options: LEBPlayerOptions): LEBPlayerView;
export {};
