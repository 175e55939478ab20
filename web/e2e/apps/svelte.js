import { mount } from "svelte";
import App from "./App.svelte";

window.heard = [];
mount(App, { target: document.querySelector("#app") });
