// Counts what a page's scripts hold open: peer connections and timers. Comes before all other scripts. Timers of workers are
// not counted: they have globals of their own.
(() => {
  const connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...configuration) {
      super(...configuration);
      connections.push(this);
    }
  };

  const timers = new Map(); // by id: when and where it was set
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

  /** Longer than any interval at which a player does something, in ms. */
  const quiet = 2_100;

  /**
   * TinyGo's scheduler asks to be woken for its next timer each time it falls asleep, and takes nothing back: wake-ups that nobody needs
   * any more go off and do nothing. It has a timer for as long as it asks anew.
   */
  const isStale = ({ at, where }) => performance.now() - at > quiet && where.stack.includes("runtime.sleepTicks");

  window.census = {
    /** How many of each are open now. */
    count: () => ({
      connections: connections.filter(({ connectionState }) => connectionState !== "closed").length,
      timers: [...timers.values()].filter((timer) => !isStale(timer)).length,
    }),
    /** Where each of the timers was set. */
    timers: () => [...timers.values()].filter((timer) => !isStale(timer)).map(({ where }) => where.stack),
  };
})();
