// The minimal code that plays an LEB stream: without options, proper errors, stopstream, or statistics.
async function playMinimal(video, signalURL, streamurl) {
  const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  pc.ontrack = ({ streams: [stream] }) => {
    video.srcObject = stream;
  };
  for (const kind of ["audio", "video"]) pc.addTransceiver(kind, { direction: "recvonly" });
  const offer = await pc.createOffer();
  await pc.setLocalDescription(offer);
  const response = await fetch(`${signalURL}/webrtc/v1/pullstream`, {
    method: "POST", // a string body is text/plain, which needs no preflight
    body: JSON.stringify({
      streamurl,
      sessionid: crypto.randomUUID(),
      clientinfo: navigator.userAgent,
      localsdp: { type: offer.type, sdp: offer.sdp },
    }),
  });
  const { errcode, errmsg, remotesdp } = await response.json();
  if (errcode) throw new Error(errmsg);
  await pc.setRemoteDescription(remotesdp);
  return pc;
}
