import Vue from "vue2/dist/vue.esm.js"; // with the compiler of templates
import Live from "./Live.vue";

const query = new URLSearchParams(location.search);
const data = { url: query.get("stream") };

window.heard = [];
window.app = { show: (url) => (data.url = url), hide: () => (data.url = null) };
new Vue({
  el: document.body.appendChild(document.createElement("main")),
  data,
  components: { Live },
  methods: { tell: ({ code }) => window.heard.push(["error", code]) },
  created() {
    this.options = { signalURL: query.get("edge"), clientInfo: "vue2" };
  },
  template: `<Live v-if="url" :url="url" :options="options" @fail="tell" />`,
});
