/**
 * Problems of a merge as sentences, for `results.json` and all views.
 */
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import { firstOf } from "../../core/text/not-shown.ts"
import { bytesPerHourText, memoryGrowthText } from "./drift-text.ts"
import { countOf } from "./neutralise.ts"
import { shortRef } from "./short-ref.ts"

/** One problem as a fragment in lower case, naming what to look at. */
export function renderProblem(problem: MergeProblem, shards: number): string {
  switch (problem.code) {
    case "shard-missing":
      return `shard ${problem.shard} of ${shards} did not report`
    case "journal-unfinished":
      return `shard ${problem.shard} of ${shards} stopped before its end`
    case "journal-torn":
      return `the journal of shard ${problem.shard} is damaged: ${problem.detail}`
    case "journal-foreign":
      return `the journal of shard ${problem.shard} is of another plan: ${otherPlan(problem)}`
    case "folder-foreign":
      return `${problem.path} is of another plan: ${otherPlan(problem)}`
    case "folder-unreadable":
      return `${problem.path} is not a readable shard folder: ${problem.detail}`
    case "folder-duplicate":
      return `${problem.paths.join(" and ")} are both attempt ${problem.attempt} of shard ${problem.shard}, and differ`
    case "verdict-count":
      return `shard ${problem.shard} ends with ${countOf(problem.declared, "verdict")}, its journal has ${problem.found}`
    case "verdict-unplanned":
      return `shard ${problem.shard} reports ${problem.id}, which the plan does not have`
    case "verdict-misplaced":
      return `shard ${problem.shard} reports ${problem.id}, which the plan gives to shard ${problem.planned}`
    case "verdict-unproven":
      return `shard ${problem.shard} says that ${problem.id} passed, but no attempt of it did`
    case "fixture-leaks":
      return leaks(problem)
    case "capability-absent":
      return `${problem.name} is required and absent on shard ${problem.shard}: ${problem.detail}`
    case "missing-refused":
      return `${countOf(problem.ids.length, "scenario")} lacked a capability, which --on-missing fail forbids: ${firstOf(problem.ids, MAX_NAMED)}`
    case "too-many-skipped":
      return `${problem.skipped} of ${countOf(problem.total, "scenario")} were skipped, at most ${problem.allowed} are allowed`
    case "too-few-scenarios":
      return tooFew(problem)
    case "campaign-unread":
      return `earlier runs of the campaign ${problem.name} do not count this time: ${problem.detail}`
    case "hook-failed":
      return `a hook after the scenarios of shard ${problem.shard} failed: ${problem.name}: ${problem.detail}`
    case "queue-gone":
      return `worker ${problem.shard} lost the shared queue: ${problem.detail}; what it had not settled is left to the next worker that joins`
    default:
      return unreachable(problem)
  }
}

function leaks({
  name,
  key,
  instance,
  shard,
  drift,
  memoryPerHour,
}: Extract<MergeProblem, { readonly code: "fixture-leaks" }>): string {
  const of = key === null ? "" : `[${key}]`
  const which = `instance ${instance} of the fixture ${name}${of} on shard ${shard}`
  return `the memory of ${which} grows: ${memoryGrowthText(drift)}; its \`leak\` allows ${bytesPerHourText(memoryPerHour)}`
}

/** Ids that are named before the rest is counted. */
const MAX_NAMED = 5

function otherPlan(problem: { readonly expected: string; readonly found: string }): string {
  return `${problem.found}, expected ${problem.expected}`
}

function tooFew({
  found,
  required,
  of,
}: Extract<MergeProblem, { readonly code: "too-few-scenarios" }>): string {
  const there = `there ${found === 1 ? "is" : "are"} ${countOf(found, "scenario")}, at least ${required}`
  if (of === null) return `${there} must be there`
  return `${there} must be there: ${of.percent}% of the ${of.had} that ${shortRef(of.ref)} has`
}
