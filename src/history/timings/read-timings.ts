/**
 * Files with timings of other tools: a JSON map of names to seconds as pytest-split and Knapsack write
 * it, one of maps as PyTorch keeps it, lines of `path:seconds` as parallel_tests logs them, JUnit XML, or
 * a history of ours.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { MAX_SECONDS } from "../../formats/history.ts"
import type { KnownTimes } from "../../plan/estimate/estimate.ts"
import { knownTimesOf } from "../learned-times.ts"
import { takeHistory } from "../read-history.ts"
import { readTestCases } from "./test-cases.ts"

/** One duration, with every name under which a scenario may know itself. */
export interface Timing {
  readonly names: readonly string[]
  readonly file: string | null
  /** What it is a part of, narrowest first: a class, a suite, a file. */
  readonly holders?: readonly Holder[]
  readonly seconds: number
}

/** Something that tests are parts of. */
export interface Holder {
  readonly name: string
  /** What the holder itself is in, where it may stand in several, as for several machines. */
  readonly within: string
}

/** What a file says. */
export interface ReadTimings {
  /** Seconds by name, where the file is one mapping. */
  readonly byName: ReadonlyMap<string, number>
  /** Durations by names of theirs, where it is anything else. */
  readonly timings: readonly Timing[]
  /** Times by ids of ours, where the file is a history. */
  readonly known: KnownTimes
  /** Entries without a plausible duration. */
  readonly dropped: number
}

/** Reads a file with timings; the error says why there are none in it. */
export function readTimings(text: string, now: number): Result<ReadTimings, string> {
  const start = text.replace(/^\uFEFF/u, "").trimStart()
  if (start.startsWith("<")) return fromJunit(start)
  const lines = fromLines(start)
  if (lines !== null) return lines
  const parsed = parse(start)
  if (!parsed.ok) return parsed
  const { value } = parsed
  if (value === null || typeof value !== "object") return err("it contains no durations")
  if ("schemaVersion" in value && "suite" in value) {
    const history = takeHistory(value, { suite: String(value.suite), now })
    if (!history.ok) return history
    const known = knownTimesOf(history.value.history)
    return ok({ byName: new Map(), timings: [], known, dropped: 0 })
  }
  return Array.isArray(value) ? fromPairs(value.flatMap(toPair)) : fromMap(value)
}

function fromJunit(text: string): Result<ReadTimings, string> {
  const cases = readTestCases(text)
  if (!cases.ok) return cases
  return believable(
    cases.value.map(({ name, classname, file, suites, seconds }) => ({
      names:
        classname === null
          ? [name]
          : [name, `${classname}:${name}`, `${classname}::${name}`, `${classname}.${name}`],
      file: file === null ? fileOf(name) : plainPath(file),
      holders: [...(classname === null ? [] : [classname]), ...suites].map((holder) => ({
        name: holder,
        within: "",
      })),
      seconds,
    })),
  )
}

/** pytest-split once wrote a list of pairs. */
function toPair(value: unknown): [string, unknown][] {
  const [name, seconds]: readonly unknown[] = Array.isArray(value) ? value : []
  return typeof name === "string" ? [[name, seconds]] : [["", null]]
}

function fromMap(value: object): Result<ReadTimings, string> {
  const map = value as Readonly<Record<string, unknown>>
  const names = Object.keys(map)
  if (names.some((name) => isMap(map[name]))) return fromNested(map)
  if (names.length > 0 && !names.some((name) => typeof map[name] === "number")) {
    return err("it contains no durations")
  }
  const byName = new Map<string, number>()
  for (const name of names) {
    const seconds = map[name]
    if (typeof seconds === "number" && isBelievable(seconds)) byName.set(name, seconds)
  }
  return ok({ byName, timings: [], known: new Map(), dropped: names.length - byName.size })
}

/** Maps in maps are not read deeper than this. */
const MAX_DEPTH = 8

/** Each number is a timing of its key, and a part of every key above it. */
function fromNested(map: NestedMap): Result<ReadTimings, string> {
  const timings: Timing[] = []
  const walk = (inner: NestedMap, above: readonly string[]): void => {
    for (const [key, value] of Object.entries(inner)) {
      const path = [...above, key]
      if (isMap(value) && path.length < MAX_DEPTH) walk(value, path)
      else if (typeof value === "number") timings.push(nestedTiming(path, value))
    }
  }
  walk(map, [])
  return timings.length === 0 ? err("it contains no durations") : believable(timings)
}

function nestedTiming(path: readonly string[], seconds: number): Timing {
  const holders = path.map((name, depth) => ({ name, within: path.slice(0, depth).join("\u0000") }))
  const [last = "", parent] = path.toReversed()
  const names =
    parent === undefined ? [] : [`${parent}:${last}`, `${parent}::${last}`, `${parent}.${last}`]
  return { names, file: null, holders: holders.reverse(), seconds }
}

type NestedMap = Readonly<Record<string, unknown>>

function isMap(value: unknown): value is NestedMap {
  return value !== null && typeof value === "object" && !Array.isArray(value)
}

/** Lines of `path:seconds`; null where the first line is none. A path that is there again counts as last. */
function fromLines(text: string): Result<ReadTimings, string> | null {
  if (!LINE.test(text.split("\n", 1)[0] ?? "")) return null
  const byName = new Map<string, number>()
  let dropped = 0
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue
    const [, path = "", seconds = ""] = LINE.exec(line) ?? []
    if (path !== "" && isBelievable(Number(seconds))) byName.set(path, Number(seconds))
    else dropped += 1
  }
  return ok({ byName, timings: [], known: new Map(), dropped })
}

const LINE = /^([^{["\s<].*):(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/iu

function fromPairs(entries: readonly [string, unknown][]): Result<ReadTimings, string> {
  if (entries.length > 0 && entries.every(([, seconds]) => typeof seconds !== "number")) {
    return err("it contains no durations")
  }
  return believable(
    entries.map(([name, seconds]) =>
      timingOf(name, typeof seconds === "number" ? seconds : Number.NaN),
    ),
  )
}

/** A duration of which a file says no more than a name. */
export function timingOf(name: string, seconds: number): Timing {
  const file = fileOf(name)
  return { names: [name], file, holders: [{ name: file, within: "" }], seconds }
}

function believable(all: readonly Timing[]): Result<ReadTimings, string> {
  const timings = all.filter(({ seconds }) => isBelievable(seconds))
  return ok({ byName: new Map(), timings, known: new Map(), dropped: all.length - timings.length })
}

function isBelievable(seconds: number): boolean {
  return seconds >= 0 && seconds <= MAX_SECONDS
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
  const value = parseForeignJson(text)
  return value.ok ? value : err("it is neither JSON nor XML, or it is cut off")
}
