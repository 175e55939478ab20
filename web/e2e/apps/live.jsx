/** The part of the React app that a server renders too. */
export function Live({ src, edge, onFirstFrame, ref }) {
  return <leb-video ref={ref} src={src} config={{ signalURL: edge, clientInfo: "react" }} signal-url={edge} autoplay muted playsinline onlebfirstframe={onFirstFrame}></leb-video>;
}
