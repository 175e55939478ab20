import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { expect, test } from "@playwright/test";

// The worker that extracts SEI from frames (bridge/transform.js), run without a browser: it finds every message and passes every frame on.

const source = fs.readFileSync(path.join(import.meta.dirname, "../../bridge/transform.js"), "utf8");

interface Frame {
  data: ArrayBuffer;
  getMetadata(): { mimeType?: string; rtpTimestamp?: number };
}

interface Posted {
  units: ArrayBuffer[];
  rtpTimestamp?: number;
}

/** The globals of a worker. */
interface Worker {
  onrtctransform(event: object): void;
  onmessage(event: { data: null }): Promise<void>;
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex")).buffer;
const hex = (buffer: ArrayBuffer) => Buffer.from(buffer).toString("hex");

function frame(data: string, rtpTimestamp = 90000, mimeType: string | undefined = "video/H264"): Frame {
  return { data: bytes(data), getMetadata: () => ({ rtpTimestamp, ...(mimeType && { mimeType }) }) };
}

/** Passes frames through the worker. Returns its output and its messages. */
async function run(frames: Frame[]): Promise<{ passed: Frame[]; posted: Posted[] }> {
  const passed: Frame[] = [];
  const posted: Posted[] = [];
  const worker = vm.createContext({ TransformStream, postMessage: (message: Posted) => posted.push(message) }) as Worker;
  vm.runInContext(source, worker);
  const readable = new ReadableStream<Frame>({
    start(controller) {
      for (const frame of frames) controller.enqueue(frame);
      controller.close();
    },
  });
  await new Promise<void>((close) => {
    const writable = new WritableStream<Frame>({ write: (frame) => void passed.push(frame), close });
    worker.onrtctransform({ transformer: { readable, writable } });
  });
  return { passed, posted };
}

const aud = "00000001 09f0";
const parameters = "00000001 67420000 000001 68ce";
const slice = "000001 65888400";

const cases: { name: string; data: string; mimeType?: string; units: string[] }[] = [
  { name: "H.264, start codes of 3 and 4 bytes", data: `${aud} ${parameters} 00000001 060401aa80 000001 060401bb80 ${slice}`, units: ["0401aa80", "0401bb80"] },
  { name: "a zero of the next start code", data: `${aud} 000001 060401aa80 00000001 6588`, units: ["0401aa8000"] },
  { name: "SEI first, with nothing after it", data: "000001 060401aa80", units: ["0401aa80"] },
  { name: "no SEI", data: `${aud} ${parameters} ${slice}`, units: [] },
  { name: "SEI after a slice is ignored", data: `${slice} 000001 060401aa80`, units: [] },
  { name: "a data partition is a slice", data: "000001 4288 000001 060401aa80", units: [] },
  { name: "H.265, prefix and suffix SEI", data: "00000001 40010c 000001 4e010401aa80 000001 2601af 000001 50010401bb80", mimeType: "video/H265", units: ["0401aa80", "0401bb80"] },
  { name: "an H.264 SEI header in H.265", data: "000001 060401aa80 000001 2601af", mimeType: "video/H265", units: [] },
  { name: "unknown codec", data: `000001 060401aa80 ${slice}`, mimeType: "", units: ["0401aa80"] },
  { name: "another codec", data: "d0001c 9d012a 000001 060401aa80", mimeType: "video/VP8", units: [] },
  { name: "more units than any stream has", data: `${"000001 060401aa80".repeat(40)} ${slice}`, units: Array<string>(32).fill("0401aa80") },
  { name: "as many units as are read, with nothing after them", data: "000001 060401aa80".repeat(32), units: Array<string>(32).fill("0401aa80") },
  { name: "truncated after a start code", data: `${aud} 000001`, units: [] },
  { name: "empty", data: "", units: [] },
];

for (const { name, data, mimeType, units } of cases) {
  test(name, async () => {
    const one = frame(data, 4294967295, mimeType);
    const { passed, posted } = await run([one]);
    expect(passed).toEqual([one]);
    expect(posted[0], "the first frame is reported").toEqual({ units: [] });
    expect(posted.slice(1).flatMap(({ units }) => units.map(hex))).toEqual(units);
    for (const { rtpTimestamp } of posted.slice(1)) expect(rtpTimestamp).toBe(4294967295);
  });
}

test("unreadable frames pass unchanged and in order", async () => {
  const broken: Frame[] = [
    { data: bytes(""), getMetadata: () => { throw new Error("no metadata"); } },
    { get data(): ArrayBuffer { throw new Error("no data"); }, getMetadata: () => ({}) },
    { data: undefined as unknown as ArrayBuffer, getMetadata: () => undefined as never },
  ];
  const frames = [...broken, frame(`000001 060401aa80 ${slice}`), ...broken, frame(slice)];
  const { passed, posted } = await run(frames);
  expect(passed).toHaveLength(frames.length);
  expect(passed.every((frame, i) => frame === frames[i])).toBe(true);
  expect(posted.map(({ units }) => units.length), "one report of the first frame, one SEI message").toEqual([0, 1]);
});

test("a key frame is requested, even before there is a transform", async () => {
  let requested = 0;
  const worker = vm.createContext({ TransformStream, postMessage: () => undefined }) as Worker;
  vm.runInContext(source, worker);
  const first = worker.onmessage({ data: null });
  const transformer = {
    readable: new ReadableStream(),
    writable: new WritableStream(),
    sendKeyFrameRequest: () => {
      requested++;
      return Promise.reject(new Error("not now"));
    },
  };
  worker.onrtctransform({ transformer });
  await first;
  await worker.onmessage({ data: null });
  expect(requested).toBe(2);
});
