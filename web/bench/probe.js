// Runs in every page of the benchmark before the page's own scripts, so that all players are measured in the same way. A page registers
// an adapter for its player with bench.register(). The query of the address controls the measurement:
//
//   ?edge=http://127.0.0.1:8687&cold    play as soon as the player is registered
//
// All other parameters are options for the player's page; see bench.query.
(() => {
  const query = new URLSearchParams(location.search);
  const edge = query.get("edge");
  const cold = query.has("cold");
  let adapter;
  let plays = [];
  let started = null;

  /** Resolves at a video's next rendered frame, with the time of its display and the time of its last packet's arrival. */
  const frameOf = (video) =>
    new Promise((resolve) => {
      video.requestVideoFrameCallback((_, { receiveTime }) => resolve({ frame: performance.now(), received: receiveTime }));
    });

  /** Each pull numbers its frames from a random timestamp, in steps of 1/90 ms, so a frame of another stream is far from the last one. */
  const far = 90 * 10_000;

  const nextFrame = (video) =>
    new Promise((resolve) => video.requestVideoFrameCallback((_, { rtpTimestamp }) => resolve({ at: performance.now(), rtpTimestamp })));

  /** Resolves with the shortest time from frame to frame, of ten, in ms. */
  async function intervalOf(video) {
    const frames = [await nextFrame(video)];
    while (frames.length <= 10) frames.push(await nextFrame(video));
    return Math.min(...frames.slice(1).map(({ rtpTimestamp }, i) => (rtpTimestamp - frames[i].rtpTimestamp) / 90));
  }

  /** Resolves with the time of display of the first frame of another stream. */
  async function frameOfAnother(video) {
    for (let [last, frame] = [await nextFrame(video), await nextFrame(video)]; ; [last, frame] = [frame, await nextFrame(video)]) {
      if (Math.abs(frame.rtpTimestamp - last.rtpTimestamp) > far) return frame.at;
    }
  }

  /** The times at which each peer connection reached each phase, and those of the latest one with an answer. */
  const phases = new WeakMap();
  let reached = {};
  let connection;
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      const at = performance.now();
      super(...args);
      phases.set(this, { connection: at });
    }
  };
  const { createOffer, setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.createOffer = async function (...args) {
    const offer = await createOffer.apply(this, args);
    phases.get(this).offered = performance.now();
    return offer;
  };
  RTCPeerConnection.prototype.setRemoteDescription = function (...args) {
    reached = phases.get(this);
    connection = this;
    const reach = (phase) => (reached[phase] ??= performance.now());
    const settled = setRemoteDescription.apply(this, args);
    settled.then(() => reach("answerSet")).catch(() => undefined); // the player handles the failure
    this.addEventListener("iceconnectionstatechange", () => this.iceConnectionState === "connected" && reach("ice"));
    this.addEventListener("connectionstatechange", () => this.connectionState === "connected" && reach("connected"));
    return settled;
  };

  /** The time at which the module was instantiated. */
  let compiled;
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...args) => {
    const instantiated = await instantiateStreaming.apply(WebAssembly, args);
    compiled = performance.now();
    return instantiated;
  };

  const streamURL = () => `webrtc://127.0.0.1/live/${Math.random().toString(36).slice(2)}`;

  function create(video) {
    const play = { video, url: streamURL(), failed: null };
    const failure = new Promise((_, reject) => (play.fail = (why) => reject(new Error(why))));
    failure.catch(() => undefined); // start() races it
    play.failure = failure;
    play.player = adapter.create(video, edge, play.fail);
    plays.push(play);
    return play;
  }

  async function start(play) {
    const frame = frameOf(play.video);
    setTimeout(() => play.fail("no frame within 15 s"), 15_000);
    play.settled = Promise.resolve(adapter.play(play.player, play.url)).catch((error) => play.fail(String(error)));
    return Promise.race([frame, play.failure]);
  }

  /** Returns the start and the end of the pull request, which every player sends. */
  function request() {
    const entry = performance.getEntriesByType("resource").find(({ name }) => name.includes("/webrtc/v1/pullstream"));
    return entry && { posted: entry.startTime, answered: entry.responseEnd };
  }

  /** Returns the time at which the player's own files were loaded. */
  const downloaded = () =>
    Math.max(0, ...performance.getEntriesByType("resource").filter(({ name }) => /\.(js|wasm)$/.test(name)).map((e) => e.responseEnd));

  async function play(since) {
    const called = performance.now();
    const frame = await start(plays[0]);
    await plays[0].settled; // the player's own report of the first frame
    const own = details();
    const started = called + own.waterfall?.load;
    const times = Object.entries({ downloaded: downloaded(), called, compiled, started, ...request(), ...reached, ...frame });
    return { ...Object.fromEntries(times.map(([phase, at]) => [phase, at - since])), ...own };
  }

  /** Returns the player's own measurements. */
  const details = () => adapter.details?.(plays[0].player) ?? {};

  window.bench = {
    query,

    register(entry) {
      adapter = entry;
      if (!cold) return;
      create(document.querySelector("video"));
      started = play(0);
      started.catch(() => undefined); // reported by coldStart()
    },

    /** Returns the player's ways of starting. */
    starts: () => ["cold", "loaded", ...(adapter.prepare ? ["prepared", "prepared with the URL"] : [])],

    /** Resolves with the times of a cold start, in ms since the start of the navigation. */
    coldStart: () => started,

    /** Gets a player ready, in one of the ways but "cold". */
    async ready(start) {
      await adapter.load?.(edge);
      const { player, url } = create(document.querySelector("video"));
      if (start === "prepared") await adapter.prepare(player);
      if (start === "prepared with the URL") await adapter.prepare(player, url);
    },

    /** Plays, and resolves with the times in ms since now. */
    play: () => play(performance.now()),

    /** Gets another stream ready while the first one plays. */
    readyOther() {
      plays[0].other = streamURL();
      return adapter.prepare(plays[0].player, plays[0].other);
    },

    /** Changes to another stream. Resolves with the time to its first frame in ms, and in intervals of the frames. */
    async switchToOther() {
      const { video, player, failure, other = streamURL() } = plays[0];
      const interval = await intervalOf(video);
      const shown = frameOfAnother(video);
      await nextFrame(video); // the last frame before the call has been seen
      const called = performance.now();
      const switched = Promise.resolve(adapter.switchTo(player, other));
      const frame = (await Promise.race([switched.then(() => shown), failure])) - called;
      return { frame, intervals: frame / interval };
    },

    /** Plays in many videos at once, and resolves with the time until all have displayed a frame, in ms. */
    async playMany(count) {
      await adapter.load?.(edge);
      const first = document.querySelector("video");
      first.width = 160;
      first.height = 90;
      const videos = [first];
      while (videos.length < count) videos.push(first.parentNode.insertBefore(first.cloneNode(), first));
      const made = videos.map(create);
      const since = performance.now();
      const shown = await Promise.allSettled(made.map(start));
      return { frame: performance.now() - since, shown: shown.filter(({ status }) => status === "fulfilled").length };
    },

    /** Returns the number of videos with new frames since the previous call. */
    moving() {
      return plays.filter((play) => {
        const before = play.frames ?? 0;
        play.frames = play.video.getVideoPlaybackQuality().totalVideoFrames;
        return play.frames > before;
      }).length;
    },

    details,

    /** Returns the URL of the current stream. */
    url: () => plays[0].url,

    /** Returns the latest peer connection with an answer. */
    connection: () => connection,

    /** Stops all players. */
    stop: () => Promise.all(plays.map((play) => adapter.stop(play.player))).then(() => undefined),
  };
})();
