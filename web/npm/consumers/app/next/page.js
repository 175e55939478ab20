import { Player } from "leb-player";
import Live from "./live.js";

/** Is rendered on the server, where the package can be imported and plays nothing. */
export default function Page() {
  return (
    <main data-supported={String(Player.isSupported())}>
      <Live />
    </main>
  );
}
