import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { Live } from "./Component.jsx";

const query = new URLSearchParams(location.search);

/** Shows the stream that its state names, and leaves its state to the test. */
function App() {
  const [src, setSrc] = useState(query.get("stream"));
  useEffect(() => {
    window.app = { show: setSrc, hide: () => setSrc(null) };
    window.mounts++;
  }, []);
  return src && <Live src={src} edge={query.get("edge")} tell={(...heard) => window.heard.push(heard)} />;
}

window.heard = [];
window.mounts = 0;
createRoot(document.body.appendChild(document.createElement("main"))).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
