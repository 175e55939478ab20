import { type ComputedRef, type MaybeRefOrGetter, type ShallowRef, computed, onActivated, onDeactivated, onScopeDispose, shallowRef, toValue, watch } from "vue";
import { type LEBPlayerOptions, PlayerKeeper, type PlayerView, noPlayer } from "../frameworks/keeper.js";

/** What {@link useLEBPlayer} returns. */
export type LEBPlayerRefs = { readonly [Name in keyof PlayerView]: ComputedRef<PlayerView[Name]> } & {
  /** The `ref` of the video to play in. */
  readonly video: ShallowRef<HTMLVideoElement | null>;
};

/**
 * Plays in a video of the component's own: `<video ref="video" muted playsinline />`. Another `url` is a switch without a gap, no `url` a
 * stop. Options that Player.setOptions() can change apply at once, others to the next play. The player is destroyed with the component.
 * @param options an object, a ref of one or a function that returns one
 */
export function useLEBPlayer(options: MaybeRefOrGetter<LEBPlayerOptions>): LEBPlayerRefs {
  const video = shallowRef<HTMLVideoElement | null>(null);
  const view = shallowRef(noPlayer);
  const active = shallowRef(true);
  const keeper = new PlayerKeeper((next) => (view.value = next));
  watch(
    () => [active.value ? video.value : null, { ...toValue(options) }] as const,
    ([video, options]) => keeper.follow(video, options),
    { flush: "post" },
  );
  // <KeepAlive> takes the component out of the page without unmounting it.
  onActivated(() => (active.value = true));
  onDeactivated(() => (active.value = false));
  onScopeDispose(() => keeper.end());
  return {
    video,
    player: computed(() => view.value.player),
    state: computed(() => view.value.state),
    error: computed(() => view.value.error),
  };
}
