// Observes the displayed frames, in the same way for all players: the number in each frame of the edge's sample (see
// web/edge/sample/make.sh) and the time of its display. Runs after probe.js. Times are Unix times in ms.
(() => {
  const left = 480;
  const top = 304;
  const square = 16;
  const bits = 8;

  const [width, height] = [bits * square, 2 * square];
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  const shown = [];
  const statistics = [];
  let unreadable = 0;

  /** Returns the number in the displayed frame, or undefined if the inverted row below it does not match. */
  function numberOn(video) {
    context.drawImage(video, left, top, width, height, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const white = (column, row) => data[4 * ((row + 0.5) * square * width + (column + 0.5) * square)] > 127;
    let number = 0;
    for (let column = 0; column < bits; column++) {
      if (white(column, 0) === white(column, 1)) return undefined;
      number = 2 * number + white(column, 0);
    }
    return number;
  }

  /** Limit for expectedDisplayTime, in ms (two refreshes): see browsers.md, "expectedDisplayTime after a hidden tab". */
  const farthest = 34;

  function look(video, now, { expectedDisplayTime }) {
    const number = numberOn(video);
    if (number === undefined) unreadable++;
    else shown.push([number, performance.timeOrigin + Math.min(expectedDisplayTime, now + farthest)]);
  }

  /** The counters of inbound-rtp that describe a buffer: https://www.w3.org/TR/webrtc-stats/#inboundrtpstats-dict*. */
  const counters = [
    "jitterBufferDelay",
    "jitterBufferTargetDelay",
    "jitterBufferMinimumDelay",
    "jitterBufferEmittedCount",
    "framesDropped",
    "framesDecoded",
    "totalProcessingDelay",
    "freezeCount",
    "totalFreezesDuration",
    "keyFramesDecoded",
    "pliCount",
    "packetsLost",
    "packetsDiscarded",
    "concealedSamples",
    "silentConcealedSamples",
    "removedSamplesForAcceleration",
    "insertedSamplesForDeceleration",
    "totalSamplesReceived",
  ];

  async function readStatistics() {
    const at = Date.now();
    const report = await window.bench.connection().getStats();
    for (const entry of report.values()) {
      if (entry.type !== "inbound-rtp") continue;
      statistics.push({ at, kind: entry.kind, ssrc: entry.ssrc, ...Object.fromEntries(counters.map((name) => [name, entry[name]])) });
    }
  }

  window.bench.screen = {
    /** Observes a video, and reads the statistics of its connection every second. */
    watch(video) {
      video.requestVideoFrameCallback(function each(now, metadata) {
        look(video, now, metadata);
        video.requestVideoFrameCallback(each);
      });
      setInterval(() => readStatistics().catch(() => undefined), 1000); // a closed connection has none
    },

    /** Returns [number, time of display] of each frame, the count of unreadable frames, and the statistics. */
    seen: () => ({ shown, unreadable, statistics }),
  };
})();
