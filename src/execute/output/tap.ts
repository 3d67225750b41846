/**
 * The Test Anything Protocol in an output, versions 12 to 14: only lines that begin at the margin are
 * read. What is indented belongs to a subtest or to a block of details, and the test at the margin
 * that follows a subtest says how it ended.
 */
import { parseTapLine, type TapLine } from "../../child-reports/tap-line.ts"
import { cutText } from "../../core/text/cut-text.ts"

/** What every line begins with that counts; anything else is passed over unread. */
export const TAP_LINE = /(?<![^\n])(?:ok|not ok|1\.\.|TAP version |Bail out!)/u

/** What an output in TAP came to. */
export interface TapEnd {
  /**
   * `failed`: a test did, or all was given up. `short`: fewer tests than planned. `skipped`: the plan
   * says that nothing is tested.
   */
  readonly verdict: "passed" | "failed" | "short" | "skipped"
  /** What to say of it; null for what passed. */
  readonly message: string | null
}

type TapTest = Extract<TapLine, { kind: "test" }>

const NAME_CHARACTERS = 200

/** Lines that are read in some tens of milliseconds. */
const LINES_AT_ONCE = 50_000

/**
 * Reads the lines of an output in which `TAP_LINE` is found; null where it is no TAP. A plan and a
 * version line alone may stand anywhere, and so may tests: only together they are TAP. Several
 * documents after one another count as one. `rest` lets others have their turn where lines are many.
 */
export async function readTap(
  lines: Iterable<string>,
  rest: () => Promise<void>,
): Promise<TapEnd | null> {
  let plans = 0
  let planned = 0
  let skip: string | null = null
  let version = false
  let tests = 0
  let failed = 0
  let first: string | null = null
  let bail: string | null = null
  let read = 0
  for (const raw of lines) {
    read += 1
    if (read % LINES_AT_ONCE === 0) await rest()
    const line = parseTapLine(raw)
    if (line === null) continue
    switch (line.kind) {
      case "test":
        tests += 1
        if (line.ok || line.directive === "todo") break
        failed += 1
        first ??= titleOf(line.number ?? tests, line)
        break
      case "plan":
        plans += 1
        planned += line.planned
        skip = line.skip ?? skip
        break
      case "version":
        version = true
        break
      case "bail-out":
        bail ??= line.reason
    }
  }
  const isTap = (version || plans > 0) && (tests > 0 || bail !== null || (version && plans > 0))
  if (!isTap && skip === null) return null
  const of = Math.max(planned, tests)
  const said = [
    ...(bail === null ? [] : [bail === "" ? "bailed out" : `bailed out: ${cut(bail)}`]),
    ...(first === null ? [] : [`${failed} of ${of} failed, first: ${first}`]),
    ...(tests >= planned ? [] : [`${tests} of ${planned} planned tests ran`]),
  ]
  if (failed > 0 || bail !== null) return { verdict: "failed", message: said.join("; ") }
  if (tests < planned) return { verdict: "short", message: `only ${said.join("; ")}` }
  if (tests === 0) return { verdict: "skipped", message: cut(skip ?? "") || "no tests (1..0)" }
  return { verdict: "passed", message: null }
}

/** `6 - opens the basket`, with its directive. */
function titleOf(number: number, { name, directive, reason }: TapTest): string {
  const why = directive === "skip" ? `# SKIP ${reason}`.trim() : ""
  const title = [name, why].filter(Boolean).join(" ")
  return cut(title === "" ? String(number) : `${number} - ${title}`)
}

function cut(text: string): string {
  return cutText(text, NAME_CHARACTERS, "…")
}
