import type { PlayerOptions } from "leb-player";

/** The attributes that the inner video has too. It never gets `src`, which is no URL that a browser loads, nor `autoplay` and `loop`. */
export const sharedAttributes: readonly string[] = [
  "controls",
  "controlslist",
  "crossorigin",
  "disablepictureinpicture",
  "muted",
  "playsinline",
  "poster",
];

/** The attributes that are options of the player. */
export const optionAttributes: readonly string[] = ["fallback-src", "latency", "sei", "signal-url", "wasm-url"];

/** The properties that reflect an attribute of text. */
export const textProperties = {
  crossOrigin: "crossorigin",
  fallbackSrc: "fallback-src",
  latency: "latency",
  poster: "poster",
  preload: "preload",
  signalURL: "signal-url",
  src: "src",
  wasmURL: "wasm-url",
} as const;

/** The properties that reflect an attribute that is there or not. */
export const flagProperties = {
  autoplay: "autoplay",
  controls: "controls",
  defaultMuted: "muted",
  disablePictureInPicture: "disablepictureinpicture",
  keepAlive: "keepalive",
  loop: "loop",
  playsInline: "playsinline",
  sei: "sei",
} as const;

/**
 * Returns the player's options: those of the page's object, and above them those that are attributes.
 * @param attribute returns an attribute's value, or null
 */
export function optionsOf(attribute: (name: string) => string | null, config: PlayerOptions): PlayerOptions {
  const options: PlayerOptions = { ...config };
  const signalURL = attribute("signal-url");
  const wasmURL = attribute("wasm-url");
  const fallback = attribute("fallback-src");
  const latency = attribute("latency");
  if (signalURL) options.signalURL = hosts(signalURL);
  if (wasmURL) options.wasmURL = wasmURL;
  if (fallback !== null) options.fallback = fallback || true;
  if (latency) options.latency = latencyOf(latency);
  if (attribute("sei") !== null) options.sei = true;
  return options;
}

/** Returns the value of the attribute `latency`. The player refuses what is neither a number nor `auto`. */
export function latencyOf(text: string): number | "auto" {
  return text === "auto" ? text : Number(text);
}

/** Returns one host, or several that are separated by spaces. */
function hosts(text: string): string | string[] {
  const list = text.trim().split(/\s+/);
  return list.length > 1 ? list : list[0]!;
}
