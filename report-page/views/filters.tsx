/**
 * What the list shows: a text, verdicts, tag, shard, group, and the order.
 */
import { useMemo } from "preact/hooks"
import type { Verdict } from "../../src/core/verdict.ts"
import type { Choice, Go, Place } from "../data/place.ts"
import type { Run } from "../data/run.ts"
import { chosenVerdicts, ORDERS, WORST_FIRST } from "../data/select.ts"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { count, inline, number } from "../parts/words.ts"

interface Props {
  readonly run: Run
  readonly place: Place
  readonly go: Go
  /** How many scenarios the filters leave. */
  readonly shown: number
}

export function Filters({ run, place, go, shown }: Props) {
  const { summary, shards } = run.results
  const words = useMemo(() => wordsOf(run), [run])
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label class="search">
          <span class="unseen">Search id, name, message, file, tag or matrix</span>
          <input
            type="search"
            placeholder="Search id, message, file, tag…"
            value={place.q ?? ""}
            onInput={({ currentTarget }) => go({ q: currentTarget.value }, { quietly: true })}
          />
        </label>
        <VerdictFilter counts={summary} place={place} go={go} />
        <div class="choices">
          <Picker label="Tag" field="tag" options={words.tags} place={place} go={go} />
          <Picker label="Group" field="group" options={words.groups} place={place} go={go} />
          <Picker
            label="Shard"
            field="shard"
            options={shards.length > 1 ? shards.map(({ shard }) => String(shard)) : []}
            place={place}
            go={go}
          />
          <label class="picker">
            <span>Order</span>
            <select
              value={place.sort ?? "worst"}
              onChange={({ currentTarget }) => go({ sort: currentTarget.value }, { quietly: true })}
            >
              {Object.entries(ORDERS).map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        </div>
        <p class="shown" role="status">
          {shown === summary.total
            ? count(shown, "scenario")
            : `${number(shown)} of ${count(summary.total, "scenario")}`}
        </p>
      </form>
    </search>
  )
}

/** One button for each verdict that occurs; pressed ones are shown, none pressed is all. */
function VerdictFilter({
  counts,
  place,
  go,
}: Pick<Props, "place" | "go"> & { readonly counts: Readonly<Record<Verdict, number>> }) {
  const chosen = chosenVerdicts(place)
  const isAll = place.verdict === undefined
  const toggle = (verdict: Verdict) => {
    const next = new Set(isAll ? [] : chosen)
    if (!next.delete(verdict)) next.add(verdict)
    go({ verdict: next.size === 0 ? undefined : [...next].join(",") }, { quietly: true })
  }
  return (
    <fieldset class="verdicts">
      <legend class="unseen">Verdicts</legend>
      {WORST_FIRST.filter((verdict) => counts[verdict] > 0).map((verdict) => (
        <button
          key={verdict}
          type="button"
          class={`chip ${verdict}`}
          aria-pressed={!isAll && chosen.has(verdict)}
          onClick={() => toggle(verdict)}
        >
          <VerdictMark verdict={verdict} word />
          <b>{number(counts[verdict])}</b>
        </button>
      ))}
    </fieldset>
  )
}

function Picker({
  label,
  field,
  options,
  place,
  go,
}: Pick<Props, "place" | "go"> & {
  readonly label: string
  readonly field: keyof Choice
  readonly options: readonly string[]
}) {
  if (options.length === 0) return null
  return (
    <label class="picker">
      <span>{label}</span>
      <select
        value={place[field] ?? ""}
        onChange={({ currentTarget }) =>
          go({ [field]: currentTarget.value || undefined }, { quietly: true })
        }
      >
        <option value="">any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {inline(option, 60)}
          </option>
        ))}
      </select>
    </label>
  )
}

function wordsOf({ scenarios }: Run): {
  readonly tags: readonly string[]
  readonly groups: readonly string[]
} {
  const tags = new Set(scenarios.flatMap((scenario) => scenario.tags))
  const groups = new Set(scenarios.flatMap(({ group }) => group))
  return { tags: [...tags].sort(), groups: [...groups].sort() }
}
