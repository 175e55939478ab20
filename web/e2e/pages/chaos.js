// The functions that the driver (web/e2e/chaos) calls in a page. The page registers an adapter for its player:
//
//   create(video, edge, options, report) → player    calls report(type, detail) for every event
//   play(player, url), stop(player)                  may return promises
//   load?(), switchTo?(player, url), state?(player), counters?(player)
(() => {
  const edge = new URLSearchParams(location.search).get("edge");
  const video = document.querySelector("video");
  let adapter;
  let player;
  let watch;
  let heard = [];

  /** Records an event, with the time since the last mark in ms. */
  const report = (type, detail) => heard.push({ at: Math.round(performance.now() - watch.since), type, detail });

  window.chaos = {
    register: (entry) => (adapter = entry),

    load: () => adapter.load?.(),

    /** Replaces the page's player by a new one. */
    create(options) {
      watch ??= new FrameWatch(video);
      player = adapter.create(video, edge, options, report);
    },

    /** Measures sound instead of the picture from now on. */
    listen() {
      watch = new SoundWatch(video);
    },

    /** Starts playing. The outcome is recorded as "played" or "refused". */
    play(url) {
      watch.restart();
      heard = [];
      Promise.resolve(adapter.play(player, url)).then(
        () => report("played", {}),
        (error) => report("refused", { code: error.code, retryable: error.retryable, message: error.message }),
      );
    },

    /** Switches to another stream. The outcome is recorded as "switched" or "kept". */
    switchTo(url) {
      Promise.resolve(adapter.switchTo(player, url)).then(
        () => report("switched", {}),
        (error) => report("kept", { code: error.code, message: error.message }),
      );
    },

    stop: () => adapter.stop(player),

    /**
     * Makes the page appear hidden or visible to its scripts. Timers and frames are not affected: see browsers.md, "automation keeps pages
     * visible".
     */
    setVisible(visible) {
      const state = visible ? "visible" : "hidden";
      Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
      Object.defineProperty(document, "hidden", { get: () => !visible, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    },

    /** Dispatches the events of a page that is frozen or resumed. Timers and frames are not affected. */
    setFrozen: (frozen) => document.dispatchEvent(new Event(frozen ? "freeze" : "resume")),

    /** Restarts the measurement, immediately before the fault. */
    mark() {
      watch.mark();
      heard = [];
    },

    look: () => ({ ...watch.report(), state: adapter.state?.(player), heard }),

    left: () => census.count(),

    /** Returns the counters of the player's WebAssembly program. */
    counters: () => adapter.counters?.(player),
  };
})();
