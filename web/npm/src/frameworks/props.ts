import type { PlayerEventMap, PlayerOptions } from "leb-player";
import type { LEBVideoElement, RenditionInit } from "leb-player/element";
import { flagProperties, textProperties } from "../element/attributes.js";
import { mediaEvents } from "../element/nativemembers.js";
import { eventNames, shellEventNames } from "../vocabulary.js";

/** What a component sets on its `<leb-video>`, whatever the framework. */
export interface ElementProps {
  /** The stream, `webrtc://host/app/stream?query`. Another one takes the place of a stream that plays, without a gap. */
  src?: string | null | undefined;
  /** The signalling server, or several of them separated by spaces. */
  signalURL?: string | undefined;
  /** The URL of leb.wasm. */
  wasmURL?: string | undefined;
  /** The HLS URL that plays when WebRTC has failed for good. Empty for the usual one of the stream. */
  fallbackSrc?: string | undefined;
  /** `auto`, or how long the media wait before they are played, in ms. Applies at once. */
  latency?: number | "auto" | undefined;
  /** Asks for SEI messages, which are events of the type `sei`. */
  sei?: boolean | undefined;
  /** All other options. Applies to the next play. */
  config?: PlayerOptions | undefined;
  /** What is known of the stream's qualities. */
  renditions?: readonly RenditionInit[] | undefined;
  /** Plays as soon as there is a `src`. Muted, if the browser refuses to play with sound. */
  autoplay?: boolean | undefined;
  /** Plays without sound. A change mutes or unmutes. */
  muted?: boolean | undefined;
  /** Plays in the page on iPhones. */
  playsInline?: boolean | undefined;
  /** Shows the browser's controls. */
  controls?: boolean | undefined;
  /** Leaves out some of the browser's controls. */
  controlsList?: string | undefined;
  /** The URL of a picture, shown until the first frame. */
  poster?: string | undefined;
  /** With `auto`, everything is made ready that needs no stream. */
  preload?: "auto" | "metadata" | "none" | undefined;
  /** How the fallback is requested. */
  crossOrigin?: string | undefined;
  /** Keeps the video in the page. */
  disablePictureInPicture?: boolean | undefined;
  /** Goes on receiving while the element is out of the document. */
  keepAlive?: boolean | undefined;
}

/** The props that are set as attributes, since the properties of those names are other things. */
const attributes: Record<string, string> = { controlsList: "controlslist", muted: "muted" };

/** The names of {@link ElementProps} that are true or false. */
export const flagNames = [...Object.keys(flagProperties).filter((name) => name !== "defaultMuted"), "muted"];

/** The names of all {@link ElementProps}. */
export const propNames = [...Object.keys(textProperties), ...flagNames, "controlsList", "config", "renditions"] as (keyof ElementProps)[];

/** Sets what has changed. */
export function setProps(element: LEBVideoElement, before: ElementProps, now: ElementProps): void {
  for (const name of propNames) if (now[name] !== before[name]) setProp(element, name, now[name]);
}

function setProp(element: LEBVideoElement, name: string, value: unknown): void {
  const { [name]: attribute } = attributes;
  if (!attribute) (element as unknown as Record<string, unknown>)[name] = value;
  else if (value || value === "") element.setAttribute(attribute, value === true ? "" : String(value));
  else element.removeAttribute(attribute);
}

const videoEvents = [...mediaEvents, "error"] as const;

type VideoEvent = (typeof videoEvents)[number];

/** An event with the element that tells it. */
type Told<E> = E & { readonly currentTarget: LEBVideoElement };

/** The events of a component: those of a video, and those of the player whose names no event of a video has. */
export type ComponentEvents = { [Type in VideoEvent]: Told<Event> } & {
  [Type in Exclude<keyof PlayerEventMap, VideoEvent>]: Told<PlayerEventMap[Type]>;
};

/** The types of all {@link ComponentEvents}, by those of the element. */
const eventsByType = new Map<string, keyof ComponentEvents>();
for (const type of [...eventNames, ...shellEventNames]) eventsByType.set(`leb${type}`, type);
for (const type of videoEvents) {
  eventsByType.delete(`leb${type}`);
  eventsByType.set(type, type);
}

/** The types of all events of a component. */
export const componentEvents: readonly string[] = [...eventsByType.values()];

/** Tells every event of an element by its type as an event of a component. Returns a function that ends that. */
export function listen(element: LEBVideoElement, tell: (type: keyof ComponentEvents, event: never) => void): () => void {
  const onEvent = (event: Event) => tell(eventsByType.get(event.type)!, event as never);
  for (const type of eventsByType.keys()) element.addEventListener(type, onEvent);
  return () => {
    for (const type of eventsByType.keys()) element.removeEventListener(type, onEvent);
  };
}
