import type { PlayerState } from "leb-player";

/** A language of the controls. */
export type Language = "en" | "zh-CN";

/** The rows of the statistics, from top to bottom. */
export const figureNames = ["state", "resolution", "frameRate", "bitRate", "delay", "loss", "jitter", "stalls", "codec"] as const;
/** One of the rows of the statistics. */
export type FigureName = (typeof figureNames)[number];

/** What the parts say in one language. media-chrome has the texts of its own parts. */
export interface Texts {
  readonly player: string;
  readonly error: string;
  readonly statistics: string;
  readonly close: string;
  readonly mirror: string;
  readonly enterPageFullscreen: string;
  readonly exitPageFullscreen: string;
  readonly figures: Record<FigureName, string>;
  readonly states: Record<PlayerState, string>;
}

const english: Texts = {
  player: "video player",
  error: "Error",
  statistics: "Statistics",
  close: "Close",
  mirror: "Mirror",
  enterPageFullscreen: "Fill the page",
  exitPageFullscreen: "Stop filling the page",
  figures: {
    state: "State",
    resolution: "Resolution",
    frameRate: "Frame rate",
    bitRate: "Bit rate",
    delay: "Delay",
    loss: "Packet loss",
    jitter: "Jitter",
    stalls: "Stalls",
    codec: "Codec",
  },
  states: {
    idle: "idle",
    offering: "preparing",
    pulling: "requesting",
    connecting: "connecting",
    playing: "playing",
    paused: "paused",
    stalled: "stalled",
    reconnecting: "reconnecting",
    stopped: "stopped",
    failed: "failed",
  },
};

const chinese: Texts = {
  player: "视频播放器",
  error: "错误",
  statistics: "统计信息",
  close: "关闭",
  mirror: "镜像",
  enterPageFullscreen: "网页全屏",
  exitPageFullscreen: "退出网页全屏",
  figures: {
    state: "状态",
    resolution: "分辨率",
    frameRate: "帧率",
    bitRate: "码率",
    delay: "延迟",
    loss: "丢包率",
    jitter: "抖动",
    stalls: "卡顿",
    codec: "编码",
  },
  states: {
    idle: "空闲",
    offering: "准备中",
    pulling: "拉流中",
    connecting: "连接中",
    playing: "播放中",
    paused: "已暂停",
    stalled: "卡顿",
    reconnecting: "重连中",
    stopped: "已停止",
    failed: "失败",
  },
};

/** Returns the language for an element: that of the nearest attribute `lang`, or else the browser's. */
export function languageOf(element: Element): Language {
  for (let node: Element | null | undefined = element; node; node = node.parentElement ?? (node.getRootNode() as Partial<ShadowRoot>).host) {
    const lang = node.getAttribute("lang");
    if (lang) return matching(lang);
  }
  return matching(navigator.language);
}

/** Returns what the parts say to the reader of an element. */
export function textsFor(element: Element): Texts {
  return languageOf(element) === "en" ? english : chinese;
}

function matching(lang: string): Language {
  return /^zh\b/i.test(lang) ? "zh-CN" : "en";
}
