/**
 * Finds the line of a failed command's output that best explains the failure. Three questions, in
 * this order: Does a test runner or a compiler name a failure? What is the first line of the last
 * block of errors? What is the last line before the usual final lines of tools and scripts? Linear
 * in the size of the output.
 */

/** The cause of a failure, and its place. */
export interface FailureLine {
  /** The line, or a heading and what it announces. */
  readonly text: string
  /** Its index among the given lines. */
  readonly index: number
}

/** Only the beginning of a longer line is used. */
const JUDGED_CHARACTERS = 500

/**
 * Allowed number of other lines between two errors of one block; indented lines, such as stacks, do
 * not count.
 */
const BURST_GAP = 8

/** Allowed indentation of an error that is recognised only by its words. */
const MOST_INDENT = 3

interface Report {
  readonly pattern: RegExp
  /** It is a heading for the next line if that line is indented more, or is an error by name. */
  readonly heading?: true
}

/** Test runners and compilers. The first line of the first of these counts, wherever it is. */
const REPORTS: readonly Report[] = [
  // TAP, and what Perl's tests say beside it; pytest, whose progress may begin alike; Go; Rust.
  { pattern: /^\s*not ok\b(?!.*# *(?:todo|skip))/iu },
  { pattern: /^# +Failed test /u },
  { pattern: /^E {3,}(?!\[ *\d+%\])\S/u },
  { pattern: /^\s*--- FAIL: /u, heading: true },
  { pattern: /^thread '.*panicked at /u },
  // Compilers and linters, by place or code.
  { pattern: /^\S+[:(]\d+(?:[:,]\d+)?\)?(?::| -) (?:fatal )?error\b/u },
  { pattern: /^ +\d+:\d+ +error /u },
  { pattern: /^error\[\w+\]: /u },
  { pattern: /^(?:vet: )?\S+\.go:\d+:\d+: /u },
  // jest, other tools that print FAIL and a name, and check marks.
  { pattern: /^\s*● (?!Console$)\S/u, heading: true },
  { pattern: /^\W*FAIL(?:ED)?\b[\]:]* +\w*\W*\w/u, heading: true },
  { pattern: /^\s*[✗✘✖×❌] *\S(?!.*:$)/u, heading: true },
]

/** Log levels in upper case anywhere, or as a label; the group contains those of errors. */
const LEVELS: readonly RegExp[] = [
  /\b(?:(ERROR|FATAL|CRITICAL|SEVERE)|INFO|DEBUG|TRACE|NOTICE|WARN|WARNING)\b/u,
  /^\W*(?:(error|fatal|fatal error|critical|panic)|info|debug|trace|notice|note|hint|help|warn|warning)(?:\]|: )/iu,
  /\((?:(error|fatal)|info|style|note|warning)\)/u,
  /\blevel"?[=:] ?"?(?:(error|fatal|critical|panic)|info|debug|trace|warn)/iu,
]

/** Errors by name: an exception, a failed test, or a program that gives the reason for its end. */
const NAMED: readonly RegExp[] = [
  /\b\w*(?:Error|Exception)\b(?: \[\w+\])?(?:: |:?$)/u,
  /\([\w:]*(?:Error|Exception)\)$/u,
  /^Exception in thread /u,
  /^npm (?:error|ERR!) (?!code |errno |syscall |path )\S/u,
  /^curl: \(\d+\) /u,
  /^\S+: line \d+: /u,
  /\bat \S+ line \d+\.$/u,
  /\bexpected\b.+\b(?:got|but|received|found|was)\b/iu,
]

/** Words that indicate errors. */
const WORDS =
  /\b(?:error|fatal|exception|failed|failure|fail|cannot|can't|could ?n[o']t|unable|timed out|not found|no such|no rule|(?:does|did|do|is|are|was|were) not|refused|denied|unbound|unexpected|invalid|unknown|undefined|unreachable|missing|mismatch|aborted|crashed|killed|unhealthy|unavailable|not ready|deadline exceeded|reset by|closed by|\w+BackOff|OOMKilled|segmentation fault|no space left|non-zero)\b/iu

/** Messages of success: never the cause. */
const GOOD: readonly RegExp[] = [
  /^\W*(?:ok|pass(?:ed)?|success(?:ful|fully)?)\b/iu,
  /^\s*(?:[✓✔√✅]|--- (?:PASS|SKIP): |=== )|\bPASS(?:ED)?\b[\W\d]*$/u,
  /(?<!\.)\.{3,} ?(?:ok|done|passed)\W*$/iu,
  /\[no tests? (?:files|to run)\]/u,
  /(?<!expected )\b(?:0|no|without) (?:errors?|failures?|failed)\b|\b(?:errors|failures|failed)[:=] *0\b/iu,
]

/**
 * Quoted source, stacks, and commands that a shell prints: never errors, whatever their content.
 */
const QUOTED = /^\s*(?:\+{1,9} |at |File "|throw |raise |[>|]|\d+ *\|)/u

/** Logs of Kubernetes' libraries: the program usually reports the same error more clearly. */
const LIBRARY = /^(?:([EF])|[IW])\d{4} \d\d:/u

/** Printed by the program that ran the failed command: the cause is above. */
const WRAPPERS: readonly RegExp[] = [
  /^Node\.js v\d/u,
  /^exit status \d+$|\bELIFECYCLE\b/u,
  /^\W*(?:#\d+ )?(?:error:? )?(?:the )?(?:command|process|script)\b.*\b(?:code|status):? \d+\W*$/iu,
  /^\S*make(?:\[\d+\])?: (?:\*\*\* \[.*Error \d+|Target .* not remade|Leaving directory)|^ninja: build stopped/u,
  /^npm (?:error|ERR!)(?:\s*$| (?:A complete log|Lifecycle script|Test failed|code \d|command |workspace |location ))/u,
  /^error: (?:could not compile|test failed, to rerun)/u,
]

/** Usage messages, and results that are explained elsewhere. */
const POINTERS: readonly RegExp[] = [
  /^(?:usage:|for more information\b|(?:run|see|try)\b.*\bhelp\b)/iu,
  /^FAIL\t|^Result: FAIL/u,
]

/** Says only that it failed. */
const BARE = /^\W*(?:FAIL|FAILED|FAILURE|FAILURES|ERROR|ERRORS)\W*$/u

/** Lines that begin with a total (its name before or after it) and a duration. */
const SUMS: readonly RegExp[] = [
  /^\W*\d+(?:\/\d+|%)? (?:tests?|checks?|problems?|pass(?:ed|ing)?|fail(?:ed|ing|ures?)?|errors?|skipped|warnings?)\b(?! #)/iu,
  /^\W*(?:test )?(?:tests|suites|files|result|snapshots|total|pass|passed|fail|failed|failures|errors|cancelled|skipped|todo|found)\b\W*(?:fail(?:ed|ures)\W*|errors\W*)?\d+\b/iu,
  /^\W*(?:time|duration|duration_ms|start at|ran)\b.*\d/iu,
]

/** What scripts always print at their end. */
const GOODBYES =
  /^\W*(?:info\W+)?(?:clean(?:ed|ing)?[ -]?up|tearing down|teardown|shutting down|remov(?:ed|ing)|delet(?:ed|ing)|stopp(?:ed|ing)|(?:all )?done|finished|completed|bye|exiting)\b/iu

/** The line that best explains a failure; null for an empty output. */
export function findFailureLine(lines: readonly string[]): FailureLine | null {
  const judged = lines.map((line) => line.slice(0, JUDGED_CHARACTERS))
  return reported(judged) ?? beginningOfLastBurst(judged) ?? lastSaid(judged)
}

/** The position in an excerpt of the line that a message ends with; null if it is not there. */
export function placeOf(message: string, lines: readonly string[]): number | null {
  let place: number | null = null
  let most = 1
  for (const [index, line] of lines.entries()) {
    const text = line.trim().slice(0, JUDGED_CHARACTERS)
    if (text.length < most || !message.endsWith(`: ${text}`)) continue
    place = index
    most = text.length
  }
  return place
}

function reported(lines: readonly string[]): FailureLine | null {
  for (const { pattern, heading = false } of REPORTS) {
    const index = lines.findIndex((line) => pattern.test(line) && !isTrailer(line))
    if (index >= 0) return toFailureLine(lines, index, heading)
  }
  return null
}

/** The line, with the next one if it is its heading; a heading after a heading replaces it. */
function toFailureLine(lines: readonly string[], index: number, heading = false): FailureLine {
  const text = lines[index]?.trim() ?? ""
  const below = lines.findIndex((line, place) => place > index && line.trim() !== "")
  const next = lines[below] ?? ""
  const tells = /\w/u.test(next) && !isGood(next) && !isTrailer(next)
  const inner = heading && indentOf(next) > indentOf(lines[index])
  if (tells && inner && REPORTS.some((each) => each.heading && each.pattern.test(next))) {
    return toFailureLine(lines, below, true)
  }
  const announced = tells && (text.endsWith(":") || inner || (heading && isNamed(next)))
  return { index, text: announced ? `${text.replace(/:$/u, "")}: ${next.trim()}` : text }
}

/** Prefers an error by name to one by its words, and both to one from a library's log. */
function beginningOfLastBurst(lines: readonly string[]): FailureLine | null {
  const first: number[] = []
  let gap = 0
  for (let index = lines.length - 1; index >= 0 && gap <= BURST_GAP; index--) {
    const line = lines[index] ?? ""
    const rank = isTrailer(line) ? -1 : [isNamed, isWorded, isLogged].findIndex((is) => is(line))
    if (rank >= 0) {
      first[rank] = index
      gap = 0
    } else if (first.length > 0 && /^\S/u.test(line)) gap += 1
  }
  const index = first.find((place) => place !== undefined)
  return index === undefined ? null : toFailureLine(lines, index)
}

/**
 * The last line that is not a usual final line; else the last one that is not a message of success.
 */
function lastSaid(lines: readonly string[]): FailureLine | null {
  const bad = (line: string) => /\w/u.test(line) && !isGood(line)
  const tells = (line: string) => bad(line) && !isTrailer(line) && !GOODBYES.test(line)
  const wrapper = lines.findLastIndex((line) => matches(WRAPPERS, line))
  const places = [
    lines.findLastIndex((line, index) => index < wrapper && tells(line)),
    lines.findLastIndex(tells),
    lines.findLastIndex((line) => bad(line) && !BARE.test(line)),
  ]
  const chosen = places.find((place) => place >= 0)
  return chosen === undefined ? null : toFailureLine(lines, chosen)
}

function isNamed(line: string): boolean {
  if (isGood(line) || QUOTED.test(line) || LIBRARY.test(line)) return false
  return levelOf(line) === "error" || (levelOf(line) === null && matches(NAMED, line))
}

/** Lines with large indentation belong to something else, such as source in a stack. */
function isWorded(line: string): boolean {
  if (indentOf(line) > MOST_INDENT || isGood(line)) return false
  return WORDS.test(line) && !QUOTED.test(line) && !LIBRARY.test(line) && levelOf(line) === null
}

function isLogged(line: string): boolean {
  return LIBRARY.exec(line)?.[1] !== undefined
}

function levelOf(line: string): "error" | "lower" | null {
  for (const pattern of LEVELS) {
    const found = pattern.exec(line)
    if (found !== null) return found[1] === undefined ? "lower" : "error"
  }
  return null
}

function isGood(line: string): boolean {
  return matches(GOOD, line)
}

/** A total that looks like an error is still a total: `ERROR: 3 checks failed`. */
function isTrailer(line: string): boolean {
  if (BARE.test(line) || matches(WRAPPERS, line) || matches(POINTERS, line)) return true
  return matches(SUMS, line) && !isNamed(line)
}

function matches(patterns: readonly RegExp[], line: string): boolean {
  return patterns.some((pattern) => pattern.test(line))
}

function indentOf(line: string | undefined): number {
  return line === undefined ? 0 : line.length - line.trimStart().length
}
