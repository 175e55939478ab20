import { createSSRApp, h, ref } from "vue";
import { LEBVideo } from "leb-player/vue";

/** The app, as the server renders it and the page takes it over. */
export function app({ stream, edge }) {
  return createSSRApp({
    setup() {
      const played = ref("");
      const props = { class: "live", src: stream, signalURL: edge, autoplay: true, muted: true, playsInline: true };
      return () => h("main", [h(LEBVideo, { ...props, onFirstframe: () => (played.value = "played") }), h("p", played.value)]);
    },
  });
}
