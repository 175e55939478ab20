import { expect, test } from "@playwright/test";
import { Stream } from "./edge.js";
import { servers } from "./servers.js";
import { TXLivePage, scripts } from "./txlivepage.js";
import { type Row, rows } from "./txliverows.js";
import { type Outcomes, outcomesName } from "./txlivereport.js";

// One page, made for TXLivePlayer: with that of Tencent, and with txlive.js.

test.describe.configure({ mode: "parallel" });

for (const row of rows) {
  test(row.name, async ({ browser }, info) => {
    const outcomes: Outcomes = Object.fromEntries(
      await Promise.all((["theirs", "ours"] as const).map(async (player) => {
        const page = await TXLivePage.open(browser, scripts[player], row.config, row.autoplay ? Stream.live() : undefined);
        const errors: string[] = [];
        page.page.on("pageerror", ({ message }) => errors.push(message));
        await row.act(page);
        const outcome = await page.outcome();
        await page.close();
        expect(errors, `uncaught errors with ${player}`).toEqual([]);
        return [player, outcome];
      })),
    );
    await info.attach(outcomesName, { body: JSON.stringify(outcomes), contentType: "application/json" });
    check(row, outcomes);
  });
}

function check({ codes, playing = true, stops, sooner }: Row, { theirs, ours }: Outcomes): void {
  const expected = typeof codes === "string" ? { theirs: codes, ours: codes } : codes;
  expect.soft(steady(theirs.codes, expected.theirs), "codes of TXLivePlayer").toBe(expected.theirs);
  expect.soft(steady(ours.codes, expected.ours), "codes of txlive.js").toBe(expected.ours);
  expect.soft(ours.playing, "isPlaying() of txlive.js").toBe(playing);
  if (typeof codes === "string") expect.soft(theirs.playing, "isPlaying() of TXLivePlayer").toBe(playing);
  if (stops) expect.soft({ theirs: theirs.stops, ours: ours.stops }, "stopstreams").toEqual(stops);
  if (sooner) expect.soft(ours.time, "time until it plays again").toBeLessThan(theirs.time!);
}

/** Returns the codes without stalls, unless they are expected: a busy machine may have them at any time. */
function steady(codes: string, expected: string): string {
  return /1009/.test(expected) ? codes : codes.replace(/ (1009|1010)\b/g, "");
}

test("statistics, reports and data have the members of TXLivePlayer's", async ({ browser }) => {
  const [theirs, ours] = await Promise.all((["theirs", "ours"] as const).map(async (player) => {
    const page = await TXLivePage.open(browser, scripts[player]);
    await page.play();
    await page.page.waitForFunction(() => window.txlive.told.stats.length > 2 && window.txlive.told.reports.length > 1);
    await page.call("stopPlay");
    await page.untilTold(1004);
    const told = await page.page.evaluate(() => window.txlive.told);
    await page.close();
    return told;
  }));
  const { video, audio, network } = ours!.stats.at(-1)!;
  const missing = (from: object, in_: object) => Object.keys(from).filter((name) => !(name in in_));
  const full = theirs!.stats.at(-1)!;
  expect(missing(full, ours!.stats.at(-1)!)).toEqual([]);
  expect(missing(full.video!, video!)).toEqual([]);
  expect(missing(full.audio!, audio!)).toEqual(["audioLevel"]);
  expect(missing(full.network, network)).toEqual([]);
  expect(video).toMatchObject({ codec: "H264", frameWidth: 640, frameHeight: 360, packetsLost: 0 });
  expect(video!.bitrate).toBeGreaterThan(50_000);
  expect(audio).toMatchObject({ codec: "opus" });
  expect(network.quality).toBeGreaterThanOrEqual(1);
  expect(network.quality).toBeLessThanOrEqual(5);

  expect(ours!.reports.map(({ uint32_command }) => uint32_command)).toEqual(theirs!.reports.map(({ uint32_command }) => uint32_command));
  const ofTheirBackend = ["str_device_type", "str_os_info", "str_browser_model", "str_browser_version", "u32_link_type", "u32_channel_type", "str_ice_info", "bytes_server_label", "u32_first_frame_black", "u32_delay_report"];
  const lacking = theirs!.reports.flatMap((report, i) => missing(report, ours!.reports[i]!));
  expect(lacking.filter((name) => !ofTheirBackend.includes(name))).toEqual([]);
  const [begun, , ended] = ours!.reports;
  expect(begun!.u32_first_i_frame).toBeGreaterThan(0);
  expect(ended).toMatchObject({ u32_video_width: 640, u32_video_height: 360, str_session_id: begun!.str_session_id, u64_begin_timestamp: begun!.u64_timestamp });

  const data = ({ events }: typeof ours & object) => events.map(({ code, data }) => [code, ...Object.keys(data ?? {})]);
  expect(data(ours!)).toEqual(data(theirs!));
});

test("view, sound and what the class has", async ({ browser }) => {
  const [theirs, ours] = await Promise.all((["theirs", "ours"] as const).map(async (player) => {
    const { page } = await TXLivePage.open(browser, scripts[player]);
    const found = await page.evaluate(async () => {
      const { player } = window.txlive;
      const TXLivePlayer = player.constructor as typeof import("../npm/src/txlive/index.js").TXLivePlayer;
      const video = player.getVideoElement()!;
      const made = { muted: video.muted, autoplay: video.autoplay, controls: video.controls, parent: video.parentElement!.id, names: video.getAttributeNames().filter((name) => name !== "muted").sort() };
      player.setPlayerView(document.createElement("video"));
      const kept = player.getVideoElement() === video;
      player.setMute(false);
      player.setVolume(25);
      player.setVolume(101);
      player.setControls(false);
      const set = { muted: video.muted, volume: video.volume, controls: video.controls };
      player.enterFullWindow();
      const full = { position: video.style.position, page: document.documentElement.style.overflow, width: video.offsetWidth === innerWidth };
      player.exitFullWindow();
      const back = { position: video.style.position, page: document.documentElement.style.overflow };
      for (const url of ["", "rtmp://127.0.0.1/live/a", "webrtc://127.0.0.1/live"]) player.startPlay(url);
      await player.stopPlay();
      await player.resume();
      const idle = [player.isPlaying(), player.isVideoPlaying(), window.txlive.told.events.length];
      const other = new TXLivePlayer();
      const without = other.getVideoElement();
      other.startPlay("webrtc://127.0.0.1/live/a");
      other.setPlayerView(document.body.appendChild(document.createElement("video")));
      const own = other.getVideoElement()!.parentElement === document.body;
      await other.destroy();
      const support = await new Promise<object>((resolve) => void TXLivePlayer.checkSupport(resolve));
      const names = Object.getOwnPropertyNames(TXLivePlayer.prototype).filter((name) => !/^on[A-Z]|^startStat|^startReport|^getConnectionStats|^(api|plays)$/.test(name));
      return { made, kept, set, full, back, idle, without, own, after: other.getVideoElement(), support: { ...support, p2pSupport: false }, version: TXLivePlayer.version, names: names.sort() };
    });
    await page.context().close();
    return found;
  }));
  expect(ours).toEqual(theirs);
});

test("SEI messages, and the end", async ({ browser }) => {
  const page = await TXLivePage.open(browser, scripts.ours, { receiveSEI: true });
  await page.play();
  await page.page.waitForFunction(() => window.txlive.told.sei.length > 10);
  const message = await page.page.evaluate(() => {
    const { data, ...rest } = window.txlive.told.sei.at(-1)!;
    return { ...rest, text: new TextDecoder().decode(data.slice(0, 16)), length: data.length };
  });
  expect(message).toMatchObject({ payloadType: 5, type: "user_data_unregistered", text: "leb player clock", payloadSize: message.length });

  await page.call("destroy");
  await expect(page.page.locator("video"), "the video that the player has made").toHaveCount(0);
  await page.close();
});

test("shares the program of leb.js, and the module the Player of the package", async ({ page }) => {
  const loads: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("leb.wasm")) loads.push(request.url());
  });
  for (const order of [["leb.js", "txlive.js"], ["txlive.js", "leb.js"]]) {
    loads.length = 0;
    await page.goto(`${servers.site}/pages/empty.html`);
    for (const name of order) await page.addScriptTag({ url: `/raw/${name}` });
    expect(await page.evaluate(plays, { edge: servers.edge, url: Stream.live().url, module: "" })).toBe(true);
    expect(loads, order.join(", ")).toHaveLength(1);
  }
  loads.length = 0;
  await page.goto(`${servers.site}/pages/empty.html`);
  expect(await page.evaluate(plays, { edge: servers.edge, url: Stream.live().url, module: "/npm/" })).toBe(true);
  expect(loads, "the modules").toHaveLength(1);
});

/** Loads the program through the library, then plays by TXLivePlayer. Reports whether that plays with the library's Player. */
async function plays({ edge, url, module }: { edge: string; url: string; module: string }): Promise<boolean> {
  const library = module ? ((await import(`${module}index.js`)) as typeof import("leb-player")) : window.LEB;
  const scope = module ? await import(`${module}txliveplayer.js`) : window;
  const player = new (scope as typeof import("../npm/src/txlive/index.js")).TXLivePlayer();
  await library.preload();
  player.setConfig({ playerOptions: { signalURL: edge } });
  player.setPlayerView(document.querySelector("video")!);
  await new Promise<void>((resolve) => {
    player.setPlayListener({ onPlayEvent: (code) => code === 1003 && resolve() });
    player.startPlay(url);
  });
  const same = player.api instanceof library.Player;
  await player.destroy();
  return same;
}

// TCPlayer 5 asks for a licence before it plays anything; 4.9.1 is the last one without.
test("plays under TCPlayer in place of its own engine", async ({ page }) => {
  await page.route((url) => url.hostname !== "127.0.0.1", (route) => route.abort());
  const [first, second] = [Stream.live(), Stream.live()];
  const query = new URLSearchParams({ edge: servers.edge, url: first.url });
  await page.goto(`${servers.site}/pages/tcplayer.html?${query}`, { waitUntil: "domcontentloaded" });
  const told = () => page.evaluate(() => window.tcplayer.told);
  const frames = () => page.evaluate(() => document.querySelector("video")!.getVideoPlaybackQuality().totalVideoFrames);
  await expect.poll(frames).toBeGreaterThan(25);
  await expect.poll(async () => (await told()).stats).toBeGreaterThan(0);
  expect(await told()).toMatchObject({ codes: [1007, 1008, 1001, 1002, 1003], errors: 0 });

  await page.evaluate((url) => window.tcplayer.player.src(url), second.url);
  await expect.poll(() => first.counts()).toEqual({ pulls: 1, stops: 1 });
  await expect.poll(async () => (await told()).codes.filter((code) => code === 1003)).toHaveLength(2);
  await page.evaluate(() => window.tcplayer.player.dispose());
  await expect.poll(() => second.counts()).toEqual({ pulls: 1, stops: 1 });
});

declare global {
  interface Window {
    /** The page's TCPlayer, and what it has told. */
    tcplayer: { player: { src(url: string): void; dispose(): void }; told: { codes: number[]; stats: number; errors: number } };
  }
}
