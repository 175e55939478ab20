// Compiles only if the types of the entry for Vue are those that its documentation tells.

import type { LEBError, Player } from "leb-player";
import type { LEBVideoElement } from "leb-player/element";
import { LEBVideo, type LEBVideoInstance, useLEBPlayer } from "leb-player/vue";
import { createApp, defineComponent, h, ref } from "vue";

declare const url: string;

export const component = h(LEBVideo, {
  src: url,
  class: "live",
  config: { latency: 100 },
  signalURL: "https://signal.example",
  autoplay: true,
  muted: true,
  onError: ({ currentTarget }) => currentTarget.error?.detail.code,
  onFirstframe: ({ detail }) => detail.elapsed.toFixed(),
});

// @ts-expect-error: the option is a number of ms
export const misspelt = h(LEBVideo, { latency: "low" });

export const Page = defineComponent({
  components: { LEBVideo },
  setup() {
    const live = ref<LEBVideoInstance>();
    const { video, player, state, error } = useLEBPlayer(() => ({ url, latency: 100 }));
    useLEBPlayer({ url: null });
    // @ts-expect-error: there is no such option
    useLEBPlayer({ url, delay: 100 });
    const element: LEBVideoElement | null | undefined = live.value?.element;
    const kept: [HTMLVideoElement | null, Player | null, string, LEBError | null] = [video.value, player.value, state.value, error.value];
    return { live, element, kept };
  },
});

createApp(Page).component("LEBVideo", LEBVideo);
