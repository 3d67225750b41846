/**
 * Problems that output names, found by GitHub's problem matchers. Output and patterns may be
 * anything: lines, their lengths, the time and the findings are bounded.
 */
import { cutText } from "../../core/text/cut-text.ts"
import { withoutEscapes } from "../../core/text/escape-sequences.ts"
import type { Problem } from "../../formats/run-specs.ts"
import type { PatternMatches, Patterns } from "../../ports/patterns.ts"
import {
  MATCHED_PARTS,
  type MatcherPattern,
  type ProblemMatcher,
} from "../../scenario/matchers/problem-matcher.ts"
import { PATTERN_BUDGET_MS, whyNotSearched } from "../request/expectations.ts"

/** Bytes of output that are looked at. */
export const MATCH_BYTES = 4 << 20

/** Lines of it, and characters of each. */
const MAX_LINES = 20_000
const MAX_LINE_CHARACTERS = 4_096

/** Problems of one attempt. */
export const MAX_PROBLEMS = 50

const MAX_TEXT_CHARACTERS = 500

/** Says where a file lies, relative to the root; null where it lies outside, or nowhere. */
export type Locate = (file: string, fromPath: string | null) => string | null

/**
 * What the output names, in the order of its lines. Each line is one problem at most: of several
 * matchers the latest is asked first, and one replaces an earlier one of the same owner, as in Actions.
 */
export async function matchProblems(
  output: string,
  by: {
    readonly matchers: readonly ProblemMatcher[]
    readonly patterns: Patterns
    readonly locate: Locate
    /** Told of each matcher that was left out. */
    readonly note: (message: string) => void
  },
): Promise<readonly Problem[]> {
  const { locate } = by
  const lines = output
    .split(/\r?\n/u, MAX_LINES)
    .map((line) => withoutEscapes(line).slice(0, MAX_LINE_CHARACTERS))
  const matchers = await startMatchers(lines, by)
  const problems: Problem[] = []
  for (const line of lines.keys()) {
    for (const matcher of matchers) {
      const parts = matcher.read(line)
      if (parts === null) continue
      for (const other of matchers) if (other !== matcher) other.reset()
      const problem = problemOf(parts, { matcher: matcher.matcher, locate })
      if (problem === null) continue
      problems.push(problem)
      if (problems.length === MAX_PROBLEMS) return problems
      break
    }
  }
  return problems
}

/** Matchers with all that their patterns find, in the order in which they are asked. */
async function startMatchers(
  lines: readonly string[],
  by: {
    readonly matchers: readonly ProblemMatcher[]
    readonly patterns: Patterns
    readonly note: (message: string) => void
  },
): Promise<readonly RunningMatcher[]> {
  const byOwner = new Map(by.matchers.map((matcher) => [matcher.owner.toLowerCase(), matcher]))
  const running: RunningMatcher[] = []
  for (const matcher of [...byOwner.values()].toReversed()) {
    const all = await searchAll(matcher, { lines, ...by })
    if (all !== null) running.push(new RunningMatcher(matcher, all))
  }
  return running
}

/** What each pattern of a matcher finds; null, with a note, where one cannot tell. */
async function searchAll(
  { owner, pattern }: ProblemMatcher,
  by: {
    readonly lines: readonly string[]
    readonly patterns: Patterns
    readonly note: (message: string) => void
  },
): Promise<readonly PatternMatches[] | null> {
  const all: PatternMatches[] = []
  for (const { regexp: source } of pattern) {
    const search = { source, flags: "", texts: by.lines, budgetMs: PATTERN_BUDGET_MS }
    const found = await by.patterns.match(search)
    if (found.ok) {
      all.push(found.value)
      continue
    }
    if (found.error.code !== "stopped") {
      const why = whyNotSearched(found.error)
      by.note(`the problem matcher \`${owner}\` was not used: its search ${why}`)
    }
    return null
  }
  return all
}

type Parts = Readonly<Partial<Record<(typeof MATCHED_PARTS)[number], string>>>

/** One matcher on its way through the lines (actions/runner, IssueMatcher.Match). */
class RunningMatcher {
  readonly matcher: ProblemMatcher
  readonly #found: readonly PatternMatches[]
  /** What the patterns up to each have found; null where the next is not waited for. */
  readonly #state: (Parts | null)[]

  constructor(matcher: ProblemMatcher, found: readonly PatternMatches[]) {
    this.matcher = matcher
    this.#found = found
    this.#state = matcher.pattern.map(() => null)
  }

  reset(): void {
    this.#state.fill(null)
  }

  /**
   * What the last pattern completes in this line. Patterns are tried from the last to the first, so
   * that what one finds counts from the next line on. What a middle one has found is kept until it is
   * tried again: only what stands before the last pattern has to be the line before.
   */
  read(line: number): Parts | null {
    const last = this.matcher.pattern.length - 1
    for (let step = last; step >= 0; step--) {
      const before = step === 0 ? {} : (this.#state[step - 1] ?? null)
      const pattern = this.matcher.pattern[step]
      if (before === null || pattern === undefined) continue
      const groups = this.#found[step]?.[line] ?? null
      const parts = groups === null ? null : { ...partsOf(pattern, groups), ...before }
      if (step < last) {
        this.#state[step] = parts
      } else if (parts === null) {
        if (step > 0) this.#state[step - 1] = null
      } else {
        this.reset()
        if (pattern.loop === true) this.#state[step - 1] = before
        return parts
      }
    }
    return null
  }
}

function partsOf(pattern: MatcherPattern, groups: readonly (string | null)[]): Parts {
  return Object.fromEntries(
    MATCHED_PARTS.flatMap((part) => {
      const number = pattern[part]
      return typeof number === "number" ? [[part, groups[number] ?? ""]] : []
    }),
  )
}

function problemOf(
  parts: Parts,
  by: { readonly matcher: ProblemMatcher; readonly locate: Locate },
): Problem | null {
  const { matcher, locate } = by
  const { file = "", line = "", column, code = "" } = parts
  const severity = severityOf(parts.severity || matcher.severity || "error")
  const message = (parts.message ?? "").trim()
  if (message === "" || severity === null) return null
  const path = file.trim() === "" ? null : locate(file, parts.fromPath || matcher.fromPath || null)
  // The place is named in any case.
  const unknown = path === null && file.trim() !== ""
  const said = unknown ? `${file.trim()}${line === "" ? "" : `:${line}`}: ${message}` : message
  return {
    severity,
    file: path === null ? null : cutText(path, MAX_TEXT_CHARACTERS),
    line: path === null ? null : numberOf(line),
    column: path === null ? null : numberOf(column),
    code: code.trim() === "" ? null : cutText(code.trim(), MAX_TEXT_CHARACTERS),
    message: cutText(said, MAX_TEXT_CHARACTERS),
  }
}

/** As the runner reads it: what is none of the three is no problem. */
function severityOf(text: string): Problem["severity"] | null {
  const word = text.toLowerCase()
  return word === "error" || word === "warning" || word === "notice" ? word : null
}

function numberOf(text = ""): number | null {
  const number = /^\d{1,9}$/u.test(text) ? Number(text) : 0
  return number > 0 ? number : null
}
