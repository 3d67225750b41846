/**
 * Tests in a file of TAP. Subtests are read as tests of their own, and what stands around them only where
 * it failed without one of them.
 */
import { type FoundCase, firstSaid, oneLine, PLACE_CHARACTERS } from "./found-case.ts"
import { namedPlaces } from "./named-places.ts"
import type { Tally } from "./tally.ts"
import { parseTapLine, type TapLine } from "./tap-line.ts"

type TapTest = Extract<TapLine, { kind: "test" }>

/** Levels of subtests. */
const MAX_LEVELS = 50
/** Characters of a line that are read. */
const MAX_LINE = 1 << 20

/** Tests of one document of TAP, at the margin or inside of another; `failed` of them are not ok. */
interface Level {
  tests: number
  failed: number
  planned: number | null
}

/** Reads one file; what was found before a problem counts. */
export class TapReader {
  readonly #tally: Tally
  readonly #levels: Level[] = [newLevel()]
  /** What comments call a subtest, by how deep they stand. */
  readonly #names: (string | undefined)[] = []
  /** The test whose details are being read. */
  #last: LastTest | null = null
  /** Tests whose subtests are being read, outermost first. */
  readonly #around: LastTest[] = []
  /** Indentation of a block of details; null outside of one. */
  #block: number | null = null
  #rest = ""
  #isTap = false
  #bailed = false

  constructor(tally: Tally) {
    this.#tally = tally
  }

  write(text: string): boolean {
    const lines = (this.#rest + text).split(/\r?\n/u)
    this.#rest = (lines.pop() ?? "").slice(0, MAX_LINE)
    for (const line of lines) this.#read(line)
    return true
  }

  /** Why the file is no whole report; null where it is one. */
  end(): string | null {
    this.#read(this.#rest)
    this.#finishLast()
    while (this.#around.length > 0) this.#endAround()
    if (!this.#isTap) return "it is not TAP"
    const { tests, planned } = this.#levels[0] ?? newLevel()
    if (this.#bailed || planned === null || tests >= planned) return null
    return `it has ${tests} of ${planned} planned tests`
  }

  #read(line: string): void {
    const said = line.trimStart()
    const indent = line.length - said.length
    const depth = Math.min(MAX_LEVELS, Math.floor(indent / 4))
    const [, subtest] = /^# Subtest: (.*)$/u.exec(said) ?? []
    if (this.#block !== null) {
      if (indent <= this.#block && said === "...") this.#block = null
      else this.#keep(line)
    } else if (said === "---" && this.#last !== null) this.#block = indent
    else if (said === "}" && this.#around.at(-1)?.depth === depth) this.#endAround()
    else if (subtest !== undefined) {
      this.#finishLast()
      this.#names.length = Math.min(this.#names.length, depth)
      this.#names[depth] = subtest
    } else if (said.startsWith("#")) this.#keep(said.slice(1))
    else {
      const found = parseTapLine(said)
      if (found === null) this.#keep(line)
      else this.#take(found, depth)
    }
  }

  #take(found: TapLine, depth: number): void {
    this.#finishLast()
    while (this.#levels.length <= depth) this.#levels.push(newLevel())
    switch (found.kind) {
      case "plan":
        this.#isTap = true
        this.#level(depth).planned = found.planned
        return
      case "version":
        this.#isTap = true
        return
      case "bail-out": {
        this.#bailed = true
        const message = oneLine(found.reason) || null
        const nowhere = { suite: null, seconds: null, places: [] }
        this.#tally.add({ ...nowhere, name: "Bail out!", outcome: "failed", message })
        return
      }
      case "test":
        this.#last = { test: found, depth, text: "" }
        if (found.opens) this.#open(found, depth)
    }
  }

  /** Its subtests follow, up to a line with the brace that closes it. */
  #open(test: TapTest, depth: number): void {
    this.#names[depth] = test.name
    this.#levels.length = depth + 1
    this.#around.push({ test, depth, text: "" })
    this.#last = null
  }

  #endAround(): void {
    this.#finishLast()
    this.#last = this.#around.pop() ?? null
    this.#finishLast()
  }

  #level(depth: number): Level {
    return this.#levels[depth] ?? newLevel()
  }

  #finishLast(): void {
    const last = this.#last
    if (last === null) return
    this.#last = null
    const { test, depth } = last
    const level = this.#level(depth)
    const inner = this.#level(depth + 1)
    const failed = !test.ok && test.directive !== "todo"
    level.tests += 1
    if (failed) level.failed += 1
    if (inner.tests === 0 || (failed && inner.failed === 0)) {
      this.#tally.add(caseOf(last, { suite: this.#suiteAt(depth, test.name), failed }))
    }
    this.#levels.length = depth + 1
    const named = this.#names[depth] === test.name ? depth : depth + 1
    this.#names.length = Math.min(this.#names.length, named)
  }

  /** Comments stand in front of a subtest at the margin around it (Node), or at its own (TAP 14). */
  #suiteAt(depth: number, name: string): string | null {
    const around = this.#names.slice(0, depth).filter((one) => one !== undefined)
    const own = this.#names[depth]
    if (around.length === 0 && own !== undefined && own !== name) around.push(own)
    return around.length === 0 ? null : oneLine(around.join(" > "))
  }

  #keep(line: string): void {
    const last = this.#last
    if (last !== null && last.text.length < PLACE_CHARACTERS)
      last.text += `${line.slice(0, 2_000)}\n`
  }
}

interface LastTest {
  readonly test: TapTest
  readonly depth: number
  /** Its details. */
  text: string
}

function newLevel(): Level {
  return { tests: 0, failed: 0, planned: null }
}

function caseOf(
  { test, text }: LastTest,
  by: { readonly suite: string | null; readonly failed: boolean },
): FoundCase {
  const { suite, failed } = by
  const skipped = test.directive !== null && !failed
  return {
    name: oneLine(test.name) || String(test.number ?? "(no name)"),
    suite,
    outcome: failed ? "failed" : skipped ? "skipped" : "passed",
    seconds: secondsIn(text),
    message: failed ? messageIn(text) : oneLine(test.reason) || null,
    places: failed ? namedPlaces(text, suite) : [],
  }
}

function secondsIn(text: string): number | null {
  const ms = Number(/^\s*duration_ms: ([\d.]+)$/mu.exec(text)?.[1] ?? Number.NaN)
  return Number.isFinite(ms) ? ms / 1_000 : null
}

/** What the details call a message, else the first line that is one. */
function messageIn(text: string): string | null {
  const said = messageMember(text) ?? differenceIn(text) ?? firstSaid(text)
  return said === null ? null : oneLine(said) || null
}

/** `message: …` or `error: …`, also of several lines. */
function messageMember(text: string): string | null {
  for (const { 1: value = "", index, 0: line } of text.matchAll(
    /^ *(?:message|error): *(.*)$/gmu,
  )) {
    if (/^[|>][-+]?$/u.test(value)) return firstSaid(text.slice(index + line.length))
    // A text in quotes may end lines later.
    const unquoted = value.replace(/^(['"])(.*?)\1?$/u, "$2").trim()
    if (unquoted !== "") return unquoted
  }
  return null
}

function differenceIn(text: string): string | null {
  const [, expected] = /^ *expected: *(\S.*)$/mu.exec(text) ?? []
  const [, actual] = /^ *actual: *(\S.*)$/mu.exec(text) ?? []
  return expected === undefined || actual === undefined
    ? null
    : `expected ${expected}, actual ${actual}`
}
