"use client";

import { Player } from "leb-player";
import { useEffect, useRef } from "react";
import { run } from "../app.js";

/** Is rendered on the server too, and plays once it is in the page. */
export default function Live() {
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) run({ Player });
    begun.current = true;
  }, []);
  return <p>{typeof Player}</p>;
}
