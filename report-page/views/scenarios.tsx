/**
 * All scenarios: filters, the list, and beside it the one that is open.
 */
import { useMemo, useRef } from "preact/hooks"
import type { Go, Place } from "../data/place.ts"
import type { Run } from "../data/run.ts"
import { select } from "../data/select.ts"
import { Details } from "./details.tsx"
import { Filters } from "./filters.tsx"
import { ScenarioList } from "./scenario-list.tsx"

interface Props {
  readonly run: Run
  readonly place: Place
  readonly go: Go
}

export function ScenariosView({ run, place, go }: Props) {
  const { q, verdict, tag, shard, group, sort } = place
  const shown = useMemo(
    () => select(run.scenarios, place),
    [run, q, verdict, tag, shard, group, sort],
  )
  const list = useRef<HTMLDivElement>(null)
  const open = place.id === undefined ? undefined : run.byId.get(place.id)
  return (
    <div class={place.id === undefined ? "split" : "split opened"}>
      <section class="side" aria-label="Scenarios">
        <Filters run={run} place={place} go={go} shown={shown.length} />
        <ScenarioList scenarios={shown} place={place} go={go} scroller={list} />
      </section>
      <section class="detail" aria-label="Details" id="detail">
        {open === undefined ? (
          <Nothing id={place.id} shown={shown.length} />
        ) : (
          <Details
            key={open.id}
            run={run}
            scenario={open}
            place={place}
            go={go}
            onClose={() => {
              go({ id: undefined, attempt: undefined, line: undefined })
              list.current?.focus()
            }}
          />
        )}
      </section>
    </div>
  )
}

function Nothing({ id, shown }: { readonly id: string | undefined; readonly shown: number }) {
  if (id !== undefined) return <p class="empty">This run has no scenario of this id.</p>
  if (shown === 0) return <p class="empty">Nothing matches the filters.</p>
  return (
    <p class="empty">
      Choose a scenario to see its attempts and logs. In the list: <kbd>↑</kbd> <kbd>↓</kbd> move,{" "}
      <kbd>Enter</kbd> opens, <kbd>Esc</kbd> comes back.
    </p>
  )
}
