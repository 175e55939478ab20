/** Reports whether two URLs name the same stream of several bitrates, in another bitrate that the viewer and not the server chooses. */
export function onlyBitrateDiffers(from: string, to: string): boolean {
  return [from, to].every(choosesBitrate) && withoutBitrate(from) === withoutBitrate(to);
}

function choosesBitrate(url: string): boolean {
  const query = new URLSearchParams(url.split("?")[1]);
  return query.has("tabr_bitrates") && query.has("tabr_start_bitrate") && query.get("tabr_control") !== "auto";
}

function withoutBitrate(url: string): string {
  return url.replace(/([?&]tabr_start_bitrate=)[^&]*/, "$1");
}
