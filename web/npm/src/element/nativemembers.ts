/** The members of a video element that {@link forwardMembers} gives to another element. */
export type NativeMembers<Own> = Omit<HTMLVideoElement, keyof HTMLElement | keyof Own>;

/** The media events that an inner video passes on. Its `error` is not one of them: an element has a failure of its own kind. */
export const mediaEvents = [
  "abort",
  "canplay",
  "canplaythrough",
  "durationchange",
  "emptied",
  "ended",
  "enterpictureinpicture",
  "leavepictureinpicture",
  "loadeddata",
  "loadedmetadata",
  "loadstart",
  "pause",
  "play",
  "playing",
  "progress",
  "ratechange",
  "resize",
  "seeked",
  "seeking",
  "suspend",
  "timeupdate",
  "volumechange",
  "waiting",
  "webkitbeginfullscreen",
  "webkitendfullscreen",
  "webkitpresentationmodechanged",
] as const;

/**
 * Gives a class's prototype all members of a video element that it does not have, which are those of the inner video. They are those of
 * this browser, so that whoever asks for picture-in-picture finds it here if and only if a video has it. On a server there are none.
 */
export function forwardMembers(prototype: { nativeEl: HTMLVideoElement }): void {
  if (!globalThis.HTMLVideoElement) return;
  for (const { prototype: native } of [HTMLVideoElement, HTMLMediaElement]) {
    for (const name of Object.getOwnPropertyNames(native)) {
      if (!(name in prototype)) Object.defineProperty(prototype, name, forwarded(native, name));
    }
  }
}

type Inner = { nativeEl: Record<string, unknown> };

function forwarded(native: object, name: string): PropertyDescriptor {
  const { value, set } = Object.getOwnPropertyDescriptor(native, name)!;
  const shared = { configurable: true, enumerable: true };
  if (typeof value === "function") return { ...shared, writable: true, value: method(name) };
  return {
    ...shared,
    get(this: Inner) {
      return this.nativeEl[name];
    },
    ...(set && {
      set(this: Inner, value: unknown) {
        this.nativeEl[name] = value;
      },
    }),
  };
}

function method(name: string) {
  return function (this: Inner, ...args: unknown[]): unknown {
    const { nativeEl } = this;
    return (nativeEl[name] as Function).apply(nativeEl, args);
  };
}
