// Where the form gets its first values: the page's query, what was typed last time, the server, the default.
import { withoutSignature } from "./redact.js";

const storageKey = "leb-demo";

/** Those of the player's options that the page offers; the names are the library's. */
export interface Choices {
  latency: number | "auto";
  sei: boolean;
}

/** What the page starts with. An empty signal means the library's own default. */
export interface Settings {
  url: string;
  signal: string;
  choices: Choices;
  autoplay: boolean;
  /** The local edge that came with the site, or "". */
  edge: string;
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

/** Reads the settings; waits for site-config.json, and does without it when there is none. */
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
  };
}

/** Remembers what was played, without its signature. Defaults are not kept: they may differ the next time. */
export function remember(url: string, signal: string, { latency, sei }: Choices): void {
  const { lang } = recall();
  store({
    ...(lang !== undefined && { lang }),
    ...(url !== defaultURL && { url: withoutSignature(url) }),
    ...(signal !== defaultSignal && { signal }),
    ...(latency !== "auto" && { latency: String(latency) }),
    ...(!sei && { sei: "0" }),
  });
}

/** The language asked for in the query, chosen last time, or the browser's. */
export function preferredLanguage(): string {
  return query.get("lang") || recall().lang || navigator.language;
}

/** Remembers the chosen language. */
export function rememberLanguage(lang: string): void {
  store({ ...recall(), lang });
}

async function siteSignal(): Promise<string> {
  try {
    const reply = await fetch("site-config.json", { cache: "no-store" });
    if (!reply.ok) return "";
    const config = (await reply.json()) as { signalURL?: unknown };
    return typeof config.signalURL === "string" ? config.signalURL : "";
  } catch {
    return "";
  }
}

function milliseconds(text: string): number | "auto" {
  return /^\d+$/.test(text) ? Number(text) : "auto";
}

// Storage may be switched off or full: the page then just forgets.
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
    // Nothing to do: see recall.
  }
}
