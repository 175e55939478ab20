// Observes a video element: every rendered frame, and in each animation frame whether the video is black, or whether there is sound.
(() => {
  const width = 16;
  const height = 9;
  /** Every frame of the sample clip has a value of at least this. */
  const dark = 24;
  /** The sample clip's tone, once a second, is louder; between the tones there is silence. */
  const quiet = 0.001;

  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });

  function isBlack(video) {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !video.videoWidth) return true;
    context.clearRect(0, 0, width, height);
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return data.every((value, i) => i % 4 === 3 || value < dark); // every fourth value is the opacity
  }

  class FrameWatch {
    /** The rendered frames: time and track of each. */
    frames = [];
    black = { samples: 0, time: 0 };
    since = performance.now();

    constructor(video) {
      this.video = video;
      this.mark();
      this.followFrames();
      this.sample(performance.now());
    }

    /** Restarts the measurement. The last frame so far remains the reference. */
    mark() {
      this.since = performance.now();
      this.before = this.frames.at(-1);
      this.frames = [];
      this.black = { samples: 0, time: 0 };
    }

    /** Restarts the measurement and forgets the last frame. */
    restart() {
      this.frames = [];
      this.mark();
    }

    followFrames() {
      this.video.requestVideoFrameCallback((_now, { width }) => {
        // See browsers.md, "blank frame".
        if (width > 2) this.add(this.video.srcObject?.getVideoTracks()[0]);
        this.followFrames();
      });
    }

    /** Counts a frame of a track. */
    add(track) {
      this.frames.push({ at: performance.now(), track: track?.id });
    }

    sample(before) {
      requestAnimationFrame(() => {
        const now = performance.now();
        const begun = this.before || this.frames.length > 0; // before the first frame the video is always black
        if (begun && isBlack(this.video)) {
          this.black.samples++;
          this.black.time += now - before;
        }
        this.sample(now);
      });
    }

    /**
     * Returns the measurement since mark(), times in ms. `still` is the longest time between two frames, or from the last frame until now;
     * `again` its end, counted from mark(), or null if it lasts; `framesSinceStill` the number of frames after it; `framesOfOther` the
     * number of frames of another track than before.
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
  }

  /** A FrameWatch for sound alone: every animation frame in which sound is heard counts as a frame, and none as black. */
  class SoundWatch extends FrameWatch {
    followFrames() {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      const samples = new Float32Array(analyser.fftSize);
      let track;
      let source;
      const listen = () => {
        const [current] = this.video.srcObject?.getAudioTracks() ?? [];
        if (current !== track) {
          source?.disconnect();
          source = current && context.createMediaStreamSource(new MediaStream([current]));
          source?.connect(analyser);
          track = current;
        }
        analyser.getFloatTimeDomainData(samples);
        if (track && samples.some((sample) => Math.abs(sample) > quiet)) this.add(track);
        requestAnimationFrame(listen);
      };
      listen();
    }

    sample() {}
  }

  Object.assign(window, { FrameWatch, SoundWatch });
})();
