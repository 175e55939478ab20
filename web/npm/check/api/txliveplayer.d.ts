import { Player, PlayerOptions } from "./index.js";
declare const code: {
    readonly streamBegin: 1001;
    readonly connected: 1002;
    readonly playBegin: 1003;
    readonly stopped: 1004;
    readonly reconnecting: 1005;
    readonly streamEmpty: 1006;
    readonly pullRequested: 1007;
    readonly pullAnswered: 1008;
    readonly waiting: 1009;
    readonly waitingEnded: 1010;
    readonly webrtcFailed: -2001;
    readonly pullRefused: -2002;
    readonly playRefused: -2003;
    readonly disconnected: -2004;
    readonly decodingFailed: -2005;
    readonly switchFailed: -2006;
};
export type TXLiveCode = (typeof code)[keyof typeof code];
export interface TXLiveConfig {
    connectRetryCount?: number | undefined;
    connectRetryDelay?: number | undefined;
    connectTimeout?: number | undefined;
    receiveVideo?: boolean | undefined;
    receiveAudio?: boolean | undefined;
    receiveSEI?: boolean | {
        fallback?: boolean;
        maxDelayTime?: number;
    } | undefined;
    showLog?: boolean | undefined;
    signalDomain?: string | {
        protocol?: string;
        domain?: string;
        query?: boolean;
    } | undefined;
    maxReceiveFailCount?: number | undefined;
    playerOptions?: PlayerOptions | undefined;
    signalTimeout?: number | undefined;
    maxDecodeFailCount?: number | undefined;
    minDecodeFramerate?: number | undefined;
    p2pEnable?: boolean | undefined;
    p2pConfig?: object | undefined;
}
declare const command: {
    readonly interval: 40100;
    readonly start: 40101;
    readonly stop: 40102;
};
export type TXLiveReport = {
    uint32_command: (typeof command)[keyof typeof command];
} & Record<string, string | number>;
export interface TXLiveSEI {
    payloadType: number;
    payloadSize: number;
    type: string;
    data: Uint8Array;
}
export interface TXLiveStats {
    timestamp: number;
    video?: TXLiveVideoStats;
    audio?: TXLiveTrackStats;
    network: {
        roundTripTime: number | undefined;
        quality: number;
    };
}
export interface TXLiveTrackStats {
    codec: string;
    bitrate: number;
    packetsLost: number;
    packetsReceived: number;
    nackCount: number;
    jitterBufferDelay: number | undefined;
}
export interface TXLiveVideoStats extends TXLiveTrackStats {
    framesPerSecond: number;
    framesDecodedPerSecond: number;
    frameWidth: number | undefined;
    frameHeight: number | undefined;
    framesDecoded: number;
    framesDropped: number;
    framesReceived: number;
    firCount: number;
    pliCount: number;
    frameDecodeAvgTime: number | undefined;
}
export interface TXLiveListener {
    onPlayEvent?: (code: TXLiveCode, data?: object) => void;
    onPlayStats?: (stats: TXLiveStats) => void;
    onPlayReport?: (report: TXLiveReport) => void;
    onPlaySEI?: (message: TXLiveSEI) => void;
}
export interface TXLiveSupport {
    support: boolean;
    h264Support: boolean;
    p2pSupport: boolean;
}
export declare class TXLivePlayer {
    static readonly version: string;
    private view;
    private play;
    private readonly config;
    private readonly listener;
    get api(): Player | null;
    static checkSupport(callback?: (support: TXLiveSupport) => void): Promise<TXLiveSupport>;
    setConfig(config: TXLiveConfig): void;
    setPlayListener(listener: TXLiveListener): void;
    setPlayerView(view: string | HTMLElement): void;
    startPlay(url: string): void;
    stopPlay(): Promise<void>;
    switchStream(url: string): Promise<void>;
    isPlaying(): boolean;
    isVideoPlaying(): boolean;
    pause(): void;
    resume(): Promise<void>;
    setMute(mute: boolean): void;
    setVolume(volume: number): void;
    setControls(show: boolean): void;
    setFullscreen(on: boolean): void;
    requestFullscreen(): void;
    exitFullscreen(): void;
    enterFullWindow(): void;
    exitFullWindow(): void;
    getVideoElement(): HTMLVideoElement | null;
    destroy(): Promise<void>;
    private get plays();
}
export {};
