/**
 * A long list of which only what can be seen is in the document: `@tanstack/virtual-core` for Preact.
 */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from "@tanstack/virtual-core"
import type { RefObject } from "preact"
import { useLayoutEffect, useReducer, useState } from "preact/hooks"

/** What can be seen of a list, and how to show another part. */
export interface VirtualList {
  readonly items: readonly VirtualItem[]
  readonly totalPx: number
  readonly show: (index: number, align?: "auto" | "center") => void
}

/** Rows of one height in a scrolling element. */
export function useVirtual(list: {
  readonly count: number
  readonly rowPx: number
  readonly scroller: RefObject<HTMLElement | null>
}): VirtualList {
  const { count, rowPx, scroller } = list
  const [, draw] = useReducer((n: number) => n + 1, 0)
  const options = {
    ...{ count, overscan: 12, getScrollElement: () => scroller.current },
    estimateSize: () => rowPx,
    ...{ observeElementRect, observeElementOffset, scrollToFn: elementScroll },
    onChange: () => draw(0),
  }
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options))
  virtualizer.setOptions(options)
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  useLayoutEffect(() => {
    virtualizer.measure()
  }, [virtualizer, rowPx])
  return {
    items: virtualizer.getVirtualItems(),
    totalPx: virtualizer.getTotalSize(),
    show: (index, align = "auto") => {
      virtualizer.scrollToIndex(index, { align })
    },
  }
}
