/**
 * The lines of the Test Anything Protocol, versions 12 to 14, at the margin of their document.
 */

/** A line that says something of the tests. */
export type TapLine =
  /** `ok` as written: a test that is still to do may fail. */
  | {
      readonly kind: "test"
      readonly ok: boolean
      readonly number: number | null
      readonly name: string
      readonly directive: "todo" | "skip" | null
      /** Why, after a directive. */
      readonly reason: string
      /** Subtests of it follow in braces. */
      readonly opens: boolean
    }
  /** `skip` is the reason of a plan that tests nothing; null where it tests something. */
  | { readonly kind: "plan"; readonly planned: number; readonly skip: string | null }
  | { readonly kind: "version" }
  | { readonly kind: "bail-out"; readonly reason: string }

/** Without a number one space alone: `ok  \texample.com/cart  0.1s` is a line of Go's. */
const TEST = /^(not )?ok(?:\s+(\d{1,9})(?=\s|$)|(?= \S)|$)(.*)$/u
const PLAN = /^1\.\.(\d{1,9})(?:$|\s*#\s*(.*)$)/u
const VERSION = /^TAP version \d+$/u
const BAIL_OUT = /^Bail out!\s*(.*)$/u
/** `\#` is a sign of the name. */
const DIRECTIVE = /(?:^|\s)#\s*(todo|skip\S*)[\s:-]*(.*)$/iu
const SKIP = /^skip\S*[\s:-]*/iu

/** Null for all other lines. */
export function parseTapLine(raw: string): TapLine | null {
  const line = raw.trimEnd()
  const test = TEST.exec(line)
  if (test !== null) {
    const [, not, number, text = ""] = test
    const [whole = "", word = "", reason = ""] = DIRECTIVE.exec(text) ?? []
    const directive = word === "" ? null : word.toLowerCase() === "todo" ? "todo" : "skip"
    const opens = text.endsWith(" {")
    const said = directive === null ? text : text.slice(0, text.length - whole.length)
    const name = nameOf(said.replace(/ \{$/u, "").replace(/\s+# time=[\d.]+m?s$/u, ""))
    const known = number === undefined ? null : Number(number)
    return { kind: "test", ok: not === undefined, number: known, name, directive, reason, opens }
  }
  const plan = PLAN.exec(line)
  if (plan !== null) {
    const [, planned, directive = ""] = plan
    const skips = planned === "0" && SKIP.test(directive)
    return {
      kind: "plan",
      planned: Number(planned),
      skip: skips ? directive.replace(SKIP, "") : null,
    }
  }
  if (VERSION.test(line)) return { kind: "version" }
  const bail = BAIL_OUT.exec(line)
  return bail === null ? null : { kind: "bail-out", reason: bail[1] ?? "" }
}

function nameOf(text: string): string {
  return text
    .replace(/^\s*(?:-\s)?\s*/u, "")
    .replace(/\\([#\\])/gu, "$1")
    .trim()
}
