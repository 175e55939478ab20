import type { Stats, TrackStats, VideoStats } from "leb-player";

/** Statistics of the last second. Bit rates are in bit/s, times in ms. */
export interface TXLiveStats {
  /** Unix time in ms. */
  timestamp: number;
  video?: TXLiveVideoStats;
  audio?: TXLiveTrackStats;
  network: {
    roundTripTime: number | undefined;
    /** 0 unknown, 1 excellent, 2 good, 3 poor, 4 bad, 5 very bad. */
    quality: number;
  };
}

/** Statistics of audio, and what video has of them too. */
export interface TXLiveTrackStats {
  codec: string;
  bitrate: number;
  packetsLost: number;
  packetsReceived: number;
  nackCount: number;
  jitterBufferDelay: number | undefined;
}

/** Statistics of video. */
export interface TXLiveVideoStats extends TXLiveTrackStats {
  /** Received frames per second; decoded ones where the browser does not count them. */
  framesPerSecond: number;
  framesDecodedPerSecond: number;
  frameWidth: number | undefined;
  frameHeight: number | undefined;
  framesDecoded: number;
  framesDropped: number;
  /** Frames decoded or dropped. */
  framesReceived: number;
  firCount: number;
  pliCount: number;
  /** Mean time to decode a frame. */
  frameDecodeAvgTime: number | undefined;
}

/** Returns the statistics as TXLivePlayer has them. */
export function statsOf({ timestamp, audio, video, roundTripTime, score }: Stats): TXLiveStats {
  return {
    timestamp,
    ...(video && { video: videoOf(video) }),
    ...(audio && { audio: trackOf(audio, audio.codec) }),
    network: { roundTripTime: roundTripTime === undefined ? undefined : Math.round(roundTripTime), quality: score && 6 - score },
  };
}

function trackOf({ bitrate, packetsLost, packetsReceived, nackCount, jitterBufferDelay }: TrackStats, codec: string): TXLiveTrackStats {
  return { codec, bitrate: rounded(bitrate) ?? 0, packetsLost, packetsReceived, nackCount, jitterBufferDelay: rounded(jitterBufferDelay) };
}

function videoOf(video: VideoStats): TXLiveVideoStats {
  const { framesPerSecond, framesReceivedPerSecond = framesPerSecond, framesDecoded, framesDropped, firCount, pliCount } = video;
  return {
    ...trackOf(video, video.codec.toUpperCase()),
    framesPerSecond: Math.round(framesReceivedPerSecond),
    framesDecodedPerSecond: Math.round(framesPerSecond),
    frameWidth: video.width,
    frameHeight: video.height,
    framesDecoded,
    framesDropped,
    framesReceived: framesDecoded + framesDropped,
    firCount,
    pliCount,
    frameDecodeAvgTime: rounded(video.decodeTime),
  };
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? value : Math.round(100 * value) / 100;
}
