/**
 * Problems that output names, found by GitHub's problem matchers. Output and patterns may be
 * anything: lines, their lengths, the time and the findings are bounded.
 */
import { cutText } from "../core/cut-text.ts"
import { withoutEscapes } from "../core/escape-sequences.ts"
import type { Problem } from "../formats/run-specs.ts"
import type { Patterns } from "../ports/patterns.ts"
import type { MatcherPattern, ProblemMatcher } from "../scenario/problem-matcher.ts"

/** Bytes of output that are looked at. */
export const MATCH_BYTES = 4 << 20

/** Lines of it, and characters of each. */
const MAX_LINES = 20_000
const MAX_LINE_CHARACTERS = 4_096

/** Problems of one attempt. */
export const MAX_PROBLEMS = 50

const MAX_TEXT_CHARACTERS = 500

/** Milliseconds that all patterns of an attempt may take together. */
const BUDGET_MS = 1_000

type Groups = readonly (string | null)[] | null

/** What the output names, in the order of matchers and lines. */
export function matchProblems(
  output: string,
  by: {
    readonly matchers: readonly ProblemMatcher[]
    readonly patterns: Patterns
    /** The path of a file as people know it, relative to the root; null where it lies outside. */
    readonly locate: (file: string) => string | null
    readonly now: () => number
  },
): readonly Problem[] {
  const { matchers, patterns, locate, now } = by
  const lines = output
    .split(/\r?\n/u, MAX_LINES)
    .map((line) => withoutEscapes(line).slice(0, MAX_LINE_CHARACTERS))
  const until = now() + BUDGET_MS
  const problems: Problem[] = []
  for (const matcher of matchers) {
    const found: (readonly Groups[])[] = []
    for (const { regexp } of matcher.pattern) {
      const budgetMs = until - now()
      if (budgetMs <= 0) return problems
      const groups = patterns.match({ source: regexp, flags: "", texts: lines, budgetMs })
      if (!groups.ok) break
      found.push(groups.value)
    }
    if (found.length < matcher.pattern.length) continue
    for (const problem of runMatcher(matcher, { found, count: lines.length, locate })) {
      if (problems.length === MAX_PROBLEMS) return problems
      problems.push(problem)
    }
  }
  return problems
}

/** Patterns must match lines that follow each other; the last may go on matching. */
function* runMatcher(
  matcher: ProblemMatcher,
  at: {
    readonly found: readonly (readonly Groups[])[]
    readonly count: number
    readonly locate: (file: string) => string | null
  },
): Generator<Problem> {
  const { found, count, locate } = at
  const last = matcher.pattern.length - 1
  for (let start = 0; start < count; start++) {
    let parts: Parts = {}
    let step = 0
    while (step <= last) {
      const groups = found[step]?.[start + step] ?? null
      const pattern = matcher.pattern[step]
      if (groups === null || pattern === undefined) break
      parts = { ...parts, ...partsOf(pattern, groups) }
      step += 1
    }
    if (step <= last) continue
    yield* problemOf(matcher, { parts, locate })
    let next = start + step
    if (matcher.pattern[last]?.loop === true) {
      for (; next < count; next++) {
        const groups = found[last]?.[next] ?? null
        const pattern = matcher.pattern[last]
        if (groups === null || pattern === undefined) break
        yield* problemOf(matcher, { parts: { ...parts, ...partsOf(pattern, groups) }, locate })
      }
    }
    start = next - 1
  }
}

interface Parts {
  readonly file?: string
  readonly fromPath?: string
  readonly line?: string
  readonly column?: string
  readonly severity?: string
  readonly code?: string
  readonly message?: string
}

const PARTS = ["file", "fromPath", "line", "column", "severity", "code", "message"] as const

function partsOf(pattern: MatcherPattern, groups: readonly (string | null)[]): Parts {
  return Object.fromEntries(
    PARTS.flatMap((part) => {
      const number = pattern[part]
      const text = number === undefined ? null : (groups[number] ?? null)
      return text === null ? [] : [[part, text]]
    }),
  )
}

function problemOf(
  matcher: ProblemMatcher,
  at: { readonly parts: Parts; readonly locate: (file: string) => string | null },
): readonly Problem[] {
  const { file, line, column, severity, code, message = "" } = at.parts
  if (message.trim() === "") return []
  const path = file === undefined ? null : at.locate(file)
  return [
    {
      severity: severityOf(severity ?? matcher.severity),
      file: path === null ? null : cutText(path, MAX_TEXT_CHARACTERS),
      line: path === null ? null : numberOf(line),
      column: path === null ? null : numberOf(column),
      code: code === undefined ? null : cutText(code, MAX_TEXT_CHARACTERS),
      message: cutText(message.trim(), MAX_TEXT_CHARACTERS),
    },
  ]
}

/** As the runner reads it: what is neither a warning nor a notice is an error. */
function severityOf(text: string | undefined): Problem["severity"] {
  const word = text?.toLowerCase()
  return word === "warning" || word === "notice" ? word : "error"
}

function numberOf(text: string | undefined): number | null {
  const number = Number(text ?? "")
  return Number.isInteger(number) && number > 0 && number < 1e9 ? number : null
}
