import type { Page } from "@playwright/test";
import { servers } from "./servers.js";

let recording: Buffer | undefined;

/** How long the recording is: a test has that much time to look at a play of it before its end. */
const seconds = 3;

/**
 * Serves video, recorded by the browser itself, as HLS, each segment {@link seconds} long. Every .m3u8 in the folder is a playlist; returns the
 * URL of one.
 */
export async function serveHLS(page: Page, folder = `${servers.site}/hls`, segments = ["media.m4s"]): Promise<string> {
  recording ??= Buffer.from(await page.evaluate(record, seconds));
  const media = recording.indexOf("moof") - 4; // after the initialization segment
  const head = ["#EXTM3U", "#EXT-X-VERSION:7", `#EXT-X-TARGETDURATION:${seconds}`, '#EXT-X-MAP:URI="init.mp4"'];
  const playlist = [...head, ...segments.flatMap((segment) => [`#EXTINF:${seconds},`, segment]), "#EXT-X-ENDLIST", ""];
  const files: Record<string, { contentType: string; body: string | Buffer }> = {
    m3u8: { contentType: "application/vnd.apple.mpegurl", body: playlist.join("\n") },
    mp4: { contentType: "video/mp4", body: recording.subarray(0, media) },
    m4s: { contentType: "video/mp4", body: recording.subarray(media) },
  };
  await page.route(`${folder}/*`, (route) => {
    const extension = new URL(route.request().url()).pathname.split(".").pop()!;
    return route.fulfill(files[extension] ?? { status: 404 });
  });
  return `${folder}/live.m3u8?txSecret=5ecre7`;
}

/** Records a canvas as a fragmented MP4, in the page. */
async function record(seconds: number): Promise<number[]> {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d")!;
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/mp4;codecs=avc1.42E01E" });
  const chunks: Blob[] = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.start();
  for (let frame = 0; frame < 25 * seconds; frame++) {
    context.fillStyle = `hsl(${frame * 14} 80% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.stop();
  await stopped;
  return Array.from(new Uint8Array(await new Blob(chunks).arrayBuffer()));
}
