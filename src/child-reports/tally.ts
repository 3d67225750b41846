/**
 * Counts the tests of all reports of an attempt, and keeps the rows that people look for. Its size does not
 * grow with the reports.
 */
import { type FoundCase, MAX_RERUNS } from "./found-case.ts"

/** Rows that are kept, and those among them that passed. */
const MAX_ROWS = 50
const MAX_PASSED = 20

/** Failed tests of one file that a later run of the same test may turn into flaky ones. */
const MAX_OPEN = 10_000

type Outcome = FoundCase["outcome"]
const ORDER: readonly Outcome[] = ["failed", "flaky", "skipped", "passed"]

/** What was counted, with the rows in order of weight. */
export interface Tallied extends Readonly<Record<Outcome, number>> {
  readonly files: number
  readonly cases: readonly FoundCase[]
}

export class Tally {
  readonly #counts: Record<Outcome, number> = { failed: 0, flaky: 0, skipped: 0, passed: 0 }
  readonly #rows: Record<Outcome, FoundCase[]> = { failed: [], flaky: [], skipped: [], passed: [] }
  #open = new Map<string, FoundCase>()
  #files = 0

  /** A test of a later file is another test, whatever its name. */
  beginFile(): void {
    this.#files += 1
    this.#open = new Map()
  }

  /**
   * Counts a test. With `unique` names, one that is there again is a repetition of the same test, and the
   * last run is the one that its tool goes by.
   */
  add(found: FoundCase, names: "unique" | "any" = "any"): void {
    if (names === "any") {
      this.#put(found)
      return
    }
    const key = JSON.stringify([found.suite, found.name])
    const before = this.#open.get(key)
    const one = before === undefined ? found : merged(before, found)
    if (before !== undefined) this.#take(before)
    this.#put(one)
    if (one.outcome === "failed" && this.#open.size < MAX_OPEN) this.#open.set(key, one)
    else this.#open.delete(key)
  }

  /** False where a test like this only counts: its row would not be kept. */
  keeps(outcome: Outcome): boolean {
    return this.#rows[outcome].length < limitOf(outcome)
  }

  /** A test without a row. */
  count(outcome: Outcome): void {
    this.#counts[outcome] += 1
  }

  result(): Tallied {
    const kept = ORDER.flatMap((outcome) => this.#rows[outcome].slice(0, limitOf(outcome)))
    return { files: this.#files, ...this.#counts, cases: kept.slice(0, MAX_ROWS) }
  }

  #put(one: FoundCase): void {
    this.count(one.outcome)
    if (this.keeps(one.outcome)) this.#rows[one.outcome].push(one)
  }

  #take(one: FoundCase): void {
    this.#counts[one.outcome] -= 1
    const rows = this.#rows[one.outcome]
    const at = rows.indexOf(one)
    if (at >= 0) rows.splice(at, 1)
  }
}

function limitOf(outcome: Outcome): number {
  return outcome === "passed" ? MAX_PASSED : MAX_ROWS
}

/** A run after a failed one. */
function merged(before: FoundCase, after: FoundCase): FoundCase {
  const reruns = [...(before.reruns ?? []), before.message ?? "failed"].slice(-MAX_RERUNS)
  if (after.outcome === "skipped") return before
  if (after.outcome === "failed") return { ...after, reruns }
  return { ...before, outcome: "flaky", seconds: after.seconds, reruns }
}
