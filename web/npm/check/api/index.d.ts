declare global {
    interface SymbolConstructor {
        readonly asyncDispose: unique symbol;
    }
}
declare const playerStates: readonly [
    "idle",
    "offering",
    "pulling",
    "connecting",
    "playing",
    "paused",
    "stalled",
    "reconnecting",
    "stopped",
    "failed"
];
declare const errorCodes: readonly [
    "unsupported",
    "wasm-load",
    "bad-option",
    "bad-stream-url",
    "url-failed",
    "url-expired",
    "network",
    "http-status",
    "bad-reply",
    "refused",
    "negotiation",
    "ice-failed",
    "closed",
    "no-media",
    "decode-failed",
    "timeout",
    "aborted",
    "internal"
];
declare const eventNames: readonly [
    "statechange",
    "icestate",
    "firstframe",
    "stats",
    "autoplayblocked",
    "resize",
    "sei",
    "stall",
    "reconnecting",
    "recovered",
    "exchange",
    "tracks",
    "warning",
    "error"
];
declare const shellEventNames: readonly [
    "fallback"
];
export type PlayerState = (typeof playerStates)[number];
export type ErrorCode = (typeof errorCodes)[number];
export type EventName = RawEventName | (typeof shellEventNames)[number];
type RawEventName = (typeof eventNames)[number];
export interface LEBErrorDetail {
    retryable?: boolean;
    endpoint?: string;
    errcode?: number;
    errmsg?: string;
    status?: number;
    cause?: unknown;
}
export declare class LEBError extends Error {
    readonly code: ErrorCode;
    readonly retryable: boolean;
    readonly endpoint?: string;
    readonly errcode?: number;
    readonly errmsg?: string;
    readonly status?: number;
    readonly cause?: unknown;
    constructor(code: ErrorCode, message: string, detail?: LEBErrorDetail);
}
export declare function hlsURL(streamURL: string): string;
export interface HLSInstance {
    loadSource(url: string): void;
    attachMedia(video: HTMLMediaElement): void;
    on(event: string, listener: (event: string, data: {
        fatal: boolean;
        details: string;
    }) => void): void;
    destroy(): void;
}
export interface HLSClass {
    new (): HLSInstance;
    isSupported(): boolean;
}
export type HLSLoader = () => HLSClass | {
    default: HLSClass;
} | Promise<HLSClass | {
    default: HLSClass;
}>;
export interface Summary {
    firstFrame?: number;
    watched: number;
    stalled: number;
    stalls: number;
    repulls: Partial<Record<ErrorCode, number>>;
    bytes: number;
    bitrate: number;
    error?: {
        code: ErrorCode;
        message: string;
    };
}
export interface StateChange {
    from: PlayerState;
    to: PlayerState;
    reason: string;
    summary?: Summary;
}
export interface ICEState {
    iceConnectionState: RTCIceConnectionState;
    iceGatheringState: RTCIceGatheringState;
}
export interface Waterfall {
    load: number;
    offer: number;
    signalling: number;
    answer: number;
    ice: number;
    dtls: number;
    firstPacket: number;
    firstDecoded: number;
    firstFrame: number;
}
export interface FirstFrame {
    sessionId: string;
    elapsed: number;
    video: boolean;
    waterfall: Waterfall;
}
export interface Tracks {
    audio: boolean;
    video: boolean;
}
export interface TrackStats {
    codec: string;
    ssrc: number;
    bitrate: number;
    packetsReceived: number;
    packetsLost: number;
    bytesReceived: number;
    loss: number;
    jitter: number;
    jitterBufferDelay?: number;
    nackCount: number;
    latency?: number;
}
export interface AudioStats extends TrackStats {
    concealed?: number;
}
export interface VideoStats extends TrackStats {
    width?: number;
    height?: number;
    framesPerSecond: number;
    framesReceivedPerSecond?: number;
    framesRenderedPerSecond?: number;
    framesDecoded: number;
    framesDropped: number;
    decodeTime?: number;
    pliCount: number;
    firCount: number;
    freezeCount: number;
    totalFreezesDuration: number;
    longestFreeze: number;
}
export interface CandidatePair {
    local: RTCIceCandidateType;
    remote: RTCIceCandidateType;
    protocol: RTCIceProtocol;
}
export interface Stats {
    timestamp: number;
    score: number;
    audio?: AudioStats;
    video?: VideoStats;
    roundTripTime?: number;
    candidatePair?: CandidatePair;
}
export interface AutoplayBlocked {
    muted: boolean;
}
export interface Resize {
    width: number;
    height: number;
}
export interface SEI {
    type: number;
    uuid?: string;
    payload: Uint8Array;
    rtpTimestamp: number;
}
export type Stall = Record<string, never>;
export interface Reconnecting {
    attempt: number;
    delay: number;
    reason: ErrorCode;
    message: string;
}
export interface Recovered {
    duration: number;
    attempts: number;
}
export interface Exchange {
    reason: "reconnecting" | "switch";
}
export interface Fallback {
    url?: string;
    reason: LEBError;
}
export interface Warning {
    code: ErrorCode;
    message: string;
    retryable: boolean;
    endpoint?: string;
    errcode?: number;
    errmsg?: string;
    status?: number;
}
export interface PlayerEventMap extends Record<EventName, CustomEvent> {
    statechange: CustomEvent<StateChange>;
    icestate: CustomEvent<ICEState>;
    firstframe: CustomEvent<FirstFrame>;
    stats: CustomEvent<Stats>;
    autoplayblocked: CustomEvent<AutoplayBlocked>;
    resize: CustomEvent<Resize>;
    sei: CustomEvent<SEI>;
    stall: CustomEvent<Stall>;
    reconnecting: CustomEvent<Reconnecting>;
    recovered: CustomEvent<Recovered>;
    exchange: CustomEvent<Exchange>;
    tracks: CustomEvent<Tracks>;
    fallback: CustomEvent<Fallback>;
    warning: CustomEvent<Warning>;
    error: CustomEvent<LEBError>;
}
export interface LogEntry {
    time: number;
    type: EventName | "play" | "switchTo" | "rejected";
    detail: unknown;
}
export type StreamURL = string | (() => string | Promise<string>);
export interface ReportOptions {
    quality?: boolean | undefined;
    iceState?: boolean | undefined;
    firstFrame?: boolean | undefined;
}
export interface RetryOptions {
    maxAttempts?: number | undefined;
    baseDelay?: number | undefined;
    maxDelay?: number | undefined;
    errcodes?: readonly number[] | undefined;
}
export interface IceServer extends Omit<RTCIceServer, "urls"> {
    urls: string | readonly string[];
}
export type WasmSource = ArrayBuffer | ArrayBufferView | Response | (WebAssembly.Module & object);
export interface PlayerOptions {
    signalURL?: string | readonly string[] | undefined;
    contentType?: string | undefined;
    clientInfo?: string | undefined;
    clientIP?: string | undefined;
    audio?: boolean | undefined;
    video?: boolean | undefined;
    sei?: boolean | undefined;
    reports?: boolean | ReportOptions | undefined;
    retry?: boolean | RetryOptions | undefined;
    fallback?: boolean | string | ((reason: LEBError, stream: {
        url: string;
    }) => string | void | Promise<string | void>) | undefined;
    fallbackLoader?: HLSLoader | undefined;
    startTimeout?: number | undefined;
    stallTimeout?: number | undefined;
    log?: ((entry: LogEntry) => void) | undefined;
    statsInterval?: number | undefined;
    latency?: number | "auto" | undefined;
    pauseTimeout?: number | undefined;
    prepareTimeout?: number | undefined;
    maxPrepared?: number | undefined;
    autoplay?: "muted" | "manual" | undefined;
    iceServers?: readonly IceServer[] | undefined;
    wasmURL?: string | URL | undefined;
    wasm?: WasmSource | Promise<WasmSource> | undefined;
    workerURL?: string | URL | undefined;
    wasmIntegrity?: string | undefined;
}
export type ChangeableOptions = Pick<PlayerOptions, "latency" | "statsInterval" | "reports" | "log" | "retry">;
export interface PlayOptions {
    signal?: AbortSignal | undefined;
    sessionId?: string | undefined;
}
export interface Diagnostics {
    time: number;
    version: string;
    program: string | null;
    userAgent: string;
    state: PlayerState;
    sessionId: string | null;
    url: string | null;
    options: PlayerOptions;
    events: LogEntry[];
    stats: Stats[];
    sdp: {
        local: string | null;
        remote: string | null;
    };
    counters: {
        liveFuncs: number;
        handles: number;
        memory: number;
    } | null;
}
export declare class Player extends EventTarget {
    #private;
    static isSupported(): boolean;
    constructor(video: HTMLVideoElement, options?: PlayerOptions);
    get video(): HTMLVideoElement;
    get url(): string | null;
    get state(): PlayerState;
    get fallbackActive(): boolean;
    get sessionId(): string | null;
    get stats(): Stats | null;
    get summary(): Summary;
    prepare(url?: StreamURL): Promise<void>;
    play(url?: StreamURL, options?: PlayOptions): Promise<void>;
    switchTo(url: StreamURL, options?: PlayOptions): Promise<void>;
    pause(): void;
    resume(): Promise<void>;
    setOptions(options: ChangeableOptions): void;
    stop(): Promise<void>;
    destroy(): Promise<void>;
    attach(video: HTMLVideoElement): void;
    snapshot(type?: string, quality?: number): Promise<Blob>;
    pictureInPicture(on?: boolean): Promise<void>;
    fullscreen(on?: boolean): Promise<void>;
    addEventListener<K extends keyof PlayerEventMap>(type: K, listener: Listener<this, K>, options?: boolean | AddEventListenerOptions): void;
    diagnostics(): Diagnostics;
}
type Listener<P, K extends keyof PlayerEventMap> = ((this: P, event: PlayerEventMap[K]) => unknown) | {
    handleEvent(event: PlayerEventMap[K]): unknown;
} | null;
export interface Player {
    removeEventListener<K extends keyof PlayerEventMap>(type: K, listener: Listener<this, K>, options?: boolean | EventListenerOptions): void;
    [Symbol.asyncDispose](): Promise<void>;
}
export interface Support {
    webrtc: boolean;
    h264: boolean;
    wasm: boolean;
    sei: boolean;
    reason?: string;
}
export declare function probe(): Promise<Support>;
export declare const version: string;
export declare function play(video: HTMLVideoElement, url: StreamURL, options?: PlayerOptions & PlayOptions): Promise<Player>;
declare function stop$1(target: Player | HTMLVideoElement): Promise<void>;
export declare function preload(options?: Pick<PlayerOptions, "wasm" | "wasmURL" | "wasmIntegrity" | "signalURL">): Promise<void>;
export { stop$1 as stop, };
export {};
