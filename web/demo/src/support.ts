// The features that this browser lacks, shown before the first play. Nothing is shown if none is missing.
import { byId, el } from "./dom.js";
import { LEB } from "./leb.js";

const features = { webrtc: "WebRTC", h264: "H.264", wasm: "WebAssembly", sei: "SEI" } as const;

/** Checks the features with the library and shows the card if one is missing. `report` is called with the result. */
export async function showSupport(report: (event: string, detail: unknown) => void): Promise<void> {
  if (!LEB) return; // reported by the first play
  const support = await LEB.probe();
  report("support", support);
  const names = Object.keys(features) as (keyof typeof features)[];
  if (names.every((name) => support[name])) return;
  const card = byId("support", HTMLElement);
  const list = el("ul", "", ...names.map((name) => el("li", support[name] ? "there" : "missing", `${support[name] ? "✓" : "✗"} ${features[name]}`)));
  card.append(list, ...(support.reason ? [el("p", "", support.reason)] : []));
  card.hidden = false;
}
