// Watches what a video element shows: every rendered frame, and in each animation frame whether there is a picture.
(() => {
  const width = 16;
  const height = 9;
  /** The sample clip has no picture all of whose values are below this. */
  const dark = 24;

  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });

  function isBlack(video) {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !video.videoWidth) return true;
    context.clearRect(0, 0, width, height);
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return data.every((value, i) => i % 4 === 3 || value < dark); // every fourth is the opacity
  }

  /** The id of the video track that is on the screen. */
  const shown = (video) => video.srcObject?.getVideoTracks()[0]?.id;

  window.Picture = class {
    /** Rendered frames: when, and of which track. */
    frames = [];
    black = { samples: 0, time: 0 };
    since = performance.now();

    constructor(video) {
      this.video = video;
      this.mark();
      this.followFrames();
      this.sample(performance.now());
    }

    /** Begins to count anew. */
    mark() {
      this.since = performance.now();
      this.before = this.frames.at(-1);
      this.frames = [];
      this.black = { samples: 0, time: 0 };
    }

    /** Forgets what was shown before. */
    restart() {
      this.frames = [];
      this.mark();
    }

    followFrames() {
      this.video.requestVideoFrameCallback((_now, { width }) => {
        // Chromium shows a black picture of 2×2 pixels when a connection is closed before its first frame.
        if (width > 2) this.frames.push({ at: performance.now(), track: shown(this.video) });
        this.followFrames();
      });
    }

    sample(before) {
      requestAnimationFrame(() => {
        const now = performance.now();
        const begun = this.before || this.frames.length > 0; // before the first frame there is nothing to be seen
        if (begun && isBlack(this.video)) {
          this.black.samples++;
          this.black.time += now - before;
        }
        this.sample(now);
      });
    }

    /**
     * What was seen since mark(), times in ms: the longest time between two frames, or until now; when it was over, counted from mark(), or
     * null; how many frames have come since it was over, and how many of another track.
     */
    report() {
      const now = performance.now();
      let from = this.before?.at ?? this.since;
      let longest = { still: 0, over: null, index: 0 };
      this.frames.forEach(({ at }, index) => {
        if (at - from > longest.still) longest = { still: at - from, over: at - this.since, index };
        from = at;
      });
      if (now - from > longest.still) longest = { still: now - from, over: null, index: this.frames.length };
      return {
        elapsed: now - this.since,
        still: longest.still,
        again: longest.over,
        framesSinceStill: this.frames.length - longest.index,
        framesOfOther: this.frames.filter(({ track }) => track !== this.before?.track).length,
        sinceFrame: now - from,
        black: { ...this.black },
      };
    }
  };
})();
