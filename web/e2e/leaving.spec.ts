import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// What of a page that is left reaches the server: browsers.md, "the last request of a page".

/** Makes the page call its listeners for pagehide as Firefox does while it ends the page's scripts: only those that are no scripts. */
function endScripts(): void {
  const { addEventListener } = window;
  window.addEventListener = function (this: Window, type: string, listener: { name?: string }, ...rest: unknown[]) {
    if (type !== "pagehide" || /^bound /.test(listener.name ?? "")) Reflect.apply(addEventListener, this, [type, listener, ...rest]);
  } as typeof window.addEventListener;
}

for (const scripts of ["run", "have ended"]) {
  test(`each stream of a page that is left is stopped once, when its scripts ${scripts}`, async ({ player }) => {
    if (scripts !== "run") await player.page.evaluate(endScripts);
    const streams = [Stream.live(), Stream.live(), Stream.live()];
    const requests = await player.page.evaluate(
      async ({ urls, signalURL }) => {
        const requests: string[] = [];
        const { fetch } = window;
        window.fetch = (input, init) => {
          requests.push(String(input).replace(/.*\//, ""));
          return fetch(input, init);
        };
        const players = urls.map(() => {
          const video = document.body.appendChild(document.createElement("video"));
          video.muted = true;
          return new window.LEB.Player(video, { signalURL, reports: false });
        });
        await Promise.all(players.map((player, i) => (i ? player.play(urls[i]!) : player.prepare(urls[i]))));
        requests.length = 0;
        window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
        const sent = [...requests];
        await Promise.all(players.map((player) => player.stop()));
        return { sent, later: requests.slice(sent.length) };
      },
      { urls: streams.map(({ url }) => url), signalURL: servers.edge },
    );
    expect(requests).toEqual({ sent: ["stopstream", "stopstream", "stopstream"], later: [] });
    for (const stream of streams) await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
  });
}
