import { Stream } from "./edge.js";
import type { TXLivePage } from "./txlivepage.js";

/** What is done with a page, and the codes that its listener is then told. */
export interface Row {
  name: string;
  config?: object;
  /** True to play with sound as the page opens, before any gesture. */
  autoplay?: boolean;
  act(page: TXLivePage): Promise<unknown>;
  /** The codes of both players. Of a pair, where they differ on purpose, each has its own. */
  codes: string | { theirs: string; ours: string; because: string };
  /** What isPlaying() says at the end; of a pair, to ours. Default true. */
  playing?: boolean;
  /** The number of streams that are stopped at the server. Default: not compared. */
  stops?: { theirs: number; ours: number };
  /** True if ours has to be there sooner. */
  sooner?: boolean;
}

const begins = "1007 1008 1001 1002 1003";

export const rows: Row[] = [
  {
    name: "start, another bitrate, stop",
    act: async (page) => {
      const high = `${Stream.live().url}&tabr_bitrates=d1080p,d540p&tabr_start_bitrate=d1080p`;
      await page.play(Stream.at(high));
      const asked = page.page.waitForRequest("**/tabrctl");
      await page.call("switchStream", Stream.at(high.replace(/d1080p$/, "d540p")));
      await asked;
      await page.call("stopPlay");
      await page.untilTold(1004);
    },
    codes: `${begins} 1004`,
    playing: false,
  },
  {
    name: "pause, resume, startPlay while it plays",
    act: async (page) => {
      await page.play();
      await page.call("pause");
      await page.untilPlaying(false);
      await page.call("resume");
      await page.untilPlaying(true);
      await page.call("startPlay", Stream.live());
    },
    codes: begins,
  },
  {
    name: "switchStream to another stream",
    act: async (page) => {
      await page.play();
      await page.call("switchStream", Stream.live());
      await page.untilTold(1003, 2);
    },
    codes: { theirs: `${begins} 1004 ${begins}`, ours: `${begins} ${begins}`, because: "the first stream plays on until the second is there, so nothing stops" },
  },
  {
    name: "switchStream to a stream that is refused",
    act: async (page) => {
      await page.play();
      await page.call("switchStream", Stream.fault("errcode-42"));
    },
    codes: { theirs: `${begins} 1004 1007 -2002`, ours: `${begins} 1007 -2006`, because: "the first stream plays on, so the play has not failed but the switch" },
  },
  {
    name: "stopPlay, and startPlay at once",
    act: async (page) => {
      await page.play();
      await page.callAtOnce(["stopPlay"], ["startPlay", Stream.live()]);
    },
    codes: { theirs: `${begins} 1004`, ours: `${begins} 1004 ${begins}`, because: "the second stream plays, and is not lost" },
  },
  {
    name: "stopPlay before the first frame",
    act: async (page) => {
      await page.callAtOnce(["startPlay", Stream.live()], ["stopPlay"]);
    },
    codes: { theirs: begins, ours: "1004", because: "it is stopped, and does not begin to play later" },
    playing: false,
  },
  {
    name: "destroy",
    act: async (page) => {
      await page.play();
      await page.call("destroy");
      await page.untilPlaying(false);
    },
    codes: begins,
    playing: false,
    stops: { theirs: 0, ours: 1 },
  },
  {
    name: "the server closes",
    act: async (page) => {
      const stream = await page.play();
      await page.mark();
      await stream.inject("close");
      await page.untilTold(1003, 2);
    },
    codes: { theirs: `${begins} 1009 1006 1005 ${begins}`, ours: `${begins} 1005 ${begins}`, because: "the close is noticed at once, and not by what is missing" },
    sooner: true,
  },
  {
    name: "the media stop",
    act: async (page) => {
      const stream = await page.play();
      await page.mark();
      await stream.inject("stop");
      await page.untilTold(1003, 2);
    },
    codes: `${begins} 1009 1006 1005 ${begins}`,
    sooner: true,
  },
  {
    name: "no media for 2.5 s",
    act: async (page) => {
      const stream = await page.play();
      await page.page.waitForFunction(() => window.txlive.told.stats.length > 1);
      await stream.inject("freeze-2500");
      await page.untilTold(1009);
      await Promise.race([page.untilTold(1010), page.untilTold(1003, 2)]);
    },
    codes: { theirs: `${begins} 1009 1010`, ours: `${begins} 1009 1006 1005 ${begins}`, because: "after 1.5 s without media the stream is pulled again, and the last frame stays" },
  },
  { name: "a stream that is refused", act: (page) => page.call("startPlay", Stream.fault("errcode-42")), codes: "1007 -2002", playing: false },
  { name: "a stream that does not exist", act: (page) => page.call("startPlay", Stream.fault("errcode-100010")), codes: "1007 -2002", playing: false },
  {
    name: "a server that answers 500",
    act: async (page) => {
      await page.call("startPlay", Stream.fault("http-500"));
      await page.untilTold(-2004);
    },
    codes: "1007 1005 1007 1005 1007 1005 1007 -2004",
    playing: false,
  },
  {
    name: "a stream without media",
    config: { connectRetryCount: 0 },
    act: async (page) => {
      await page.call("startPlay", Stream.fault("no-media"));
      await page.untilTold(-2004);
    },
    codes: "1007 1008 1001 1002 1006 -2004",
    playing: false,
  },
  {
    name: "autoplay with sound is refused; the viewer taps",
    autoplay: true,
    act: async (page) => {
      await page.page.mouse.click(700, 500);
      await page.call("resume");
      await page.untilPlaying(true);
    },
    codes: { theirs: "1007 1008 1001 1002 -2003", ours: "1007 1008 1001 1002 -2003 1003", because: "playing begins with the tap" },
  },
];
