/**
 * The sentence with the verdict of a run. It names everything that decided the exit code. It is the
 * last line of a log and the first line of a summary.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { firstOf } from "../../core/text/not-shown.ts"
import { isInfrastructure, type LostReason, NEVER_ENDS, type Verdict } from "../../core/verdict.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"

/** Number of named scenarios; the rest is counted. */
const MAX_NAMES = 3

/** For example `FAILED: 2 of 37 failed (checkout, login), 1 flaky · 14.2s · exit 1`. */
export function renderVerdictSentence(results: Results): string {
  const { summary } = results
  const clauses = [
    verdictClause(results),
    iterationsClause(results),
    undecidedClause(results),
    refusal(results),
    ...shardClauses(results),
    ...otherProblems(results),
  ]
  return [
    `${leadOf(results)}: ${clauses.filter((clause) => clause !== "").join("; ")}`,
    formatDuration(summary.durationSeconds * 1_000),
    `exit ${summary.exitCode}`,
  ].join(" · ")
}

function leadOf({ summary }: Results): string {
  switch (summary.conclusion) {
    case "success":
      return "PASSED"
    case "failure":
      return "FAILED"
    case "incomplete":
      return "INCOMPLETE"
    case "empty":
      return "EMPTY"
    case "cancelled":
      return summary.exitCode === 143 ? "CANCELLED (terminated)" : "CANCELLED"
  }
}

/** The results of scenarios; the clauses of lost shards contain theirs. */
function verdictClause(results: Results): string {
  const { summary, scenarios } = results
  if (summary.total === 0) return "there was nothing to run"
  const parts: string[] = []
  const say = (count: number, what: string): void => {
    if (count === 0) return
    const of = parts.length === 0 ? ` of ${summary.total}` : ""
    parts.push(`${count}${of} ${what}`)
  }
  const add = (verdict: Exclude<Verdict, "failed">, detail = ""): void => {
    say(summary[verdict], `${verdict}${detail}`)
  }
  const failed = scenarios.filter(({ verdict }) => verdict === "failed")
  const counted = failed.filter(({ quarantined }) => !quarantined)
  const accepted = failed.filter(({ quarantined }) => quarantined)
  say(counted.length, `failed${failedDetail(counted)}`)
  if (summary.conclusion !== "failure") add("passed")
  const isTolerated = ({ quarantine }: ScenarioResult) => quarantine?.until === NEVER_ENDS
  const tolerated = accepted.filter(isTolerated)
  const dated = accepted.filter((scenario) => !isTolerated(scenario))
  say(dated.length, `failed in quarantine (${namesOf(dated.map(({ id }) => id))})`)
  say(tolerated.length, `failed, tolerated (${namesOf(tolerated.map(({ id }) => id))})`)
  add("flaky", refused(results, "flaky"))
  add("skipped", refused(results, "skipped"))
  add("cancelled", reasonsOf(scenarios.filter(({ verdict }) => verdict === "cancelled")))
  if (parts.length === 0) return summary.lost === summary.total ? "" : "no scenario has a verdict"
  return summary.conclusion === "empty"
    ? `nothing was executed: ${parts.join(", ")}`
    : parts.join(", ")
}

function failedDetail(failed: readonly ScenarioResult[]): string {
  const machinery = failed.filter(({ cause }) => isInfrastructure(cause))
  const apart = machinery.length === 0 ? "" : `; ${machinery.length} because of infrastructure`
  return ` (${namesOf(failed.map(({ id }) => id))}${apart})`
}

/** Only a failure without a failed scenario must explain which verdict is not allowed. */
function refused(results: Results, verdict: "flaky" | "skipped"): string {
  if (!isRefusal(results)) return ""
  const { summary, scenarios } = results
  const names = scenarios
    .filter((scenario) => scenario.verdict === verdict)
    .filter((scenario) => verdict === "skipped" || scenario.flaky !== "pass")
    .map(({ id }) => id)
  if (names.length === 0) return ""
  return ` (${namesOf(names)}${isBoth(summary) ? "" : "; not allowed"})`
}

/** True if the run failed only because of verdicts that are not allowed. */
export function isRefusal({ summary, scenarios, problems }: Results): boolean {
  const failed = scenarios.some(({ verdict, quarantined }) => verdict === "failed" && !quarantined)
  return summary.conclusion === "failure" && !failed && problems.length === 0
}

function refusal(results: Results): string {
  return isRefusal(results) && isBoth(results.summary) ? "flaky or skipped is not allowed" : ""
}

/** If the run has both, its results do not show which of them is not allowed. */
function isBoth({ flaky, skipped }: Results["summary"]): boolean {
  return flaky > 0 && skipped > 0
}

function reasonsOf(cancelled: readonly ScenarioResult[]): string {
  const reasons = new Set(cancelled.flatMap(({ reason }) => reason ?? []))
  return reasons.size === 0 ? "" : ` (${[...reasons].sort().join(", ")})`
}

/** `4000 iterations, 3 failed, 1 flaky`; what is zero is left out. */
function iterationsClause({ summary: { iterations } }: Results): string {
  if (iterations === undefined) return ""
  const told = (["failed", "flaky", "cancelled"] as const)
    .filter((name) => iterations[name] > 0)
    .map((name) => `${iterations[name]} ${name === "cancelled" ? "cut" : name}`)
  return [countOf(iterations.runs, "iteration"), ...told].join(", ")
}

/** `2 fail now and then, and too few iterations say how often (a, b)`; empty where that is known. */
export function undecidedClause({ scenarios }: Results): string {
  const open = scenarios.filter(({ rate, quarantined }) => rate === "incomplete" && !quarantined)
  if (open.length === 0) return ""
  const names = namesOf(open.map(({ id }) => id))
  return `too few iterations to decide about --fail-rate of ${countOf(open.length, "flaky scenario")} (${names})`
}

interface ShardsLost {
  readonly shards: readonly number[]
  readonly lost: number
}

/** What is missing of shards, and what was lost with it: `shard 3 of 3 did not report: 2 lost`. */
export function shardClauses({ shards, scenarios, plan }: Results): string[] {
  const total = Math.max(plan.shards, ...shards.map(({ shard }) => shard))
  const lostFor = (reason: LostReason): readonly ScenarioResult[] =>
    scenarios.filter((scenario) => scenario.verdict === "lost" && scenario.reason === reason)
  const clause = (verb: string, about: ShardsLost): string => {
    const sorted = [...new Set(about.shards)].sort((a, b) => a - b)
    if (sorted.length === 0) return ""
    const noun = sorted.length === 1 ? "shard" : "shards"
    const count = about.lost === 0 ? "" : `: ${about.lost} lost`
    return `${noun} ${listOf(sorted.map(String))} of ${total} ${verb}${count}`
  }
  const missing = shards.filter(({ status }) => status === "missing").map(({ shard }) => shard)
  const stopped = lostFor("shard-incomplete")
  const without = lostFor("no-verdict")
  return [
    clause("did not report", { shards: missing, lost: lostFor("shard-missing").length }),
    clause("stopped early", { shards: shardsOf(stopped), lost: stopped.length }),
    without.length === 0
      ? ""
      : `${without.length} lost without a verdict (${namesOf(without.map(({ id }) => id))})`,
  ]
}

function shardsOf(scenarios: readonly ScenarioResult[]): number[] {
  return scenarios.flatMap(({ shard }) => shard ?? [])
}

/** Problems that the clauses of the shards do not contain. */
export function untoldProblems({ problems, scenarios }: Results): Results["problems"] {
  const told = new Set(shardsOf(scenarios.filter(({ reason }) => reason === "shard-incomplete")))
  return problems.filter(
    ({ code, shard }) =>
      code !== "shard-missing" &&
      !(code === "journal-unfinished" && shard !== null && told.has(shard)),
  )
}

function otherProblems(results: Results): string[] {
  const others = untoldProblems(results)
  if (others.length === 0) return []
  const codes = [...new Set(others.map(({ code }) => code))]
  return [`${countOf(others.length, "problem")} (${namesOf(codes)})`]
}

function namesOf(names: readonly string[]): string {
  return firstOf(
    names.map((name) => neutraliseInline(name, 80)),
    MAX_NAMES,
  )
}

function listOf(words: readonly string[]): string {
  if (words.length > 8) return `${words.slice(0, 7).join(", ")} and ${words.length - 7} more`
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`
}
