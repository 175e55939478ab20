// Counts the open peer connections and pending timers of a page. Must run before all other scripts. The timers of workers are not
// counted, because workers have their own globals.
(() => {
  const connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...configuration) {
      super(...configuration);
      connections.push(this);
    }
  };

  const timers = new Map(); // the time and the stack of each call, by the timer's id
  const { setTimeout: startTimeout, setInterval: startInterval } = window;
  const note = (id) => {
    timers.set(id, { at: performance.now(), where: new Error("set") });
    return id;
  };
  window.setTimeout = (act, delay, ...rest) => {
    const id = startTimeout(() => {
      timers.delete(id);
      act(...rest);
    }, delay);
    return note(id);
  };
  window.setInterval = (act, delay, ...rest) => note(startInterval(act, delay, ...rest));
  for (const name of ["clearTimeout", "clearInterval"]) {
    const clear = window[name];
    window[name] = (id) => {
      timers.delete(id);
      clear(id);
    };
  }

  /** Longer than any interval of a player's activity, in ms. */
  const quiet = 2_100;

  /**
   * TinyGo's scheduler sets a wake-up for its next timer whenever it goes to sleep, and never clears one: obsolete wake-ups fire without
   * effect. A program has a timer of its own only while it keeps setting wake-ups.
   */
  const isStale = ({ at, where }) => performance.now() - at > quiet && where.stack.includes("runtime.sleepTicks");

  window.census = {
    /** Counts the open connections and the pending timers. */
    count: () => ({
      connections: connections.filter(({ connectionState }) => connectionState !== "closed").length,
      timers: [...timers.values()].filter((timer) => !isStale(timer)).length,
    }),
    /** Returns the stack of each pending timer. */
    timers: () => [...timers.values()].filter((timer) => !isStale(timer)).map(({ where }) => where.stack),
  };
})();
