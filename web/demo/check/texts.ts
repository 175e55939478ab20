// The texts of the page in both languages.

const en = {
  title: "Player self-test",
  about: "Tries in about half a minute what the player does, in this browser.",
  other: "中文",
  demo: "Demo",
  url: "Stream URL",
  signal: "Signalling host",
  run: "Run",
  running: "Running…",
  noEdge: "Enter a stream URL, and its signalling host if it has one of its own.",
  result: "Result",
  copy: "Copy",
  copied: "Copied",
  copyByHand: "Selected: copy it by hand",
  share: "Share",
  of: (passed: number, failed: number, skipped: number) => `${passed} passed, ${failed} failed, ${skipped} not tried`,
  rows: {
    supported: "supported",
    firstFrame: "first frame",
    picture: "picture advances",
    sound: "sound advances",
    statistics: "statistics",
    sei: "SEI messages",
    snapshot: "snapshot",
    pause: "pause and resume",
    switchTo: "switch to another stream",
    closes: "server closes: picture again",
    stops: "media stop: picture again",
    stop: "stop",
  },
};

/** The texts of a language. */
export type Texts = typeof en;
/** The name of a row. */
export type RowName = keyof Texts["rows"];

const zh: Texts = {
  title: "播放器自检",
  about: "用大约半分钟，在当前浏览器里逐项检查播放器的功能。",
  other: "English",
  demo: "演示",
  url: "播放地址",
  signal: "信令地址",
  run: "开始",
  running: "检查中……",
  noEdge: "请填写播放地址；如使用自己的信令地址，请一并填写。",
  result: "结果",
  copy: "复制",
  copied: "已复制",
  copyByHand: "已选中，请手动复制",
  share: "分享",
  of: (passed, failed, skipped) => `通过 ${passed} 项，失败 ${failed} 项，未检查 ${skipped} 项`,
  rows: {
    supported: "浏览器支持",
    firstFrame: "首帧",
    picture: "画面持续更新",
    sound: "声音持续到达",
    statistics: "统计数据",
    sei: "SEI 消息",
    snapshot: "截图",
    pause: "暂停与恢复",
    switchTo: "切换到另一路流",
    closes: "服务器断开后恢复画面",
    stops: "媒体中断后恢复画面",
    stop: "停止",
  },
};

/** The page's language: the query's `lang`, or the browser's. */
export const language = (new URLSearchParams(location.search).get("lang") ?? navigator.language).toLowerCase().startsWith("zh") ? "zh" : "en";

/** The texts of the page's language. */
export const texts: Texts = { en, zh }[language];

/** The texts of the result, which whoever it is sent to can read. */
export const english: Texts = en;
