// The initial values of the form, in order of precedence: the page's query, the last visit, the site's configuration, the default.
import { withoutSignature } from "./redact.js";
import { siteSignal } from "./site.js";

const storageKey = "leb-demo";

/** The options of the player that the page offers, under the library's names. */
export interface Choices {
  latency: number | "auto";
  sei: boolean;
}

/** The initial values. An empty `signal` means the library's default. */
export interface Settings {
  url: string;
  signal: string;
  choices: Choices;
  autoplay: boolean;
  /** The local edge that serves the site, or "". */
  edge: string;
  /** The stream that the first screen plays. */
  demo: string;
  /** What the page was opened for: a link to settings leads to the laboratory. */
  visit: "front" | "laboratory";
}

interface Remembered {
  url?: string;
  signal?: string;
  lang?: string;
  latency?: string;
  sei?: string;
}

const query = new URLSearchParams(location.search);
const defaultURL = `webrtc://${location.hostname || "127.0.0.1"}/live/demo`;
let defaultSignal = "";

/** Reads the settings. Waits for site-config.json, which may be missing. */
export async function loadSettings(): Promise<Settings> {
  defaultSignal = await siteSignal();
  const last = recall();
  return {
    url: query.get("url") || last.url || defaultURL,
    signal: query.get("signal") || last.signal || defaultSignal,
    choices: {
      latency: milliseconds(query.get("latency") ?? last.latency ?? ""),
      sei: (query.get("sei") ?? last.sei) !== "0",
    },
    autoplay: query.get("autoplay") === "1",
    edge: defaultSignal,
    demo: defaultURL,
    visit: query.has("url") || query.has("autoplay") ? "laboratory" : "front",
  };
}

/**
 * Remembers the values of a play, without the signature. Default values are not stored, because the defaults may change. Nor is a signalling
 * server that came with a link: it would get the signed URLs of later visits.
 */
export function remember(url: string, signal: string, { latency, sei }: Choices): void {
  const { lang, signal: last } = recall();
  const lasting = signal === query.get("signal") ? last : signal;
  store({
    ...(lang !== undefined && { lang }),
    ...(url !== defaultURL && { url: withoutSignature(url) }),
    ...(lasting && lasting !== defaultSignal && { signal: withoutSignature(lasting) }),
    ...(latency !== "auto" && { latency: String(latency) }),
    ...(!sei && { sei: "0" }),
  });
}

/** Returns the language of the query, the last chosen language, or the browser's, in this order. */
export function preferredLanguage(): string {
  return query.get("lang") || recall().lang || navigator.language;
}

/** Remembers the chosen language. */
export function rememberLanguage(lang: string): void {
  store({ ...recall(), lang });
}

function milliseconds(text: string): number | "auto" {
  return /^\d+$/.test(text) ? Number(text) : "auto";
}

// Storage may be disabled or full. In that case the page forgets its values.
function recall(): Remembered {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown> | null;
    const text = (name: string) => (typeof kept?.[name] === "string" ? { [name]: kept[name] } : {});
    return { ...text("url"), ...text("signal"), ...text("lang"), ...text("latency"), ...text("sei") };
  } catch {
    return {};
  }
}

function store(kept: Remembered): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // Storage is optional: see recall().
  }
}
