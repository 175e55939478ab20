// What the browser lacks for playing, told before anybody tries. Nothing is shown where nothing is missing.
import { byId, el } from "./dom.js";
import { LEB } from "./leb.js";

const features = { webrtc: "WebRTC", h264: "H.264", wasm: "WebAssembly", sei: "SEI" } as const;

/** Asks the library, and fills the card if it has to say something. Tell hears the answer. */
export async function showSupport(tell: (event: string, detail: unknown) => void): Promise<void> {
  if (!LEB) return; // the first play says so
  const support = await LEB.isSupported();
  tell("support", support);
  const names = Object.keys(features) as (keyof typeof features)[];
  if (names.every((name) => support[name])) return;
  const card = byId("support", HTMLElement);
  const list = el("ul", "", ...names.map((name) => el("li", support[name] ? "there" : "missing", `${support[name] ? "✓" : "✗"} ${features[name]}`)));
  card.append(list, ...(support.reason ? [el("p", "", support.reason)] : []));
  card.hidden = false;
}
