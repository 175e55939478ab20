// Two players of the same stream, and below each what its viewer sees: video, a still, or black.
const query = new URLSearchParams(location.search);
const edge = query.get("edge");

const words = {
  en: {
    title: "The same live stream, twice",
    closed: "The server closes both connections",
    playing: "playing",
    still: (s) => `still for ${s} s`,
    black: (s) => `black, ${s} s`,
    back: (s) => `back after ${s} s`,
  },
  zh: {
    title: "同一路直播，两个播放器",
    closed: "服务器断开两个连接",
    playing: "播放中",
    still: (s) => `静止 ${s} 秒`,
    black: (s) => `黑屏，${s} 秒`,
    back: (s) => `${s} 秒后恢复`,
  },
}[query.get("language")];

// Of the random delays before another pull, the middle one.
Math.random = () => 0.5;

/** Every frame of the sample clip has a value of at least this. */
const dark = 24;
const canvas = new OffscreenCanvas(16, 9).getContext("2d", { willReadFrequently: true });

function isBlack(video) {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !video.videoWidth) return true;
  canvas.clearRect(0, 0, 16, 9);
  canvas.drawImage(video, 0, 0, 16, 9);
  return canvas.getImageData(0, 0, 16, 9).data.every((value, i) => i % 4 === 3 || value < dark);
}

/** The time without a new frame that is called a still, in ms. The frames are 40 ms apart. */
const noticed = 150;

/** Follows a video's frames. The longest time without one is what its viewer waited, once frames advance again. */
class Watch {
  frames = 0;
  last = performance.now();
  wait = 0;

  constructor(id) {
    this.video = document.querySelector(`#${id} video`);
    this.caption = document.querySelector(`#${id} span`);
    this.next();
  }

  next() {
    this.video.requestVideoFrameCallback((_, { width }) => {
      const now = performance.now();
      if (width > 2) { // a blank frame of 2 pixels comes with a new track
        if (closedAt) this.wait = Math.max(this.wait, now - Math.max(this.last, closedAt));
        this.last = now;
        this.frames++;
      }
      this.next();
    });
  }

  tell() {
    const still = performance.now() - this.last;
    const [text, kind] = this.words(still);
    this.caption.textContent = text;
    this.caption.className = kind;
  }

  words(still) {
    if (isBlack(this.video)) return [words.black(seconds(still)), "bad"];
    if (still > noticed) return [words.still(seconds(still)), "bad"];
    return this.wait > noticed ? [words.back(seconds(this.wait)), "good"] : [words.playing, ""];
  }
}

const seconds = (ms) => (ms / 1000).toFixed(1);
let closedAt = 0;
let startedAt = 0;
const watches = ["leb", "tencent"].map((id) => new Watch(id));
const [leb, tencent] = watches.map(({ video }) => video);

function show() {
  document.getElementById("what").textContent = closedAt ? words.closed : words.title;
  if (startedAt) document.getElementById("clock").textContent = `${seconds(performance.now() - startedAt)} s`;
  watches.forEach((watch) => watch.tell());
  requestAnimationFrame(show);
}

window.picture = {
  /** Plays both streams, and resolves when both have advanced for some seconds. */
  async play([ours, theirs]) {
    const other = new TXLivePlayer();
    other.setConfig({ signalDomain: { protocol: "http", domain: new URL(edge).host, query: false } });
    other.setPlayListener({ onPlayEvent: () => {}, onPlayStats: () => {} });
    other.setPlayerView(tencent);
    other.startPlay(theirs);
    await LEB.play(leb, ours, { signalURL: edge });
    while (watches.some(({ frames }) => frames < 75)) await new Promise((resolve) => setTimeout(resolve, 50));
    startedAt = performance.now();
    show();
  },
  closed: () => (closedAt = performance.now()),
  /** Returns what each viewer waited, in ms. */
  waits: () => watches.map(({ wait }) => wait),
};
