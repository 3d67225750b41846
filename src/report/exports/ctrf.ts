/**
 * The Common Test Report Format (https://ctrf.io, schema 0.0). Scenarios are its tests; problems of the run are
 * failed tests of their own, so that a run that is not green never looks green.
 */
import { inPieces } from "../../core/json/pieces.ts"
import { VERSION } from "../../core/version.ts"
import type { AttemptResult, Results, ScenarioResult } from "../../formats/results.ts"
import { beyondCases, type CaseKind, kindOf } from "./cases.ts"

/** What the report is made from. */
export interface CtrfInput {
  readonly results: Results
  /** All scenarios where the results do not hold them: what those lack has passed. */
  readonly every?: Iterable<ScenarioResult>
}

const STATUS = {
  passed: "passed",
  failure: "failed",
  error: "failed",
  skipped: "skipped",
} as const satisfies Record<CaseKind, string>

const ATTEMPT_STATUS = {
  passed: "passed",
  failed: "failed",
  skipped: "skipped",
  cancelled: "other",
} as const satisfies Record<AttemptResult["outcome"], string>

const toMs = (seconds: number) => Math.round(seconds * 1_000)

/** The report in pieces, a test on each line. */
export function ctrfPieces(input: CtrfInput): Generator<string> {
  return inPieces(texts(input))
}

function* texts({ results, every = results.scenarios }: CtrfInput): Generator<string> {
  const { run } = results
  const beyond = beyondCases(results)
  const head = {
    ...{ reportFormat: "CTRF", specVersion: "0.0.0", generatedBy: `parallel-smoke ${VERSION}` },
    ...(run.finishedAt === null ? {} : { timestamp: run.finishedAt }),
  }
  yield `${JSON.stringify(head).slice(0, -1)},"results":{"tool":${JSON.stringify({ name: "parallel-smoke", version: VERSION })},`
  yield `"summary":${JSON.stringify(summaryOf(results, beyond.length))},"tests":[`
  let between = "\n"
  for (const scenario of every) {
    yield between + JSON.stringify(testOf(scenario, run.suite))
    between = ",\n"
  }
  for (const { name, type, message } of beyond) {
    const test = {
      name,
      status: "failed",
      duration: 0,
      suite: ["parallel-smoke"],
      rawStatus: type,
      message,
    }
    yield between + JSON.stringify(test)
    between = ",\n"
  }
  yield `\n],"environment":${JSON.stringify(environmentOf(results))}}}\n`
}

/** Counted from the verdicts, so that the sums are those of the tests. */
function summaryOf({ run, summary, scenarios }: Results, beyond: number) {
  const kinds = scenarios.map(kindOf)
  const count = (...asked: readonly CaseKind[]) =>
    kinds.filter((kind) => asked.includes(kind)).length
  const failed = count("failure", "error")
  const skipped = count("skipped")
  const start = run.startedAt === null ? 0 : Date.parse(run.startedAt)
  const { conclusion, exitCode, total, quarantined, lost, cancelled } = summary
  return {
    ...{
      tests: total + beyond,
      passed: total - failed - skipped,
      failed: failed + beyond,
      skipped,
    },
    ...{ pending: 0, other: 0, flaky: summary.flaky, suites: beyond > 0 ? 2 : 1, start },
    stop: run.finishedAt === null ? start : Date.parse(run.finishedAt),
    duration: toMs(summary.durationSeconds),
    extra: { conclusion, exitCode, quarantined, lost, cancelled },
  }
}

function testOf(scenario: ScenarioResult, suite: string) {
  const { id, name, verdict, message, reason, file, line, tags, shard, worker, attempts } = scenario
  const why = [reason, message].filter((text) => text !== null).join(": ")
  const start = scenario.startedAt === null ? null : Date.parse(scenario.startedAt)
  const duration = toMs(scenario.durationSeconds)
  const retried = attempts.slice(0, -1)
  return {
    ...{ name: id, status: STATUS[kindOf(scenario)], duration, suite: [suite], rawStatus: verdict },
    ...(start === null ? {} : { start, stop: start + duration }),
    ...(why === "" ? {} : { message: why }),
    ...{ filePath: file, line, tags, type: "smoke" },
    ...(verdict === "flaky" ? { flaky: true } : {}),
    ...(retried.length > 0 ? { retries: retried.length, retryAttempts: retried.map(toRetry) } : {}),
    ...(worker === null ? {} : { threadId: `${shard ?? 1}.${worker}` }),
    extra: { title: name, cause: scenario.cause, quarantined: scenario.quarantined, shard },
  }
}

function toRetry({ outcome, durationSeconds, message, startedAt }: AttemptResult, index: number) {
  const start = Date.parse(startedAt)
  const duration = toMs(durationSeconds)
  return {
    ...{
      attempt: index + 1,
      status: ATTEMPT_STATUS[outcome],
      duration,
      start,
      stop: start + duration,
    },
    ...(message === null ? {} : { message }),
  }
}

function environmentOf({ run, summary, shards }: Results) {
  const { suite, id, commit, ref, attempt } = run
  return {
    ...{ appName: suite, buildId: id, healthy: summary.conclusion === "success" },
    ...(commit === null ? {} : { commit }),
    ...(ref === null ? {} : { branchName: ref.replace(/^refs\/heads\//u, "") }),
    extra: { attempt, shards: shards.length },
  }
}
