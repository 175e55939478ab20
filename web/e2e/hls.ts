import type { Page } from "@playwright/test";
import { servers } from "./servers.js";

let files: Promise<[initialization: Buffer, media: Buffer]> | undefined;

/** How long the media are, in segments of the edge: a test has that much time to look at a play of them before their end. */
const seconds = 3;

/**
 * Serves the edge's clip as HLS that ends, each segment {@link seconds} long. Every .m3u8 in the folder is a playlist; returns the
 * URL of one.
 */
export async function serveHLS(page: Page, folder = `${servers.site}/hls`, segments = ["media.m4s"]): Promise<string> {
  files ??= Promise.all([initialization(), firstSegments(seconds)]);
  const [init, media] = await files;
  const head = ["#EXTM3U", "#EXT-X-VERSION:7", `#EXT-X-TARGETDURATION:${seconds}`, '#EXT-X-MAP:URI="init.mp4"'];
  const playlist = [...head, ...segments.flatMap((segment) => [`#EXTINF:${seconds},`, segment]), "#EXT-X-ENDLIST", ""];
  const replies: Record<string, { contentType: string; body: string | Buffer }> = {
    m3u8: { contentType: "application/vnd.apple.mpegurl", body: playlist.join("\n") },
    mp4: { contentType: "video/mp4", body: init },
    m4s: { contentType: "video/mp4", body: media },
  };
  await page.route(`${folder}/*`, (route) => {
    const extension = new URL(route.request().url()).pathname.split(".").pop()!;
    return route.fulfill(replies[extension] ?? { status: 404 });
  });
  return `${folder}/live.m3u8?txSecret=5ecre7`;
}

async function initialization(): Promise<Buffer> {
  return Buffer.from(await (await fetch(`${servers.edge}/live/init.mp4`)).arrayBuffer());
}

/** Returns the edge's first segments as one, as soon as the edge has been broadcasting for so long. */
async function firstSegments(seconds: number): Promise<Buffer> {
  const segments: Buffer[] = [];
  while (segments.length < seconds) {
    const reply = await fetch(`${servers.edge}/live/${segments.length}.m4s`);
    if (reply.ok) segments.push(Buffer.from(await reply.arrayBuffer()));
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Buffer.concat(segments);
}
