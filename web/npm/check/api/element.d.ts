import { LEBError, Player, PlayerEventMap, PlayerOptions, PlayerState, Stats } from "./index.js";
declare const textProperties: {
    readonly crossOrigin: "crossorigin";
    readonly fallbackSrc: "fallback-src";
    readonly latency: "latency";
    readonly poster: "poster";
    readonly preload: "preload";
    readonly signalURL: "signal-url";
    readonly src: "src";
    readonly wasmURL: "wasm-url";
};
declare const flagProperties: {
    readonly autoplay: "autoplay";
    readonly controls: "controls";
    readonly defaultMuted: "muted";
    readonly disablePictureInPicture: "disablepictureinpicture";
    readonly keepAlive: "keepalive";
    readonly loop: "loop";
    readonly playsInline: "playsinline";
    readonly sei: "sei";
};
export interface MediaFailure {
    readonly code: 2 | 3 | 4;
    readonly message: string;
    readonly detail: LEBError;
}
type NativeMembers<Own> = Omit<HTMLVideoElement, keyof HTMLElement | keyof Own>;
export interface Rendition {
    readonly id: string;
    readonly src: string;
    readonly width?: number;
    readonly height?: number;
    readonly bitrate?: number;
}
export type RenditionInit = Partial<Rendition>;
declare const RenditionList_base: {
    new (): EventTarget;
    prototype: EventTarget;
};
export declare class RenditionList extends RenditionList_base {
    private readonly onSelect;
    [index: number]: Rendition;
    length: number;
    private selected;
    constructor(onSelect: (before: number) => void);
    [Symbol.iterator](): IterableIterator<Rendition>;
    get selectedIndex(): number;
    set selectedIndex(index: number);
    getRenditionById(id: string): Rendition | null;
    mark(index: number): void;
    replace(renditions: readonly Rendition[], selected: number): void;
    private tell;
}
type Reflected = Record<keyof typeof textProperties, string> & Record<keyof typeof flagProperties, boolean>;
interface Own extends Reflected {
    error: unknown;
    load: unknown;
    play: unknown;
    pause: unknown;
    paused: unknown;
    ended: unknown;
    readyState: unknown;
    currentSrc: unknown;
}
type LEBVideoEventMap = HTMLVideoElementEventMap & {
    [Type in keyof PlayerEventMap as `leb${Type}`]: PlayerEventMap[Type];
};
declare const Base: new () => HTMLElement & Reflected & NativeMembers<Own>;
export declare class LEBVideoElement extends Base {
    #private;
    readonly nativeEl: HTMLVideoElement;
    static get observedAttributes(): string[];
    constructor();
    connectedCallback(): void;
    disconnectedCallback(): void;
    adoptedCallback(): void;
    attributeChangedCallback(name: string, before: string | null, value: string | null): void;
    get api(): Player | null;
    get config(): PlayerOptions;
    set config(options: PlayerOptions);
    get renditions(): readonly RenditionInit[];
    set renditions(renditions: readonly RenditionInit[]);
    get videoRenditions(): RenditionList;
    get state(): PlayerState;
    get stats(): Stats | null;
    get error(): MediaFailure | null;
    get currentSrc(): string;
    get streamType(): "live";
    get targetLiveWindow(): number;
    get liveEdgeStart(): number;
    get readyState(): number;
    get paused(): boolean;
    get ended(): boolean;
    load(): void;
    play(): Promise<void>;
    pause(): void;
}
export interface LEBVideoElement {
    addEventListener<Type extends keyof LEBVideoEventMap>(type: Type, listener: (this: LEBVideoElement, event: LEBVideoEventMap[Type]) => unknown, options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<Type extends keyof LEBVideoEventMap>(type: Type, listener: (this: LEBVideoElement, event: LEBVideoEventMap[Type]) => unknown, options?: boolean | EventListenerOptions): void;
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}
declare global {
    interface HTMLElementTagNameMap {
        "leb-video": LEBVideoElement;
    }
}
export {};
