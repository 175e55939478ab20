import { LEBVideo } from "leb-player/react";

/** Is rendered on the server, and has a component that the package itself marks as one for the browser. */
export default async function Page({ searchParams }) {
  const { edge, stream } = await searchParams;
  return <LEBVideo className="live" src={stream} signalURL={edge} autoplay muted playsInline />;
}
