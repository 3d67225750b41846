/**
 * The branch that a run is compared with, and what the history knows of it.
 */
import type { Base } from "../../core/base.ts"
import { objectOf, textOf } from "../../core/json/foreign.ts"
import type { JsonObject } from "../../core/json/json.ts"
import type { RunState } from "../../events/state.ts"
import { baseOf } from "../../history/against-base.ts"
import type { Console } from "../../ports/console.ts"
import type { Files } from "../../ports/files.ts"
import type { VERDICT } from "../../settings/reporting.ts"
import type { ValuesOf } from "../../settings/value.ts"
import { readHistoryFile } from "./advice.ts"

/** What tells a job where it runs. */
interface Job {
  readonly env: Readonly<Record<string, string>>
  /** `github` as expressions have it. */
  readonly github: JsonObject
}

/**
 * What the history tells of the base branch of this job; null without a base branch, or without a run of it.
 * Where a setting asks for a part of its scenarios then, one line says that nothing is judged.
 */
export function readBase(
  of: {
    /** The history file; null where there is none. */
    readonly history: string | null
    readonly suite: string
    /** The run that is judged. */
    readonly state: Pick<RunState, "shards">
    readonly settings: Pick<ValuesOf<typeof VERDICT>, "minScenarios">
    /** Milliseconds since 1970. */
    readonly now: number
  },
  job: Job & {
    readonly files: Pick<Files, "readText" | "sizeBytes" | "exists">
    readonly console: Pick<Console, "info">
  },
): Base | null {
  const { minScenarios } = of.settings
  const base = known(of, job)
  if (base === null && minScenarios !== undefined && "percent" in minScenarios) {
    job.console.info(
      `--min-scenarios ${minScenarios.percent}% judges nothing: no history of the base branch is known`,
    )
  }
  return base
}

function known(
  of: Parameters<typeof readBase>[0],
  job: Parameters<typeof readBase>[1],
): Base | null {
  const { history, state } = of
  const { files } = job
  const ref = baseRef(job)
  if (history === null || ref === null || !files.exists(history)) return null
  const read = readHistoryFile(history, { ...of, files })
  const run = [...state.shards.values()].find(({ started }) => started !== null)?.started?.runId
  return read.ok ? baseOf(read.value.history, { run, ref }) : null
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
