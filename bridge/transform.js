const mostUnits = 32;

const seiUnits = (data, hevc) => {
  const units = [];
  let begin = 0;
  if (data[0] || data[1]) return units;
  for (let i = 0; i < data.length - 3; i++) {
    if (data[i] || data[i + 1] || data[i + 2] != 1) continue;
    if (begin && units.push(data.slice(begin, i).buffer) == mostUnits) return units;
    const type = hevc ? (data[i + 3] >> 1) & 63 : data[i + 3] & 31;
    begin = hevc ? (type == 39 || type == 40) && i + 5 : type == 6 && i + 4;
    if (!hevc && type > 0 && type < 6) return units;
  }
  if (begin) units.push(data.slice(begin).buffer);
  return units;
};

const opened = new Promise((resolve) => {
  onrtctransform = (event) => resolve(event.transformer);
});

onmessage = async ({ data }) => data || (await opened).sendKeyFrameRequest().catch(() => 0);

opened.then(({ readable, writable }) => {
  let first = true;
  const look = (frame) => {
    if (first) postMessage({ units: [] });
    first = false;
    const { mimeType, rtpTimestamp = frame.timestamp } = frame.getMetadata();
    const units = seiUnits(new Uint8Array(frame.data), /h265$/i.test(mimeType));
    if (units.length) postMessage({ units, rtpTimestamp: rtpTimestamp >>> 0 }, units);
  };
  const transform = (frame, controller) => {
    try {
      look(frame);
    } catch {}
    controller.enqueue(frame);
  };
  readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable).catch(() => 0);
});
