/**
 * Failures of a use case as text: what is wrong, and a suggested fix.
 */
import type { Failure, FailureOf } from "../../core/problems/failure.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import { nearest } from "../../core/text/nearest.ts"
import { neutraliseInline, neutraliseLine } from "../lines/neutralise.ts"
import { renderDiagnostics } from "./diagnostic-text.ts"

/** Number of named files; the rest is counted. */
const MAX_FILES = 20

/** A failure as one or more lines, without a line end. */
export function renderFailure(failure: Failure): string {
  switch (failure.reason) {
    case "config/invalid":
      return renderDiagnostics(failure.diagnostics)
    case "config/no-suite":
      return problem("no suite file was found", [
        `looked for: ${failure.searched.join(", ")}`,
        "help: name the suite file on the command line, or write one with `parallel-smoke create`",
      ])
    case "usage/invalid":
      return problem(failure.message, failure.hint === undefined ? [] : [`help: ${failure.hint}`])
    case "usage/unknown-profile":
      return problem(`there is no profile ${JSON.stringify(failure.profile)}`, [
        `help: ${profileHint(failure)}`,
      ])
    case "plan/unreadable":
      return problem(`${failure.path} is not a readable plan: ${failure.message}`, [
        "help: make a new one with `parallel-smoke plan -o FILE` and this version of the program",
      ])
    case "capability/absent":
      return problem("the suite requires capabilities that are absent here", [
        ...failure.capabilities.map(({ name, evidence }) =>
          neutraliseInline(`${name}: ${evidence}`),
        ),
        "help: provide them; without `required` in the suite, scenarios that need them are skipped instead",
      ])
    case "plan/no-such-shard":
      return problem(`there is no shard ${failure.shard}: ${shardRange(failure.shards)}`, [
        "help: use the `shard` values of the matrix of this plan",
      ])
    case "plan/files-changed":
      return problem(`files differ from the planned ones: ${failure.files.length}`, [
        ...failure.files.slice(0, MAX_FILES).map((file) => `  ${file.change}  ${file.path}`),
        ...(failure.files.length > MAX_FILES
          ? [`  and ${failure.files.length - MAX_FILES} more`]
          : []),
        "help: check out the commit of the plan, or plan again",
      ])
    case "files/unusable":
      return problem(`${failure.path} cannot be used: ${failure.message}`, [
        "help: check that it exists, and that you may read and write it",
      ])
    case "journal/unwritable":
      return problem(`the journal ${failure.path} cannot be written: ${failure.message}`, [
        "the run was ended, because its events can no longer be recorded; its results are incomplete",
        "help: make room on the disk, or choose another folder with `--out DIR`",
      ])
    case "queue/gone":
      return problem(`the shared queue cannot be used: ${failure.message}`, [
        "what has not been settled in it is run by the other workers, or by the next one that joins",
        "help: check the address in `--queue` and that its Redis is up, then start the worker again",
      ])
    case "queue/over":
      return problem(`all of the queue's scenarios have ended: ${failure.scenarios}`, [
        "help: merge the folders of its workers with `aggregate`; for another run of the plan name it, such as `--queue 'redis://host?run=build-17'`",
      ])
    case "output/unwritable":
      return problem(`the requested data cannot be written to stdout: ${failure.message}`, [
        "help: make room at the target of stdout, or name a file",
      ])
    case "plan/not-found":
      return problem(failure.message, planHelp(failure))
    case "plan/id-taken": {
      const { id, artifact } = failure
      return problem(
        `two plans of this run have the id "${id}", as the artifact ${artifact} shows`,
        [
          `help: give each plan of a run its own input \`id\`, such as ${id}-staging and ${id}-production`,
          "`run` and `aggregate` take the id from the plan of `plan-digest`",
        ],
      )
    }
    case "artifacts/not-uploaded":
      return problem(`the results could not be uploaded: ${failure.message}`, [
        "the report will count them as lost; every verdict is in the log of this job",
        `help: ${uploadHelp(failure)}`,
      ])
    default:
      return unreachable(failure)
  }
}

/** The solution if artifacts are not available. */
const ONE_STEP =
  "leave `command` out, so that one step plans, runs and reports; it needs no artifacts"

function planHelp({ because }: FailureOf<"plan/not-found">): readonly string[] {
  switch (because) {
    case "no-service":
      return [`help: this server has no artifact service for the action: ${ONE_STEP}`]
    case "not-listed":
      return [
        "help: re-run this job; with `actions: read` and `github-token` the list is also requested over REST",
      ]
    case "several":
      return ["help: pass it on from the planning job: `needs.<job>.outputs.plan-digest`"]
    case "absent":
      return [
        "help: check whether the planning job has run in this attempt or before, and re-run it",
        "help: artifacts are kept for `retention-days`; if they have expired, re-run all jobs",
      ]
    default:
      return unreachable(because)
  }
}

function uploadHelp({ because }: FailureOf<"artifacts/not-uploaded">): string {
  if (because === "no-service") {
    return `this server has no artifact service for the action: ${ONE_STEP}`
  }
  if (because === "quota") {
    return "free storage: delete artifacts of old runs or lower `retention-days`, and re-run this job some hours later, when GitHub has recalculated it; until then leave `command` out: one step needs no artifacts"
  }
  return "re-run this job"
}

function problem(message: string, further: readonly string[]): string {
  return [
    `error: ${neutraliseInline(message, 2_000)}`,
    ...further.map((line) => neutraliseLine(line, 2_000)),
  ].join("\n")
}

function profileHint({ profile, known }: FailureOf<"usage/unknown-profile">): string {
  const meant = nearest(profile, known)
  if (meant !== undefined) return `did you mean ${JSON.stringify(meant)}?`
  return known.length === 0
    ? "the suite declares none: write `profiles: { NAME: { where: … } }`"
    : `profiles are ${known.join(", ")}`
}

function shardRange(shards: number): string {
  if (shards === 0) return "the plan has no shards"
  return shards === 1 ? "the plan has one, shard 1" : `the plan has shards 1 to ${shards}`
}
