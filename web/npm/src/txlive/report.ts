import type { FirstFrame, Stats, Summary } from "leb-player";
import { library } from "./library.js";

/** What `uint32_command` of a report says. */
export const command = { interval: 40100, start: 40101, stop: 40102 } as const;

/** Figures for a report, by the names that TXLivePlayer gives them. Times are in ms, bit rates in kbit/s. */
export type TXLiveReport = { uint32_command: (typeof command)[keyof typeof command] } & Record<string, string | number>;

/** The play that a report is about. */
export interface Reported {
  url: string;
  sessionId: string;
  /** When startPlay() was called, Unix time in ms. */
  begun: number;
}

/** Returns the report of a stream that has begun. */
export function startReport(play: Reported, { waterfall, video }: FirstFrame): TXLiveReport {
  const { offer, signalling, dtls, firstPacket, firstDecoded, firstFrame } = waterfall;
  return report(command.start, play, {
    u64_timestamp: play.begun,
    u32_signal_time: Math.round(signalling - offer),
    u32_connect_server_time: Math.round(dtls),
    u32_first_audio_frame_down: Math.round(firstPacket),
    u32_first_audio_render_time: Math.round(firstFrame),
    ...(video && {
      u32_first_frame_down: Math.round(firstPacket),
      u32_first_video_decode_time: Math.round(firstDecoded),
      u32_first_i_frame: Math.round(firstFrame),
    }),
  });
}

/** Returns the report of the time since the one before. */
export function intervalReport(play: Reported, { audio, video, roundTripTime = 0 }: Stats, since: { blocks: number; blocked: number }): TXLiveReport {
  const [audioRate, videoRate] = [kilobits(audio?.bitrate), kilobits(video?.bitrate)];
  return report(command.interval, play, {
    u64_timestamp: Date.now(),
    u64_playtime: Date.now() - play.begun,
    u32_video_block_count: since.blocks,
    u32_block_usage: Math.round(since.blocked),
    u32_avg_audio_bitrate: audioRate,
    u32_avg_video_bitrate: videoRate,
    u32_avg_net_speed: audioRate + videoRate,
    u32_audio_drop: audio?.packetsLost ?? 0,
    u32_audio_drop_usage: perMille(audio?.loss),
    u32_video_drop: video?.packetsLost ?? 0,
    u32_video_drop_usage: perMille(video?.loss),
    u32_video_recv_fps: Math.round(video?.framesReceivedPerSecond ?? video?.framesPerSecond ?? 0),
    u32_fps: Math.round(video?.framesPerSecond ?? 0),
    u64_rtt: Math.round(roundTripTime),
  });
}

/** Returns the report of the whole play. */
export function stopReport(play: Reported, { firstFrame = 0, stalls, stalled }: Summary, stats: Stats | null): TXLiveReport {
  const { video, audio } = stats ?? {};
  const seconds = Math.round((Date.now() - play.begun) / 1000);
  return report(command.stop, play, {
    u64_timestamp: Date.now(),
    u64_begin_timestamp: play.begun,
    u32_result: seconds,
    u32_first_i_frame: Math.round(firstFrame),
    u64_block_count: stalls,
    u32_video_block_time: Math.round(stalled),
    u64_block_duration_max: Math.round(video?.longestFreeze ?? 0),
    u32_avg_block_time: Math.round(stalled / Math.max(1, stalls)),
    u32_video_width: video?.width ?? 0,
    u32_video_height: video?.height ?? 0,
    u32_video_drop_usage: perMille(video?.loss),
    u32_audio_drop_usage: perMille(audio?.loss),
    u32_video_avg_fps: Math.round(video?.framesPerSecond ?? 0),
  });
}

function report(uint32_command: TXLiveReport["uint32_command"], { url, sessionId }: Reported, figures: Record<string, number>): TXLiveReport {
  const program = `LEB-Player-${library().version}`;
  return {
    str_app_version: program,
    bytes_version: program,
    str_user_agent: navigator.userAgent,
    bytes_stream_id: url.replace(/[?#].*/, "").split("/").slice(4).join("/"),
    str_stream_url: url,
    u32_isp2p: 0,
    str_session_id: sessionId,
    bytes_token: sessionId,
    u32_server_ip: "",
    ...figures,
    uint32_data_type: uint32_command === command.interval ? 2 : 1,
    uint32_command,
    uint64_data_time: Math.round(Date.now() / 1000),
  };
}

function kilobits(bitrate = 0): number {
  return Math.round(bitrate / 10) / 100;
}

function perMille(share = 0): number {
  return Math.round(1000 * share);
}
