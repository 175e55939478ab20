import type { SEI } from "leb-player";

/** An SEI message. */
export interface TXLiveSEI {
  payloadType: number;
  /** Bytes of `data`. */
  payloadSize: number;
  /** The name of the payload type in H.264 Annex D. */
  type: string;
  /** The whole payload. That of a `user_data_unregistered` begins with the 16 bytes of its UUID. */
  data: Uint8Array;
}

/** The names of the first payload types. */
const names = [
  "buffering_period",
  "pic_timing",
  "pan_scan_rect",
  "filler_payload",
  "user_data_registered_itu_t_t35",
  "user_data_unregistered",
  "recovery_point",
];

/** Returns the message as TXLivePlayer has it. */
export function seiOf({ type, uuid = "", payload }: SEI): TXLiveSEI {
  const bytes = (uuid.match(/[\da-f]{2}/g) ?? []).map((digits) => parseInt(digits, 16));
  const data = Uint8Array.of(...bytes, ...payload);
  return { payloadType: type, payloadSize: data.length, type: names[type] ?? "unknown type", data };
}
