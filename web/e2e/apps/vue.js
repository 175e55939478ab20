import "leb-player/element";
import { createApp, ref } from "vue/dist/vue.esm-bundler.js";

window.heard = [];
const app = createApp({
  setup() {
    const src = ref(window.first);
    window.app = { show: (url) => (src.value = url), hide: () => (src.value = null) };
    const config = { signalURL: window.edge, clientInfo: "vue" };
    return { src, config, heard: () => window.heard.push("lebfirstframe") };
  },
  template: `<leb-video v-if="src" :src="src" :config="config" autoplay muted playsinline @lebfirstframe="heard"></leb-video>`,
});
app.config.compilerOptions.isCustomElement = (tag) => tag === "leb-video";
app.mount("#app");
