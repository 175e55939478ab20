import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
import { servers } from "./servers.js";

// What of a page that is left reaches the server: browsers.md, "the last request of a page".

test("of a page that is left, every stopstream goes out before a connection is closed", async ({ player }) => {
  const streams = [Stream.live(), Stream.live(), Stream.live(), Stream.live()];
  const done = await player.page.evaluate(
    async ({ urls, signalURL }) => {
      const newPlayer = () => {
        const video = document.body.appendChild(document.createElement("video"));
        video.muted = true;
        return new window.LEB.Player(video, { signalURL });
      };
      const offering = newPlayer();
      const holding = newPlayer();
      await Promise.all([offering.prepare(), holding.prepare(urls[0]!), ...urls.slice(1).map((url) => newPlayer().play(url))]);

      const done: string[] = [];
      const { fetch } = window;
      window.fetch = (input, init) => {
        done.push(String(input).replace(/.*\//, ""));
        return fetch(input, init);
      };
      const { close } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.close = function (this: RTCPeerConnection) {
        done.push("close");
        close.call(this);
      };
      window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
      return [...done];
    },
    { urls: streams.map(({ url }) => url), signalURL: servers.edge },
  );
  const requests = done.filter((what) => what !== "close");
  expect(done.filter((what) => what === "stopstream")).toHaveLength(4);
  expect(done).toEqual([...requests, ...Array<string>(5).fill("close")]);
  for (const stream of streams) await expect.poll(() => stream.counts()).toEqual({ pulls: 1, stops: 1 });
});
