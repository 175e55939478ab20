import "leb-player/element";
import type { LEBVideoElement } from "leb-player/element";
import {
  type DOMAttributes,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import { type ComponentEvents, type ElementProps, componentEvents, listen, propNames, setProps } from "../frameworks/props.js";

type Type = keyof ComponentEvents;

/** A callback for an event of the element, which is the browser's event and not one of React's. */
type Callback<E> = ((event: E) => void) | undefined;

/** React's own names of callbacks for events that are the element's, such as `onVolumeChange`. */
type ReactName = { [Name in keyof DOMAttributes<Element>]: Lowercase<Name> extends `on${Type}` ? Name : never }[keyof DOMAttributes<Element>];

/** The callbacks, of which those that React has too may be written as React does. */
type Callbacks = { [T in Type as `on${Capitalize<T>}`]?: Callback<ComponentEvents[T]> } & {
  [Name in NonNullable<ReactName>]?: Lowercase<Name> extends `on${infer T extends Type}` ? Callback<ComponentEvents[T]> : never;
};

/** The props of {@link LEBVideo}: those of any HTML element, the element's own, and a callback for each of its events. */
export type LEBVideoProps = Omit<HTMLAttributes<LEBVideoElement>, keyof Callbacks | keyof ElementProps> & ElementProps & Callbacks;

/** A server has no effects, and React 18 warns of one that concerns the layout. */
const useCommit = globalThis.document ? useLayoutEffect : useEffect;

interface Sorted {
  own: Record<string, unknown>;
  callbacks: Record<string, ((event: Event) => void) | undefined>;
  others: Record<string, unknown>;
}

/**
 * `<leb-video>`, with the element as `ref`. The element gets its stream only when React has put it into the page and listens to it, so that
 * no event is missed, also of an element that a server has rendered.
 */
export const LEBVideo: ForwardRefExoticComponent<LEBVideoProps & RefAttributes<LEBVideoElement>> = forwardRef(function LEBVideo(props: LEBVideoProps, ref) {
  const element = useRef<LEBVideoElement>(null);
  const { own, callbacks, others } = sorted(props);
  const committed = useRef<Pick<Sorted, "own" | "callbacks">>({ own: {}, callbacks: {} });
  useImperativeHandle(ref, () => element.current!, []);
  useCommit(() => listen(element.current!, (type, event) => committed.current.callbacks[type]?.(event)), []);
  useCommit(() => {
    setProps(element.current!, committed.current.own, own);
    committed.current = { own, callbacks };
  });
  return createElement("leb-video", { ...others, ref: element });
});

/** Sorts out what React itself passes on: the attributes and events that every element has. */
function sorted({ className, hidden, ...props }: LEBVideoProps): Sorted {
  // React 18 sets `hidden` to "false", and does not know `className` of a custom element.
  const result: Sorted = { own: {}, callbacks: {}, others: { class: className, hidden: hidden || undefined } };
  for (const [name, value] of Object.entries(props)) {
    const type = name.startsWith("on") ? name.slice(2).toLowerCase() : "";
    if (componentEvents.includes(type)) result.callbacks[type] = value as Callback<Event>;
    else result[(propNames as string[]).includes(name) ? "own" : "others"][name] = value;
  }
  return result;
}
