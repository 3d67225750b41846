/**
 * A quick look at the events that a journal has thousands of. It only ever says yes to what the schema
 * accepts; whatever else there is, the schema judges.
 */
import { CAUSES, OUTCOMES } from "../core/verdict.ts"
import { EVENT_FORMAT_VERSION, type RunEvent } from "./event.ts"

type Fields = Readonly<Record<string, unknown>>

const OUTCOME_NAMES: ReadonlySet<unknown> = new Set(OUTCOMES)
const CAUSE_NAMES: ReadonlySet<unknown> = new Set([null, ...CAUSES])
const VERDICT_NAMES: ReadonlySet<unknown> = new Set(["passed", "failed", "flaky"])

/** Members of `attempt-finished` that only few have; looking into them is the schema's. */
const RARE: readonly string[] = ["summary", "outputs", "artifacts", "problems", "leaked"]

/** Whether a value is surely an event of a frequent kind. */
export function isFrequentEvent(value: Fields): value is RunEvent & Fields {
  if (value["v"] !== EVENT_FORMAT_VERSION || typeof value["id"] !== "string") return false
  if (!isCount(value["seq"], 1) || !isCount(value["shard"], 1)) return false
  if (!Number.isFinite(value["at"])) return false
  switch (value["type"]) {
    case "attempt-started":
      return isAttempt(value) && typeof value["log"] === "string" && value["leases"] === undefined
    case "attempt-finished":
      return isAttempt(value) && isEnd(value)
    case "scenario-finished":
      return (
        VERDICT_NAMES.has(value["verdict"]) &&
        CAUSE_NAMES.has(value["cause"]) &&
        value["message"] === undefined
      )
    default:
      return false
  }
}

function isAttempt(value: Fields): boolean {
  return isCount(value["number"], 1) && isCount(value["worker"], 1)
}

function isEnd(value: Fields): boolean {
  const { exitCode, cpuMs, peakMemoryBytes } = value
  return (
    OUTCOME_NAMES.has(value["outcome"]) &&
    CAUSE_NAMES.has(value["cause"]) &&
    (exitCode === null || Number.isSafeInteger(exitCode)) &&
    isTextOrNull(value["signal"]) &&
    isAmount(value["durationMs"]) &&
    (cpuMs === null || isAmount(cpuMs)) &&
    (peakMemoryBytes === null || isCount(peakMemoryBytes, 0)) &&
    isCount(value["outputBytes"], 0) &&
    isTextOrNull(value["message"]) &&
    isTextOrNull(value["tail"]) &&
    RARE.every((name) => value[name] === undefined)
  )
}

function isCount(value: unknown, least: number): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string"
}
