import "leb-player/element";
import type { LEBVideoElement } from "leb-player/element";
import { type AllowedComponentProps, type VNode, type VNodeProps, defineComponent, h, onMounted, shallowRef, watch } from "vue";
import { type ComponentEvents, type ElementProps, componentEvents, flagNames, listen, propNames, setProps } from "../frameworks/props.js";

/** The props of {@link LEBVideo}, and the listeners to its events. */
export type LEBVideoProps = ElementProps & { [Type in keyof ComponentEvents as `on${Capitalize<Type>}`]?: ((event: ComponentEvents[Type]) => void) | undefined };

/** What a template's ref of {@link LEBVideo} has. */
export interface LEBVideoInstance {
  /** The element. Null until the component is mounted. */
  readonly element: LEBVideoElement | null;
}

/** The component as its users see it. */
type Component = new () => LEBVideoInstance & {
  $props: AllowedComponentProps & VNodeProps & LEBVideoProps;
  $slots: { default?: () => VNode[] };
  $emit: <Type extends keyof ComponentEvents>(type: Type, event: ComponentEvents[Type]) => void;
};

const props = Object.fromEntries(propNames.map((name) => [name, flagNames.includes(name) ? Boolean : null]));

/**
 * `<leb-video>`. The element gets its stream only when it is mounted and listened to, so that no event is missed, also of an element that
 * a server has rendered.
 */
export const LEBVideo = defineComponent({
  name: "LEBVideo",
  props,
  emits: [...componentEvents],
  setup(props: ElementProps, { emit, expose, slots }) {
    const element = shallowRef<LEBVideoElement | null>(null);
    let shown: ElementProps = {};
    const show = (now: ElementProps) => {
      setProps(element.value!, shown, now);
      shown = now;
    };
    onMounted(() => {
      listen(element.value!, emit);
      show({ ...props });
      watch(() => ({ ...props }), show, { flush: "post" });
    });
    expose({ element });
    return () => h("leb-video", { ref: element }, slots.default?.());
  },
}) as unknown as Component;
