/**
 * What the history says of flaky and slower scenarios, in words.
 */
import { formatSeconds } from "../../core/quantities/duration.ts"
import type { Results } from "../../formats/results.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import type { EndingQuarantine } from "../results/quarantine-ends.ts"
import { percentOf } from "./rate-text.ts"

type Flakes = NonNullable<Results["flakes"]>

/** `new flake`, or `known flake: 15 % of 20 runs (95 %: 5.2 to 36 %)`. */
export function flakeText({ state, runs, rate, low, high }: Flakes["scenarios"][number]): string {
  if (state === "new") return "new flake"
  const of = `${percentOf(rate)} % of ${countOf(runs, "run")}`
  const range = `95 %: ${percentOf(low)} to ${percentOf(high)} %`
  return `${state === "recovered" ? "recovered" : "known"} flake: ${of} (${range})`
}

/** `without retries 31 % of the last 50 runs would have been red, with them 4 %`; empty where nothing was hidden. */
export function retriesText({ runs, red, redWithoutRetries }: Flakes): string {
  if (redWithoutRetries === red) return ""
  const without = percentOf(redWithoutRetries / runs)
  return `without retries ${without} % of the last ${countOf(runs, "run")} would have been red, with them ${percentOf(red / runs)} %`
}

/** `2 runs are left out of the rates: most scenarios failed in 1, a fixture was down in 1`. */
export function leftOutText({ leftOut: { failures, fixture } }: Flakes): string {
  const all = failures + fixture
  if (all === 0) return ""
  const parts = [
    failures === 0 ? "" : `over 80 % of the scenarios failed in ${failures}`,
    fixture === 0 ? "" : `a fixture was down in ${fixture}`,
  ].filter((part) => part !== "")
  return `${countOf(all, "run")} left out of the rates: ${parts.join(", ")}`
}

/** `1.2s before, 2.4s now (2 times as long; by chance in 0.0065 % of cases)`. */
export function slowerText({ beforeSeconds, seconds, chance }: Flakes["slower"][number]): string {
  const times = Number((seconds / beforeSeconds).toPrecision(2))
  return `${formatSeconds(beforeSeconds)} before, ${formatSeconds(seconds)} in the last 5 runs: ${times} times as long (p = ${chance})`
}

/** `the quarantine of login ends on 2026-03-01, owner @team: its failures fail the run after that day`. */
export function quarantineEndText({ until, owner, scenarios }: EndingQuarantine): string {
  const [first] = scenarios
  const others = scenarios.length - 1
  const whose = `${first?.id ?? ""}${others > 0 ? ` and ${others} more` : ""}`
  const by = owner === null ? "" : `, owner ${owner}`
  return `the quarantine of ${whose} ends on ${until}${by}: failures fail the run after that day`
}

/** `1 new, 3 known, 2 slower`: what is not zero. */
export function flakeWords({ counts, slower }: Flakes): string {
  const words = [
    counts.new === 0 ? "" : `${counts.new} new`,
    counts.known === 0 ? "" : `${counts.known} known`,
    counts.recovered === 0 ? "" : `${counts.recovered} recovered`,
    slower.length === 0 ? "" : `${slower.length} slower`,
  ]
  return words.filter((part) => part !== "").join(", ")
}

/** The same for the end of a log: counts, and what retries hid. */
export function flakeSummary(flakes: Results["flakes"]): readonly string[] {
  if (flakes === undefined) return []
  return [flakeWords(flakes), retriesText(flakes)].filter((line) => line !== "")
}

/** Everything as lines for a terminal; empty without a history. */
export function flakeLines(flakes: Results["flakes"]): readonly string[] {
  if (flakes === undefined) return []
  const named = (id: string, text: string) => `${neutraliseInline(id, 200)}: ${text}`
  return [
    retriesText(flakes),
    ...flakes.scenarios.map((flake) => named(flake.id, flakeText(flake))),
    ...flakes.slower.map((slower) => named(slower.id, `slower: ${slowerText(slower)}`)),
    leftOutText(flakes),
  ].filter((line) => line !== "")
}
