import "leb-player/element";
import { StrictMode, useEffect, useRef, useState } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { Live } from "./live.jsx";

const root = document.querySelector("#app");
const fromServer = root.hasChildNodes();
const heard = () => window.heard.push("lebfirstframe");

function App({ first }) {
  const [src, setSrc] = useState(first);
  const ref = useRef(null);
  useEffect(() => {
    window.app = { show: setSrc, hide: () => setSrc(null) };
    if (!fromServer) return;
    // React gives an element that a server has rendered neither its properties nor its listeners.
    const element = ref.current;
    element.addEventListener("lebfirstframe", heard);
    return () => element.removeEventListener("lebfirstframe", heard);
  }, []);
  return <StrictMode>{src && <Live ref={ref} src={src} edge={window.edge} onFirstFrame={heard} />}</StrictMode>;
}

window.heard = [];
const app = <App first={window.first} />;
if (fromServer) hydrateRoot(root, app);
else createRoot(root).render(app);
