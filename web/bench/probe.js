// What runs in every page of the benchmark before its own scripts, so that all players are measured in the same way.
// A page calls bench.enter() with how its player is used; the address tells what to do with it:
//
//   ?edge=http://127.0.0.1:8687&cold    play as soon as the player is there
//
// All other names in the address are options of the player's, which the page of a player may take; see bench.query.
(() => {
  const query = new URLSearchParams(location.search);
  const edge = query.get("edge");
  const cold = query.has("cold");
  let contender;
  let plays = [];
  let started = null;

  /** Resolves when a video has rendered its next frame, with that time and the one at which the frame's last packet came. */
  const frameOf = (video) =>
    new Promise((resolve) => {
      video.requestVideoFrameCallback((_, { receiveTime }) => resolve({ frame: performance.now(), received: receiveTime }));
    });

  /** When the latest peer connection got as far as each phase's name. */
  let reached = {};
  let connection;
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function (...args) {
    reached = {};
    connection = this;
    const reach = (phase) => (reached[phase] ??= performance.now());
    const settled = setRemoteDescription.apply(this, args);
    settled.then(() => reach("answerSet")).catch(() => undefined); // the player has it too
    this.addEventListener("iceconnectionstatechange", () => this.iceConnectionState === "connected" && reach("ice"));
    this.addEventListener("connectionstatechange", () => this.connectionState === "connected" && reach("connected"));
    return settled;
  };

  const streamURL = () => `webrtc://127.0.0.1/live/${Math.random().toString(36).slice(2)}`;

  function create(video) {
    const play = { video, failed: null };
    const failure = new Promise((_, reject) => (play.fail = (why) => reject(new Error(why))));
    failure.catch(() => undefined); // it is raced when the play starts
    play.failure = failure;
    play.player = contender.create(video, edge, play.fail);
    plays.push(play);
    return play;
  }

  async function start(play) {
    const frame = frameOf(play.video);
    setTimeout(() => play.fail("no frame within 15 s"), 15_000);
    play.url = streamURL();
    play.settled = Promise.resolve(contender.play(play.player, play.url)).catch((error) => play.fail(String(error)));
    return Promise.race([frame, play.failure]);
  }

  /** When the pull request began and ended, of which every player has one. */
  function request() {
    const entry = performance.getEntriesByType("resource").find(({ name }) => name.includes("/webrtc/v1/pullstream"));
    return entry && { posted: entry.startTime, answered: entry.responseEnd };
  }

  /** When the player's own files had come. */
  const downloaded = () =>
    Math.max(0, ...performance.getEntriesByType("resource").filter(({ name }) => /\.(js|wasm)$/.test(name)).map((e) => e.responseEnd));

  async function play(since) {
    const frame = await start(plays[0]);
    await plays[0].settled; // by then the player knows of the frame itself
    const times = Object.entries({ downloaded: downloaded(), ...request(), ...reached, ...frame });
    return { ...Object.fromEntries(times.map(([phase, at]) => [phase, at - since])), ...details() };
  }

  /** What the player itself can tell. */
  const details = () => contender.details?.(plays[0].player) ?? {};

  window.bench = {
    query,

    enter(entry) {
      contender = entry;
      if (!cold) return;
      create(document.querySelector("video"));
      started = play(0);
      started.catch(() => undefined); // told by whoever asks for the result
    },

    /** The ways to start that the player has. */
    starts: () => ["cold", "loaded", ...(contender.prepare ? ["prepared"] : [])],

    /** Resolves with the figures of a cold start, in ms since the navigation began. */
    coldStart: () => started,

    /** Gets a player ready, as "loaded" or "prepared". */
    async ready(start) {
      await contender.load?.(edge);
      const { player } = create(document.querySelector("video"));
      if (start === "prepared") await contender.prepare(player);
    },

    /** Plays, and resolves with the figures in ms since now. */
    play: () => play(performance.now()),

    /** Plays in many videos at once, and resolves with the ms until all have shown a frame. */
    async playMany(count) {
      await contender.load?.(edge);
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

    /** How many videos have rendered frames since they were asked last. */
    moving() {
      return plays.filter((play) => {
        const before = play.frames ?? 0;
        play.frames = play.video.getVideoPlaybackQuality().totalVideoFrames;
        return play.frames > before;
      }).length;
    },

    details,

    /** The URL of the stream that plays. */
    url: () => plays[0].url,

    /** The latest peer connection that got an answer. */
    connection: () => connection,

    /** Stops all players. */
    stop: () => Promise.all(plays.map((play) => contender.stop(play.player))).then(() => undefined),
  };
})();
