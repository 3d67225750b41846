/**
 * What a history tells beside a run: of the branch that it is compared with, and of flaky scenarios.
 */
import type { Base } from "../../core/base.ts"
import { objectOf, textOf } from "../../core/json/foreign.ts"
import type { JsonObject } from "../../core/json/json.ts"
import type { RunState } from "../../events/state.ts"
import type { History } from "../../formats/history.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results } from "../../formats/results.ts"
import { baseOf } from "../../history/against-base.ts"
import { flakesOf } from "../../history/flakes.ts"
import type { Console } from "../../ports/console.ts"
import type { Files } from "../../ports/files.ts"
import { neutraliseInline } from "../../report/lines/neutralise.ts"
import type { VERDICT } from "../../settings/reporting.ts"
import type { ValuesOf } from "../../settings/value.ts"
import { readHistoryFile } from "./advice.ts"
import { learnRun } from "./keep-history.ts"

/** What tells a job where it runs. */
interface Job {
  readonly env: Readonly<Record<string, string>>
  /** `github` as expressions have it. */
  readonly github: JsonObject
}

/** What a report says beside the run. */
export interface Beside {
  /** Null without a base branch, or without a run of it. */
  readonly base: Base | null
  /** Null without an earlier run. */
  readonly flakes: NonNullable<Results["flakes"]> | null
}

/**
 * What the history tells beside this run. Where a setting asks for a part of the scenarios of an unknown base
 * branch, one line says that nothing is judged.
 */
export function readBeside(
  of: {
    /** The history file; null where there is none. */
    readonly history: string | null
    /** That of the base branch, where it is another one. */
    readonly baseHistory?: string | null
    /** The run that is judged. */
    readonly plan: Plan
    readonly state: RunState
    /** The history with the run in it, where it is at hand: the file is not read then. */
    readonly learned?: History | null
    readonly settings: Pick<ValuesOf<typeof VERDICT>, "minScenarios">
    /** Milliseconds since 1970. */
    readonly now: number
  },
  job: Job & {
    readonly files: Pick<Files, "readText" | "sizeBytes" | "exists">
    readonly console: Pick<Console, "info">
  },
): Beside {
  const { minScenarios } = of.settings
  const beside = known(of, job)
  if (beside.base === null && minScenarios !== undefined && "percent" in minScenarios) {
    job.console.info(
      `--min-scenarios ${minScenarios.percent}% judges nothing: no history of the base branch is known`,
    )
  }
  return beside
}

function known(
  of: Parameters<typeof readBeside>[0],
  job: Parameters<typeof readBeside>[1],
): Beside {
  const { plan, state, now, learned = null } = of
  const run = [...state.shards.values()].find(({ started }) => started !== null)?.started?.runId
  const ref = baseRef(job)
  const readAny = (path: string | null) => (path === null ? null : historyIn(path, of, job))
  const own = learned ?? readAny(of.history)
  const ofBase = of.baseHistory === undefined ? own : readAny(of.baseHistory)
  const base = ref === null || ofBase === null ? null : baseOf(ofBase, { run, ref })
  // The run may be in the file already; to learn it again changes nothing then.
  const whole = learned ?? (own && learnRun(own, { plan, state, now }))
  return { base, flakes: whole && flakesOf(whole, { run }) }
}

/** The history of the suite; null, with a line in a job, where the file holds none. */
function historyIn(
  path: string,
  { plan, now }: Parameters<typeof readBeside>[0],
  job: Parameters<typeof readBeside>[1],
): History | null {
  if (!job.files.exists(path)) return null
  const read = readHistoryFile(path, { suite: plan.suite, now, files: job.files })
  if (read.ok) return read.value.history
  // Elsewhere the plan has said so.
  if (baseRef(job) !== null) {
    job.console.info(`the history tells nothing: ${neutraliseInline(read.error, 300)}`)
  }
  return null
}

/** The branch that a pull request is to be merged into, else the default branch; null where neither is known. */
export function baseRef({ env, github }: Job): string | null {
  const { GITHUB_BASE_REF: target = "" } = env
  const branch = target === "" ? defaultBranch(github) : target
  return branch === null ? null : `refs/heads/${branch}`
}

/** The default branch of the repository, as the event of the job tells; null where it does not. */
export function defaultBranch({ event }: JsonObject): string | null {
  const name = textOf(objectOf(objectOf(event)["repository"])["default_branch"])
  return name === "" ? null : name
}
