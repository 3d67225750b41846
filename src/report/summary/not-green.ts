/**
 * What a reviewer should know besides the failures: flaky, tolerated and leaky scenarios, and what did
 * not run.
 */
import { NEVER_ENDS } from "../../core/verdict.ts"
import type { ScenarioResult } from "../../formats/results.ts"
import { passedAgain } from "../text/attempts-text.ts"
import { listedChange } from "../text/base-text.ts"
import { flakeText } from "../text/flakes-text.ts"
import { plainReason, plainWhy } from "../text/plain-words.ts"
import { renderSlow } from "../text/slow-text.ts"
import { isLeaky, leakyAttempts } from "../view/failure-section.ts"
import { attemptsLine } from "./failures.ts"
import type { Section } from "./fit.ts"
import { inlineCode } from "./markdown-text.ts"
import { pastText } from "./past-text.ts"
import {
  extraName,
  facts,
  linkedId,
  ofVerdict,
  rowsByMessage,
  type SummaryView,
} from "./summary-view.ts"

/** Flaky scenarios, with what each attempt said. */
export function flakySection(view: SummaryView): Section {
  const flaky = ofVerdict(view.results, "flaky")
  const known = new Map((view.results.flakes?.scenarios ?? []).map((one) => [one.id, one]))
  return {
    anchor: view.anchors.at("flaky"),
    title: `Flaky (${flaky.length})`,
    rows: flaky.map((scenario) => {
      const past = pastText(scenario.id, view.past)
      const flake = known.get(scenario.id)
      const often = flake === undefined ? "" : flakeText(flake)
      return `- ⚠️ ${idText(scenario, view)}: ${facts(attemptsLine(scenario), often, past)}`
    }),
  }
}

/** Scenarios that passed only after a retry, without a failure of their own. */
export function passedAgainSection(view: SummaryView): Section {
  const again = view.results.scenarios.filter(passedAgain)
  return {
    title: `Passed after other trouble (${again.length})`,
    rows: again.map((scenario) => `- ${idText(scenario, view)}: ${attemptsLine(scenario)}`),
  }
}

/** Tolerated failures, and scenarios that pass although they are in quarantine. */
export function quarantineSection(view: SummaryView): Section {
  const quarantined = view.results.scenarios.filter((scenario) => scenario.quarantined)
  return {
    anchor: view.anchors.at("quarantine"),
    title: `Quarantined or tolerated (${quarantined.length})`,
    rows: quarantined.map((scenario) => {
      const { verdict, quarantine } = scenario
      const why =
        verdict === "failed" || verdict === "flaky" ? inlineCode(lastWhy(scenario), 300) : ""
      return `- ${facts(
        `${idText(scenario, view)} ${verdict}`,
        why,
        untilText(quarantine?.until ?? ""),
        inlineCode(quarantine?.owner ?? ""),
        inlineCode(quarantine?.reason ?? "", 300),
      )}`
    }),
  }
}

/** Scenarios that left processes behind, with any verdict. */
export function leakySection(view: SummaryView): Section {
  const leaky = view.results.scenarios.filter(isLeaky)
  return {
    title: `Left processes behind, ended where that was allowed (${leaky.length})`,
    rows: leaky.map(
      (scenario) => `- ${idText(scenario, view)}, ${scenario.verdict}: ${leakyAttempts(scenario)}`,
    ),
  }
}

/** Scenarios that took longer than the suite allows them without a mark. */
export function slowSection(view: SummaryView): Section {
  const rows = view.results.scenarios.flatMap((scenario) => {
    const { slow, verdict } = scenario
    return slow === undefined
      ? []
      : [`- ${idText(scenario, view)}, ${verdict}: ${renderSlow(slow)}`]
  })
  return { title: `Slow (${rows.length})`, rows }
}

/** What did not run, a folded section for each reason. */
export function notRunSections({ results, anchors }: SummaryView): readonly Section[] {
  const notRun = [...ofVerdict(results, "cancelled"), ...ofVerdict(results, "skipped")]
  const byReason = Map.groupBy(notRun, ({ verdict, reason }) => `${verdict}: ${reason}`)
  const begun = new Set<string>()
  return [...byReason.values()].map((scenarios) => {
    const { verdict = "skipped", reason = null } = scenarios[0] ?? {}
    const why = reason === null ? "" : `: ${plainReason(reason)}`
    const anchor = begun.has(verdict) ? "" : anchors.at(verdict)
    begun.add(verdict)
    return {
      anchor,
      title: `Not run: ${scenarios.length} ${verdict}${why}`,
      rows: rowsByMessage(scenarios),
      folded: true,
    }
  })
}

function idText(scenario: ScenarioResult, { links }: SummaryView): string {
  return linkedId(scenario, links) + extraName(scenario)
}

function lastWhy({ attempts, message, cause }: ScenarioResult): string {
  const last = attempts.findLast(({ outcome }) => outcome === "failed")
  return plainWhy(last ?? { message, cause, exitCode: null, signal: null })
}

function untilText(until: string): string {
  if (until === NEVER_ENDS) return "tolerated"
  return until === "" ? "" : `until ${inlineCode(until)}`
}

/** Scenarios of the base branch that this run has no more, or skipped. */
export function baseSection({ results: { base }, anchors }: SummaryView): Section {
  const rows = (base === undefined ? [] : listedChange(base)).map(([title, { count, ids }]) => {
    const more = count > ids.length ? ` and ${count - ids.length} more` : ""
    return `- ${count} ${title}: ${ids.map((id) => inlineCode(id)).join(", ")}${more}`
  })
  return { title: "Change against the base branch", anchor: anchors.at("base"), rows }
}
