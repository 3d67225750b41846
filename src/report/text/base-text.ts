/**
 * The change against the base branch in words.
 */
import { DAY_MS } from "../../core/quantities/duration.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import { shortRef } from "../lines/short-ref.ts"

type Change = NonNullable<Results["base"]>

/** `1 regression`, `2 known`, `3 new`, `1 gone`, `1 newly skipped`: what is not zero. */
export function changeWords(change: Change): readonly string[] {
  const { regressions, known, gone, skipped } = change
  return [
    regressions === 0 ? "" : countOf(regressions, "regression"),
    known === 0 ? "" : `${known} known`,
    change.new === 0 ? "" : `${change.new} new`,
    gone.count === 0 ? "" : `${gone.count} gone`,
    skipped.count === 0 ? "" : `${skipped.count} newly skipped`,
  ].filter((words) => words !== "")
}

/** From how many days on the newest run of the base branch is called old. */
const OLD_DAYS = 3

/** `9 days old`: the newest known run of the base branch, seen from the run; empty where it is young. */
export function ageText({ base, run }: Pick<Results, "base" | "run">): string {
  const days = (Date.parse(run.startedAt ?? "") - Date.parse(base?.at ?? "")) / DAY_MS
  return days >= OLD_DAYS ? `${Math.floor(days)} days old` : ""
}

/** What a failure or flake is against the base branch; empty where that is nothing special. */
export function markText(
  { base: mark }: Pick<ScenarioResult, "base">,
  base: Results["base"],
): string {
  if (mark === undefined || base === undefined) return ""
  const branch = shortRef(base.ref)
  if (mark === "regression") return `regression: clean on ${branch}`
  return mark === "known"
    ? `known: failed or flaky on ${branch} too`
    : `new: never seen on ${branch}`
}

/** The names of what is gone or newly skipped, with what is left of them. */
export function listedChange({
  gone,
  skipped,
}: Change): readonly (readonly [string, Change["gone"]])[] {
  const lists = [
    ["gone", gone],
    ["newly skipped", skipped],
  ] as const
  return lists.filter(([, { count }]) => count > 0)
}

/** The change against the base branch, then what is gone or newly skipped by name. */
export function baseLines({ base, run }: Results): readonly string[] {
  if (base === undefined) return []
  const words = changeWords(base)
  const change = words.length === 0 ? "no change" : words.join(", ")
  const age = ageText({ base, run })
  const old = age === "" ? "" : ` (its newest known run, ${age})`
  return [
    `against ${neutraliseInline(shortRef(base.ref), 200)}${old}: ${change}`,
    ...listedChange(base).map(([title, { count, ids }]) => {
      const left = count > ids.length ? ` and ${count - ids.length} more` : ""
      return `${title}: ${ids.map((id) => neutraliseInline(id, 200)).join(", ")}${left}`
    }),
  ]
}
