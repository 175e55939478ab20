import { LEBError } from "./error.js";

/**
 * Returns the current frame as an encoded image, in the size of the video. Uses a canvas element, which every browser has; like
 * OffscreenCanvas it encodes off the main thread.
 */
export async function snapshot(video: HTMLVideoElement, type: string, quality?: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  if (!canvas.width || video.readyState < video.HAVE_CURRENT_DATA) throw new LEBError("no-media", "no frame is displayed", { retryable: true });
  canvas.getContext("2d")!.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality)).catch((cause) => {
    throw new LEBError("unsupported", "the video comes from another site, and the page may not read it", { cause });
  });
  // For a type that it cannot encode, a browser returns PNG (HTML, toBlob).
  if (blob?.type !== String(type).toLowerCase()) throw new LEBError("bad-option", `this browser does not encode ${type}`);
  return blob;
}

/** Returns the same value. @throws LEBError `bad-option` if it is not a video element */
export function checkedVideo(video: HTMLVideoElement): HTMLVideoElement {
  if (video?.localName !== "video") throw new LEBError("bad-option", "the first argument is not a video element");
  return video;
}

/** Gives a video the volume and the mute of another one. */
export function carrySound({ volume, muted }: HTMLVideoElement, to: HTMLVideoElement): void {
  Object.assign(to, { volume, muted });
}

/** Full screen in browsers without the Fullscreen API: see browsers.md, "full screen on iPhones". */
interface AppleVideo {
  webkitEnterFullscreen?(): void;
  webkitExitFullscreen?(): void;
}

/** Enters or leaves picture-in-picture. */
export async function pictureInPicture(video: HTMLVideoElement, on: boolean): Promise<void> {
  if (on) return void (await (video.requestPictureInPicture ?? missing).call(video));
  if (rootOf(video).pictureInPictureElement === video) return video.ownerDocument.exitPictureInPicture();
}

/** Enters or leaves full screen. */
export async function fullscreen(video: HTMLVideoElement & AppleVideo, on: boolean): Promise<void> {
  if (on) return (video.requestFullscreen ?? video.webkitEnterFullscreen ?? missing).call(video);
  if (rootOf(video).fullscreenElement === video) return video.ownerDocument.exitFullscreen();
  video.webkitExitFullscreen?.();
}

/**
 * Returns the document or the shadow tree of a video: the document itself names only the host of a shadow tree. It may be that of another
 * window. The root of a video outside of any document names nothing.
 */
function rootOf(video: HTMLVideoElement): Partial<DocumentOrShadowRoot> {
  return video.getRootNode() as Node & Partial<DocumentOrShadowRoot>;
}

function missing(): never {
  throw new LEBError("unsupported", "this browser does not have it");
}
