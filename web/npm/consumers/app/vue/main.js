import { KeepAlive, createApp, h, ref } from "vue";
import Live from "./Component.vue";

const query = new URLSearchParams(location.search);
const src = ref(query.get("stream"));
const away = ref(false);
const Elsewhere = () => h("p", "elsewhere");

window.heard = [];
window.app = { show: (url) => (src.value = url), hide: () => (src.value = null), leave: (on) => (away.value = on) };
const tell = (...heard) => window.heard.push(heard);
const live = () => h(Live, { src: src.value, edge: query.get("edge"), tell });
createApp(() => src.value && h(KeepAlive, () => (away.value ? h(Elsewhere) : live()))).mount(document.body.appendChild(document.createElement("main")));
