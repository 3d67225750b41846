/**
 * How much a YAML text may hold. Only its words and signs are counted, which takes a fraction of the
 * time and memory of building its tree, and stops at the first that is too much.
 */
import { Lexer } from "yaml"
import type { DiagnosticCode } from "../../core/problems/diagnostic.ts"

/** What a text has too much of, and where that begins. */
export interface Excess {
  readonly code: DiagnosticCode
  readonly message: string
  readonly start: number
  readonly end: number
  readonly hint?: string
}

/** Keys, values, signs and lines: more than a MiB of ordinary YAML has. */
const MAX_PARTS = 250_000
const MAX_ANCHORS = 10_000
const MAX_ALIASES = 10_000
/** Collections inside of each other that are opened without a line of their own. */
const MAX_DEPTH = 64
/** What a text so short holds costs nothing. */
const SHORT = 2_000

interface Count {
  parts: number
  anchors: number
  aliases: number
  /** Brackets that are open. */
  open: number
  /** Signs for an item or a key since the last value or line. */
  signs: number
}

/** The first thing that a text has too much of; null when it may be read. */
export function findExcess(text: string): Excess | null {
  if (text.length < SHORT) return null
  const count: Count = { parts: 0, anchors: 0, aliases: 0, open: 0, signs: 0 }
  let start = 0
  for (const token of new Lexer().lex(text)) {
    if (MARKS.includes(token)) continue
    const end = start + token.length
    const excess = excessAt(count, token)
    if (excess !== null) return { ...excess, start, end }
    start = end
  }
  return null
}

/** Tokens that the lexer adds to say what the next one is. */
const MARKS: readonly string[] = ["\u0002", "\u0018", "\u001f"]

function excessAt(count: Count, token: string): Omit<Excess, "start" | "end"> | null {
  const first = token.charAt(0)
  if (first === " " || first === "\t") return null
  switch (first) {
    case "[":
    case "{":
      count.open++
      break
    case "]":
    case "}":
      if (count.open > 0) count.open--
      break
    case "-":
    case "?":
    case ":":
      if (token.length === 1) count.signs++
      break
    case "&":
      count.anchors++
      break
    case "*":
      count.aliases++
      break
    default:
      count.signs = 0
  }
  if (count.open > MAX_DEPTH || count.signs > MAX_DEPTH) {
    return { code: "yaml/syntax", message: "the text is nested too deeply" }
  }
  if (count.anchors > MAX_ANCHORS) return tooMany("anchors", MAX_ANCHORS)
  if (count.aliases > MAX_ALIASES) return tooMany("aliases", MAX_ALIASES)
  if (++count.parts <= MAX_PARTS) return null
  return {
    code: "file/too-large",
    message: "there are more than 250,000 keys, values, punctuation marks and lines up to here",
    hint: "split it, or generate scenarios with `strategy.matrix`",
  }
}

function tooMany(what: string, limit: number): Omit<Excess, "start" | "end"> {
  return { code: "yaml/alias", message: `there are more than ${limit / 1_000},000 ${what}` }
}
