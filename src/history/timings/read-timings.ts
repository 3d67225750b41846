/**
 * Files with timings of other tools: a JSON map of names to seconds as pytest-split and Knapsack write
 * it, JUnit XML, or a history of ours.
 */
import { err, ok, type Result } from "../../core/result.ts"
import { MAX_SECONDS } from "../../formats/history.ts"
import type { KnownTimes } from "../../plan/known-time.ts"
import { knownTimesOf } from "../known-times.ts"
import { readHistory } from "../read-history.ts"
import { readTestCases } from "./test-cases.ts"

/** One duration, with every name under which a scenario may know itself. */
export interface Timing {
  readonly names: readonly string[]
  readonly file: string | null
  readonly seconds: number
}

/** What a file says. */
export interface ReadTimings {
  /** Durations by names of theirs. */
  readonly timings: readonly Timing[]
  /** Times by ids of ours, where the file is a history. */
  readonly known: KnownTimes
  /** Entries without a duration that can be believed. */
  readonly dropped: number
}

/** Reads a file with timings; the error says why there are none in it. */
export function readTimings(text: string, now: number): Result<ReadTimings, string> {
  const start = text.replace(/^\uFEFF/u, "").trimStart()
  if (start.startsWith("<")) return fromJunit(start)
  const parsed = parse(start)
  if (!parsed.ok) return parsed
  const { value } = parsed
  if (value === null || typeof value !== "object") return err("it maps nothing to seconds")
  if ("schemaVersion" in value && "suite" in value) {
    const history = readHistory(start, { suite: String(value.suite), now })
    if (!history.ok) return history
    return ok({ timings: [], known: knownTimesOf(history.value.history), dropped: 0 })
  }
  return fromEntries(Array.isArray(value) ? value.flatMap(toPair) : Object.entries(value))
}

function fromJunit(text: string): Result<ReadTimings, string> {
  const cases = readTestCases(text)
  if (!cases.ok) return cases
  return believable(
    cases.value.map(({ name, classname, file, seconds }) => ({
      names:
        classname === null
          ? [name]
          : [name, `${classname}:${name}`, `${classname}::${name}`, `${classname}.${name}`],
      file: file === null ? fileOf(name) : plainPath(file),
      seconds,
    })),
  )
}

/** pytest-split once wrote a list of pairs. */
function toPair(value: unknown): [string, unknown][] {
  const [name, seconds]: readonly unknown[] = Array.isArray(value) ? value : []
  return typeof name === "string" ? [[name, seconds]] : [["", null]]
}

function fromEntries(entries: readonly [string, unknown][]): Result<ReadTimings, string> {
  if (entries.length > 0 && entries.every(([, seconds]) => typeof seconds !== "number")) {
    return err("it maps nothing to seconds")
  }
  return believable(
    entries.map(([name, seconds]) => ({
      names: [name],
      file: fileOf(name),
      seconds: typeof seconds === "number" ? seconds : Number.NaN,
    })),
  )
}

function believable(all: readonly Timing[]): Result<ReadTimings, string> {
  const timings = all.filter(({ seconds }) => seconds >= 0 && seconds <= MAX_SECONDS)
  return ok({ timings, known: new Map(), dropped: all.length - timings.length })
}

/** The file of a test as pytest names it (`tests/a.py::test_b`), or the name as a path. */
function fileOf(name: string): string {
  return plainPath(name.split("::", 1)[0] ?? name)
}

/** A path as suites have it. */
export function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(\.\/)+/u, "")
}

function parse(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text))
  } catch {
    return err("it is neither JSON nor XML, or only a part of it")
  }
}
