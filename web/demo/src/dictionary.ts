// Every word of the page, in both languages. Event names, codes and log lines are the API's own and stay as they are.
import type { Fault } from "./faults.js";
import type { ErrorCode, PlayerState, Waterfall } from "./leb.js";

/** What went wrong, in a few words, and what to do next. */
export interface Advice {
  what: string;
  next: string;
}

const page = {
  tagline: "Live pictures over WebRTC, pulled by Go in WebAssembly",
  otherLanguage: "中文",
  switchLanguage: "切换到中文",
  streamURL: "Stream URL",
  signalHost: "Signalling host",
  play: "Play",
  stop: "Stop",
  picture: "Picture",
  pause: "Pause (K)",
  snapshot: "Snapshot (S)",
  pictureInPicture: "Picture-in-picture (P)",
  mute: "Mute (M)",
  fullScreen: "Full screen (F)",
  liveNumbers: "Live numbers",
  firstFrame: "Way to the first frame",
  eventLog: "Events",
  copy: "Copy",
  copied: "Copied",
  notCopied: "Could not copy",
  keyEnter: "in a box: play",
  keyToggle: "play or pause",
  keySnapshot: "snapshot",
  keyWindow: "picture-in-picture",
  keyMute: "mute",
  keyFull: "full screen",
  tapForSound: "Tap for sound",
  tapToPlay: "Tap to play",
  bitrate: "Bitrate",
  frameRate: "Frame rate",
  size: "Size",
  videoCodec: "Video",
  audioCodec: "Audio",
  loss: "Packets lost",
  jitter: "Jitter",
  roundTrip: "Round trip",
  freezes: "Freezes",
  session: "Session",
  serverSays: "Server says",
  request: "Request",
  attempt: "attempt #",
  inTime: "in #",
  makeItFail: "Make it fail",
};

/** The dictionary's shape: every language has the same entries. */
export interface Words {
  page: Record<keyof typeof page, string>;
  states: Record<PlayerState, string>;
  phases: Record<keyof Waterfall, string>;
  faults: Record<Fault, string>;
  problems: Record<ErrorCode, Advice>;
}

const en: Words = {
  page,
  states: {
    idle: "idle", offering: "offering", pulling: "pulling", connecting: "connecting", playing: "playing", paused: "paused",
    stalled: "stalled", reconnecting: "reconnecting", stopped: "stopped", failed: "failed",
  },
  phases: {
    load: "Load", offer: "Offer", signalling: "Signalling", answer: "Answer", connected: "Connected", firstFrame: "First frame",
  },
  faults: {
    "freeze-1200": "Freeze 1.2 s", "loss-10": "Lose 10 %", "drop-8000": "No network for 8 s", stop: "Media stops", close: "Server closes", "": "Clear",
  },
  problems: {
    "unsupported": { what: "This browser cannot play the stream", next: "Use a current Chrome, Edge, Safari or Firefox with WebRTC switched on." },
    "wasm-load": { what: "The player program did not load", next: "Check that leb.js and leb.wasm lie beside this page and are not blocked, then play again." },
    "bad-option": { what: "The player was set up wrongly", next: "Check the signalling host: it must be a full address such as https://host:port." },
    "bad-stream-url": { what: "The stream URL cannot be read", next: "Write it as webrtc://domain/app/stream, with the signature behind a question mark if there is one." },
    "network": { what: "The signalling host cannot be reached", next: "Check its address and your connection. A server that sends no CORS header looks the same from here." },
    "http-status": { what: "The signalling host answered with an error", next: "Try again in a moment; if it stays, check that the host's address is right." },
    "bad-reply": { what: "The reply was not understood", next: "Something other than a LEB server may be answering, a proxy or a sign-in page perhaps. Check the host's address." },
    "refused": { what: "The server refused the stream", next: "Check that the stream is live, that txSecret and txTime are valid, and what the server's own message says." },
    "negotiation": { what: "Browser and server found no common ground", next: "Check that the stream is H.264 or VP8 with Opus, or try another browser." },
    "ice-failed": { what: "No media connection came about", next: "A firewall or VPN may block UDP. Try another network." },
    "closed": { what: "The server ended the connection", next: "It may have restarted: play again." },
    "no-media": { what: "Connected, but nothing is sent", next: "Check that the stream is being published, then play again." },
    "decode-failed": { what: "Data arrives, but no picture", next: "Check that the publisher sends key frames and no B-frames, or try another browser." },
    "timeout": { what: "It took too long", next: "Check your connection and the signalling host, then play again." },
    "aborted": { what: "The play was cancelled", next: "Play again when you like." },
    "internal": { what: "The player itself failed", next: "Play again: a fresh copy is loaded. If it comes back, copy the events and report them." },
  },
};

const zh: Words = {
  page: {
    tagline: "WebRTC 快直播，由 WebAssembly 中的 Go 拉流",
    otherLanguage: "English",
    switchLanguage: "Switch to English",
    streamURL: "播放地址",
    signalHost: "信令服务器",
    play: "播放",
    stop: "停止",
    picture: "画面",
    pause: "暂停 (K)",
    snapshot: "截图 (S)",
    pictureInPicture: "画中画 (P)",
    mute: "静音 (M)",
    fullScreen: "全屏 (F)",
    liveNumbers: "实时数据",
    firstFrame: "首帧过程",
    eventLog: "事件",
    copy: "复制",
    copied: "已复制",
    notCopied: "无法复制",
    keyEnter: "在输入框中：播放",
    keyToggle: "播放或暂停",
    keySnapshot: "截图",
    keyWindow: "画中画",
    keyMute: "静音",
    keyFull: "全屏",
    tapForSound: "点按开启声音",
    tapToPlay: "点按播放",
    bitrate: "码率",
    frameRate: "帧率",
    size: "分辨率",
    videoCodec: "视频",
    audioCodec: "音频",
    loss: "丢包",
    jitter: "抖动",
    roundTrip: "往返时延",
    freezes: "卡顿",
    session: "会话",
    serverSays: "服务器返回",
    request: "请求",
    attempt: "第 # 次",
    inTime: "# 后",
    makeItFail: "模拟故障",
  },
  states: {
    idle: "空闲", offering: "准备中", pulling: "拉流中", connecting: "连接中", playing: "播放中", paused: "已暂停",
    stalled: "卡顿", reconnecting: "重连中", stopped: "已停止", failed: "失败",
  },
  phases: {
    load: "加载", offer: "创建 Offer", signalling: "信令", answer: "应用 Answer", connected: "建立连接", firstFrame: "首帧",
  },
  faults: {
    "freeze-1200": "冻结 1.2 秒", "loss-10": "丢包 10 %", "drop-8000": "断网 8 秒", stop: "媒体中断", close: "服务器断开", "": "清除",
  },
  problems: {
    "unsupported": { what: "此浏览器无法播放", next: "请使用新版 Chrome、Edge、Safari 或 Firefox，并确认没有禁用 WebRTC。" },
    "wasm-load": { what: "播放器程序加载失败", next: "请确认 leb.js 与 leb.wasm 和本页在同一目录且未被拦截，然后重新播放。" },
    "bad-option": { what: "播放器参数有误", next: "请检查信令服务器，应为完整地址，例如 https://host:port。" },
    "bad-stream-url": { what: "播放地址无法识别", next: "格式应为 webrtc://域名/应用名/流名，如有鉴权参数请放在问号之后。" },
    "network": { what: "无法连接信令服务器", next: "请检查地址和网络。服务器没有返回 CORS 头时，在浏览器里看到的也是这个错误。" },
    "http-status": { what: "信令服务器返回了 HTTP 错误", next: "请稍后再试；若一直如此，请检查服务器地址。" },
    "bad-reply": { what: "无法理解服务器的应答", next: "应答的可能不是快直播服务器，而是代理或登录页。请检查地址。" },
    "refused": { what: "服务器拒绝了拉流", next: "请确认流正在直播、txSecret 与 txTime 有效，并查看服务器返回的信息。" },
    "negotiation": { what: "与服务器的媒体协商失败", next: "请确认流的编码为 H.264 或 VP8，音频为 Opus，或换一个浏览器。" },
    "ice-failed": { what: "媒体连接没有建立", next: "UDP 可能被防火墙或 VPN 拦截，请换一个网络再试。" },
    "closed": { what: "服务器断开了连接", next: "服务器可能重启过，请重新播放。" },
    "no-media": { what: "已连接，但没有收到数据", next: "请确认流正在推送，然后重新播放。" },
    "decode-failed": { what: "收到数据，但没有画面", next: "请确认推流端有关键帧且没有 B 帧，或换一个浏览器。" },
    "timeout": { what: "等待超时", next: "请检查网络和信令服务器，然后重新播放。" },
    "aborted": { what: "播放已取消", next: "可随时重新播放。" },
    "internal": { what: "播放器内部出错", next: "重新播放会加载新的实例；若再次出现，请复制事件并反馈。" },
  },
};

/** The words by language. */
export const dictionary = { en, zh };
