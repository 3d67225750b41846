/**
 * A box that scrolls, which keyboards must reach to scroll it.
 */
import type { ComponentChildren, Ref } from "preact"

export function ScrollBox(props: {
  readonly class: string
  readonly label: string
  readonly box?: Ref<HTMLElement>
  readonly children: ComponentChildren
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the keys that scroll.
    <section class={props.class} ref={props.box ?? null} tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  )
}
