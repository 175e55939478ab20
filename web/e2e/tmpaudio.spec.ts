import { Stream } from "./edge.js";
import { expect, test } from "./fixtures.js";
for (const muted of [true, false]) for (const held of [0, 6000]) test(`audio ${muted} ${held}`, async ({ player }) => {
  await player.create({ statsInterval: 500 });
  await player.page.evaluate((muted) => { window.video.muted = muted; }, muted);
  const stream = Stream.live();
  if (held) { await player.page.evaluate((url) => window.player.prepare(url), stream.url); await player.page.waitForTimeout(held); }
  expect(await player.play(stream.url)).toBe("");
  await player.waitForStats(8);
  const stats = await player.heard("stats");
  console.log(muted, held, JSON.stringify(stats.map((s: any) => [s.audio?.jitterBufferDelay?.toFixed(0), s.video?.jitterBufferDelay?.toFixed(0), s.audio?.packetsReceived, s.audio?.concealed?.toFixed(2)])), await player.page.evaluate(() => window.video.muted));
  console.log(JSON.stringify((await player.heard("firstframe"))[0]));
  await player.stop();
});
