// The texts of the first screen and of the laboratory's heading, which are part of the page's dictionary.

const en = {
  /** The language as its tag, and as the folder of its documents. */
  language: "en",
  languagePath: "en",
  lead: "A player for Tencent LEB: live video over WebRTC that starts at once, stays close to live, and comes back by itself when a stream breaks.",
  measured: "Measured on this page",
  frontPlayer: "Live player",
  frontFirstFrame: "First frame after",
  frontDelay: "Behind live (estimate)",
  byScript: "Script tag",
  byNpm: "npm",
  byElement: "Element",
  copyCode: "Copy",
  documents: "Documentation",
  selfTest: "Self-test",
  links: "More",
  laboratory: "Laboratory",
  shareLink: "Copy link",
  shareNote: "The link has the settings below. Signatures, tokens and passwords are left out.",
  together: "Let the player above play on",
  noEdge: "No stream here: make demo serves one. The laboratory plays your own.",
};

const zh: typeof en = {
  language: "zh-CN",
  languagePath: "zh",
  lead: "腾讯云快直播播放器：通过 WebRTC 播放，起播快、延迟低，断流后自动恢复。",
  measured: "本页实测",
  frontPlayer: "直播播放器",
  frontFirstFrame: "首帧耗时",
  frontDelay: "延迟（估算）",
  byScript: "script 标签",
  byNpm: "npm",
  byElement: "自定义元素",
  copyCode: "复制",
  documents: "文档",
  selfTest: "播放器自检",
  links: "更多",
  laboratory: "实验室",
  shareLink: "复制链接",
  shareNote: "链接包含下方的设置，不含签名、令牌和密码。",
  together: "上方的播放器继续播放",
  noEdge: "此处没有可播放的流：运行 make demo 即可体验，也可在实验室中播放自己的流。",
};

/** The texts by language. */
export const frontTexts = { en, zh };
