/**
 * The list of scenarios: a list box of which only what can be seen is in the document. Each option says
 * its place and how many there are, so that a screen reader can tell.
 */
import type { RefObject } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { PageScenario } from "../../src/report/page/page-data.ts"
import type { Go, Place } from "../data/place.ts"
import { useVirtual } from "../parts/use-virtual.ts"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { inline, seconds } from "../parts/words.ts"

/** Height of an option, as in the style sheet. */
const ROW_PX = 52

interface Props {
  readonly scenarios: readonly PageScenario[]
  readonly place: Place
  readonly go: Go
  readonly scroller: RefObject<HTMLDivElement | null>
}

export function ScenarioList({ scenarios, place, go, scroller }: Props) {
  const opened = scenarios.findIndex(({ id }) => id === place.id)
  const [active, setActive] = useState(Math.max(0, opened))
  const list = useVirtual({ count: scenarios.length, rowPx: ROW_PX, scroller })
  const at = Math.min(active, scenarios.length - 1)
  useEffect(() => {
    if (opened < 0) return
    setActive(opened)
    list.show(opened)
  }, [place.id])
  const open = (index: number, focus: boolean) => {
    const id = scenarios[index]?.id
    if (id === undefined) return
    setActive(index)
    go({ id, attempt: undefined, line: undefined })
    if (focus) setTimeout(() => document.querySelector<HTMLElement>("#detail h2")?.focus())
  }
  const move = (to: number) => {
    const index = Math.max(0, Math.min(scenarios.length - 1, to))
    setActive(index)
    list.show(index)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1)
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page },
      ...{ Home: 0, End: scenarios.length - 1 },
    }
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (event.key === "Enter" || event.key === " ") open(at, true)
    else return
    event.preventDefault()
  }
  return (
    <div
      class="list"
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label="Scenarios"
      aria-activedescendant={scenarios.length === 0 ? undefined : `row-${at}`}
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const row = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null
        if (row === null) return
        scroller.current?.focus()
        open(Number(row.dataset["index"]), false)
      }}
    >
      <div role="presentation" style={{ height: `${list.totalPx}px` }} class="rows">
        {list.items.map(({ index, start }) => {
          const scenario = scenarios[index]
          return scenario === undefined ? null : (
            <div
              key={scenario.id}
              id={`row-${index}`}
              role="option"
              tabIndex={-1}
              data-index={index}
              class={index === at ? "row active" : "row"}
              style={{ transform: `translateY(${start}px)` }}
              aria-selected={scenario.id === place.id}
              aria-setsize={scenarios.length}
              aria-posinset={index + 1}
            >
              <Row scenario={scenario} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Row({ scenario }: { readonly scenario: PageScenario }) {
  const { verdict, id, runs, durationSeconds, quarantined } = scenario
  return (
    <>
      <VerdictMark verdict={verdict} />
      <span class="what">
        <span class="id">{inline(id, 200)}</span>
        <span class="why">{inline(whyOf(scenario), 200)}</span>
      </span>
      <span class="side-facts">
        <span>{runs === 0 ? "–" : seconds(durationSeconds)}</span>
        <span class="why">
          {quarantined ? "quarantined " : ""}
          {runs > 1 ? `${runs} attempts` : ""}
        </span>
      </span>
    </>
  )
}

/** Why it is not green; else what it is. */
function whyOf({ message, cause, reason, name, id, file }: PageScenario): string {
  return message ?? cause ?? reason ?? (name === id ? file : name)
}
