import { LEBError, Player, PlayerEventMap, PlayerOptions, PlayerState, StreamURL } from "./index.js";
import { LEBVideoElement, RenditionInit } from "./element.js";
import { AllowedComponentProps, ComputedRef, MaybeRefOrGetter, ShallowRef, VNode, VNodeProps } from "vue";
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
export type LEBVideoProps = ElementProps & {
    [Type in keyof ComponentEvents as `on${Capitalize<Type>}`]?: ((event: ComponentEvents[Type]) => void) | undefined;
};
export interface LEBVideoInstance {
    readonly element: LEBVideoElement | null;
}
type Component = new () => LEBVideoInstance & {
    $props: AllowedComponentProps & VNodeProps & LEBVideoProps;
    $slots: {
        default?: () => VNode[];
    };
    $emit: <Type extends keyof ComponentEvents>(type: Type, event: ComponentEvents[Type]) => void;
};
export declare const LEBVideo: Component;
export type LEBPlayerRefs = {
    readonly [Name in keyof PlayerView]: ComputedRef<PlayerView[Name]>;
} & {
    readonly video: ShallowRef<HTMLVideoElement | null>;
};
export declare function useLEBPlayer(options: MaybeRefOrGetter<LEBPlayerOptions>): LEBPlayerRefs;
export {};
