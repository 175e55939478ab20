// Reads the options of a page once, into plain frozen data. Whatever a page passes, such as getters that throw or give something else the
// next time, the rest of the player and the Go program see only that data. Go checks what the values mean, such as ranges.

import { LEBError } from "./error.js";
import type { ChangeableOptions, PlayerOptions, PlayOptions } from "./options.js";

const maxItems = 64;
const maxLength = 4096;

/** The option that is being read, and what it has to be. */
interface Place {
  name: string;
  want: string;
}

/** A kind of value: its name, and a function that returns a value as plain data, or undefined if it is not of this kind. */
type Kind = readonly [want: string, read: (value: unknown, place: Place) => unknown];

/** The kind of each member of an object, or of each entry of an array. */
type Members = Record<string, Kind> | Kind[];

const flag = typed("boolean");
const amount = typed("number");
const callback = typed("function");
const text: Kind = [`a string of at most ${maxLength}`, (value) => (isText(value) && value.length <= maxLength ? value : undefined)];
const texts = either(text, list(text));
// A data: URL, which may contain the module, is long.
const url: Kind = ["a string or a URL", (value) => [value, (value as URL).href].find(isText)];
// Browsers ignore a malformed hash, and would load any module.
const integrity: Kind = ["a hash, sha384-…", (value) => (isText(value) && /^sha(256|384|512)-[\w+/-]+=*$/.test(value) ? value : undefined)];
const wasm: Kind = [
  "an ArrayBuffer, a Response, a WebAssembly.Module or a Promise",
  (value) => (/(\wArray|Buffer|View|Response|WebAssembly\.Module|Promise)]$/.test({}.toString.call(value)) ? value : undefined),
];
const abortSignal: Kind = ["an AbortSignal", (value) => (isAbortSignal(value) ? value : undefined)];

const playerMembers: Record<keyof PlayerOptions, Kind> = {
  signalURL: texts,
  contentType: text,
  clientInfo: text,
  clientIP: text,
  audio: flag,
  video: flag,
  sei: flag,
  reports: either(flag, object({ quality: flag, iceState: flag, firstFrame: flag })),
  retry: either(flag, object({ maxAttempts: amount, baseDelay: amount, maxDelay: amount, errcodes: list(amount) })),
  fallback: either(flag, either(text, callback)),
  fallbackLoader: callback,
  startTimeout: amount,
  stallTimeout: amount,
  log: callback,
  statsInterval: amount,
  latency: either(amount, text),
  pauseTimeout: amount,
  prepareTimeout: amount,
  maxPrepared: amount,
  autoplay: text,
  iceServers: list(object({ urls: texts, username: text, credential: text })),
  wasmURL: url,
  workerURL: url,
  wasmIntegrity: integrity,
  wasm,
};

const { latency, statsInterval, reports, log, retry } = playerMembers;
const changeableMembers: Record<keyof ChangeableOptions, Kind> = { latency, statsInterval, reports, log, retry };

const playMembers: Record<keyof PlayOptions, Kind> = { signal: abortSignal, sessionId: text };

/** @throws LEBError `bad-option` that names the option */
export function readOptions(options: unknown): PlayerOptions {
  return read(options, playerMembers);
}

/** @throws LEBError `bad-option` that names the option */
export function readChangeableOptions(options: unknown): ChangeableOptions {
  return read(options, changeableMembers);
}

/** @throws LEBError `bad-option` that names the option */
export function readPlayOptions(options: unknown): PlayOptions {
  return read(options, playMembers);
}

function read<Options extends object>(options: unknown, members: Members): Options {
  const place = { name: "", want: "an object" };
  let cause: unknown;
  try {
    const copy = readMembers(options === undefined ? {} : options, members, place);
    if (copy) return copy as Options;
  } catch (thrown) {
    cause = thrown;
    place.want = "readable";
  }
  throw new LEBError("bad-option", `${place.name || "options"} must be ${place.want}`, { cause });
}

/** Returns the known members of an object, without those that are undefined or null, or all the entries of an array. */
function readMembers(value: unknown, members: Members, place: Place): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const prefix = place.name && `${place.name}.`;
  const isList = Array.isArray(members);
  const copy: Record<string, unknown> = isList ? ([] as never) : {};
  for (const [name, [want, readMember]] of Object.entries(members)) {
    Object.assign(place, { name: prefix + name, want });
    const given: unknown = (value as Record<string, unknown>)[name];
    if (!isList && (given === undefined || given === null)) continue;
    copy[name] = readMember(given, place);
    if (copy[name] === undefined) return undefined;
  }
  return Object.freeze(copy);
}

function object(members: Members): Kind {
  return ["an object", (value, place) => readMembers(value, members, place)];
}

function list(kind: Kind): Kind {
  const readEntries = (value: unknown, place: Place) => {
    // The length of a Proxy may be anything.
    const length = Array.isArray(value) ? Number(value.length) : NaN;
    return length <= maxItems ? readMembers(value, Array<Kind>(length).fill(kind), place) : undefined;
  };
  return [`an array of at most ${maxItems}`, readEntries];
}

function either([wantA, readA]: Kind, [wantB, readB]: Kind): Kind {
  return [`${wantA} or ${wantB}`, (value, place) => readA(value, place) ?? readB(value, place)];
}

function typed(type: "boolean" | "number" | "function"): Kind {
  return [`a ${type}`, (value) => (typeof value === type ? value : undefined)];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isAbortSignal(value: unknown): boolean {
  const { aborted, addEventListener } = value as AbortSignal;
  return typeof aborted === "boolean" && typeof addEventListener === "function";
}
