// The words of the documents' tables, in both languages.

const en = {
  players: { leb: "this player", tencent: "TXLivePlayer 1.3.5", minimal: "minimal player" },
  builds: { leb: "`make build` (TinyGo)", go: "`make build-go` (standard Go), the same sources, in `dist/go/`", tencent: "TXLivePlayer 1.3.5" },
  rtt: "round-trip time",
  networks: {
    0: "0 ms",
    40: "40 ms",
    80: "80 ms",
    "40r10": "40 ms, 10 Mbit/s",
    "0/4": "processor 4 × slower",
    "0/6": "processor 6 × slower",
  },
  starts: {
    "prepared with the URL": "after `prepare(url)`",
    prepared: "after `prepare()`",
    loaded: "loaded",
    cold: "cold page",
    switch: "`switchTo()`",
    "prepared switch": "`switchTo()` of a prepared stream",
  },
  start(player, start) {
    if (player === "leb") return start === "loaded" ? "after `preload()`" : en.starts[start];
    return `${en.players[player]}, ${start === "switch" ? "`switchStream()`" : en.starts[start]}`;
  },
  ratio: (start, other) => `${en.starts[start]} ÷ ${en.players[other]}${start.startsWith("prepared") ? ", loaded" : ""}`,
  intervals: (n) => `${n} frames`,
  visit: "visit",
  noReports: "this player, `reports: false`",
  costs: { task: "main thread, ms", script: "of it script", heap: "JavaScript heap, MiB", wasm: "wasm memory, MiB" },
  wishes: { default: "default options", statistics: "statistics each second" },
  crowd: [
    "main thread, ms",
    "TXLivePlayer",
    "ratio",
    "all processes, ms",
    "TXLivePlayer",
    "ratio",
    "wasm memory, MiB",
    "heap, MiB",
    "TXLivePlayer",
  ],
  scenarios: {
    clean: "a clean path",
    "clean-muted": "the same, muted",
    jitter: "after 5 s of jitter, 0 to 150 ms",
    "jitter-muted": "the same, muted",
    hold: "after packets were held for 1.4 s and then arrived at once",
    "hold-2000": "the same for 2 s",
    freeze: "after a freeze of 2 s, which the server skips",
    hidden: "after 20 s in a hidden tab",
    "hidden-muted": "the same, muted",
  },
  onNetwork: (scenario, network) => `${scenario}, round-trip time ${network}`,
  ratioHead: "ratio",
  freezes: "freezes",
  files: ["file", "brotli -q 11", "raw"],
  paints: ["round-trip time", "first contentful paint, ms", "largest contentful paint, ms", "first frame of the stream, ms"],
  built: (date) => `Built on ${date}.`,
  caption({ date, cores, cpu, chromium, rounds }) {
    return `${rounds === 1 ? "One round" : `Medians of ${rounds} rounds`} on ${date}: ${cores} cores of ${cpu}, Chromium ${chromium}.`;
  },
  sum: { bytes: "bytes", together: "together" },
  cold(frame, prepared, held) {
    const rest = `${prepared} ms after \`prepare()\`, ${held} ms after \`prepare(url)\``;
    return `${frame} ms to the first frame on a cold page on a path without delay, ${rest}`;
  },
  loads: (kilobytes) => `${kilobytes} KB`,
  summary: {
    cold: "first frame, cold page, round trip 0 / 40 / 80 ms",
    loaded: "first frame, loaded page, round trip 0 / 40 / 80 ms",
    held: "first frame after `prepare(url)`, round trip 0 / 40 / 80 ms",
    switched: "another stream, prepared, on the screen, round trip 0 / 40 / 80 ms",
    clean: "latency on a clean path",
    jitter: "latency after 5 s of jitter",
    one: "main thread, per minute of playing",
    many: "main thread, per minute of 16 players",
    measured: "measured",
  },
  losses: {
    head: ["where this player loses", "this player", "the other"],
    none: "nowhere",
    frame: "first frame",
    switched: "`switchTo()`",
    task: "main thread per minute",
    latency: "latency",
  },
  of: (count, wish) => `${count} ${count === 1 ? "player" : "players"}, ${wish}`,
  join: ", ",
};

const zh = {
  players: { leb: "本播放器", tencent: "TXLivePlayer 1.3.5", minimal: "最简播放器" },
  builds: { leb: "`make build`（TinyGo）", go: "`make build-go`（标准 Go，同一份源码，输出到 `dist/go/`）", tencent: "TXLivePlayer 1.3.5" },
  rtt: "往返时延",
  networks: {
    0: "0 ms",
    40: "40 ms",
    80: "80 ms",
    "40r10": "40 ms，10 Mbit/s",
    "0/4": "处理器慢 4 倍",
    "0/6": "处理器慢 6 倍",
  },
  starts: {
    "prepared with the URL": "`prepare(url)` 之后",
    prepared: "`prepare()` 之后",
    loaded: "已加载",
    cold: "冷启动页面",
    switch: "`switchTo()`",
    "prepared switch": "`switchTo()` 到已预拉的流",
  },
  start(player, start) {
    if (player === "leb") return start === "loaded" ? "`preload()` 之后" : zh.starts[start];
    return `${zh.players[player]}，${start === "switch" ? "`switchStream()`" : zh.starts[start]}`;
  },
  ratio: (start, other) => `${zh.starts[start]} ÷ ${zh.players[other]}${start.startsWith("prepared") ? "（已加载）" : ""}`,
  intervals: (n) => `${n} 帧`,
  visit: "访问",
  noReports: "本播放器，`reports: false`",
  costs: { task: "主线程，ms", script: "其中脚本", heap: "JavaScript 堆，MiB", wasm: "wasm 内存，MiB" },
  wishes: { default: "默认选项", statistics: "每秒统计一次" },
  crowd: [
    "主线程，ms",
    "TXLivePlayer",
    "比值",
    "全部进程，ms",
    "TXLivePlayer",
    "比值",
    "wasm 内存，MiB",
    "JavaScript 堆，MiB",
    "TXLivePlayer",
  ],
  scenarios: {
    clean: "网络正常",
    "clean-muted": "同上，静音",
    jitter: "5 秒 0–150 ms 抖动之后",
    "jitter-muted": "同上，静音",
    hold: "数据积压 1.4 秒后一次到达",
    "hold-2000": "同上，2 秒",
    freeze: "服务器停发 2 秒（跳过）之后",
    hidden: "标签页隐藏 20 秒之后",
    "hidden-muted": "同上，静音",
  },
  onNetwork: (scenario, network) => `${scenario}，往返时延 ${network}`,
  ratioHead: "比值",
  freezes: "卡顿次数",
  files: ["文件", "brotli -q 11", "未压缩"],
  paints: ["往返时延", "首次内容绘制，ms", "最大内容绘制，ms", "视频首帧，ms"],
  built: (date) => `${date} 构建。`,
  caption({ date, cores, cpu, chromium, rounds }) {
    return `${date} 测得（${rounds === 1 ? "1 轮" : `${rounds} 轮的中位数`}）：${cpu} ${cores} 核，Chromium ${chromium}。`;
  },
  sum: { bytes: "字节", together: "合计" },
  cold(frame, prepared, held) {
    return `无网络延迟时，冷启动页面 ${frame} ms 出首帧，\`prepare()\` 之后 ${prepared} ms，\`prepare(url)\` 之后 ${held} ms`;
  },
  loads: (kilobytes) => `${kilobytes} KB`,
  summary: {
    cold: "冷启动首帧，往返时延 0 / 40 / 80 ms",
    loaded: "已加载页面的首帧，往返时延 0 / 40 / 80 ms",
    held: "`prepare(url)` 之后的首帧，往返时延 0 / 40 / 80 ms",
    switched: "切换到已预拉的流，往返时延 0 / 40 / 80 ms",
    clean: "延迟，网络正常",
    jitter: "延迟，5 秒抖动之后",
    one: "播放一分钟占用的主线程时间",
    many: "16 路同时播放，每分钟占用的主线程时间",
    measured: "测试日期",
  },
  losses: {
    head: ["不如对方的项目", "本播放器", "对方"],
    none: "无",
    frame: "首帧",
    switched: "`switchTo()`",
    task: "主线程（每分钟）",
    latency: "延迟",
  },
  of: (count, wish) => `${count} 路，${wish}`,
  join: "，",
};

export const words = { en, zh };
