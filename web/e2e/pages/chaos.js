// What the driver (web/e2e/chaos) calls. A page hands enter() how its player is used:
//
//   create(video, edge, options, tell) → player    tell(type, detail) is called with every event
//   play(player, url), stop(player)                may return promises
//   load?(), switchTo?(player, url), state?(player), counters?(player)
(() => {
  const edge = new URLSearchParams(location.search).get("edge");
  const video = document.querySelector("video");
  let contender;
  let player;
  let picture;
  let heard = [];

  /** What was heard since the last mark, with ms since then. */
  const tell = (type, detail) => heard.push({ at: Math.round(performance.now() - picture.since), type, detail });

  window.chaos = {
    enter: (entry) => (contender = entry),

    load: () => contender.load?.(),

    /** Makes the page's player, in place of the one before. */
    create(options) {
      picture ??= new Picture(video);
      player = contender.create(video, edge, options, tell);
    },

    /** Begins to play; what comes of it is heard as "played" or "refused". */
    play(url) {
      picture.restart();
      heard = [];
      Promise.resolve(contender.play(player, url)).then(
        () => tell("played", {}),
        (error) => tell("refused", { code: error.code, retryable: error.retryable, message: error.message }),
      );
    },

    /** Goes over to another stream; what comes of it is heard as "switched" or "kept". */
    switchTo(url) {
      Promise.resolve(contender.switchTo(player, url)).then(
        () => tell("switched", {}),
        (error) => tell("kept", { code: error.code, message: error.message }),
      );
    },

    stop: () => contender.stop(player),

    /**
     * Tells the page that it is hidden, or is shown again. Only tells: under automation Chromium takes no page for hidden, so its timers
     * are not slowed down and its frames still come.
     */
    setVisible(visible) {
      const state = visible ? "visible" : "hidden";
      Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
      Object.defineProperty(document, "hidden", { get: () => !visible, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    },

    /** Tells the page that it is frozen, or resumed. Only tells, as above. */
    setFrozen: (frozen) => document.dispatchEvent(new Event(frozen ? "freeze" : "resume")),

    /** Counts anew from now: the fault is about to happen. */
    mark() {
      picture.mark();
      heard = [];
    },

    look: () => ({ ...picture.report(), state: contender.state?.(player), heard }),

    left: () => census.count(),

    /** What a wasm program holds. */
    counters: () => contender.counters?.(player),
  };
})();
