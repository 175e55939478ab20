import { LEBError } from "./error.js";

/**
 * The picture as an encoded image of its own size. Through a canvas element, which every browser has and which encodes beside the
 * page's thread as an OffscreenCanvas does.
 */
export async function snapshot(video: HTMLVideoElement, type: string, quality?: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  if (!canvas.width || video.readyState < video.HAVE_CURRENT_DATA) throw new LEBError("no-media", "there is no picture", { retryable: true });
  canvas.getContext("2d")!.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality)).catch((cause) => {
    throw new LEBError("unsupported", "the picture is another site's, which no page may read", { cause });
  });
  // What it can't encode a browser gives as PNG.
  if (blob?.type !== String(type).toLowerCase()) throw new LEBError("bad-option", `this browser does not encode ${type}`);
  return blob;
}

/** iPhones have full screen for videos alone: these in place of the standard's. */
interface AppleVideo {
  webkitEnterFullscreen?(): void;
  webkitExitFullscreen?(): void;
}

/** Puts the video into a window over all others, or takes it back. */
export async function pictureInPicture(video: HTMLVideoElement, on: boolean): Promise<void> {
  if (on) return void (await (video.requestPictureInPicture ?? missing).call(video));
  if (document.pictureInPictureElement === video) return document.exitPictureInPicture();
}

/** Lets the video fill the screen, or takes it back. */
export async function fullscreen(video: HTMLVideoElement & AppleVideo, on: boolean): Promise<void> {
  if (on) return (video.requestFullscreen ?? video.webkitEnterFullscreen ?? missing).call(video);
  if (document.fullscreenElement === video) return document.exitFullscreen();
  video.webkitExitFullscreen?.();
}

function missing(): never {
  throw new LEBError("unsupported", "this browser does not have it");
}
