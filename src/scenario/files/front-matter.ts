/**
 * The header of a script: found in its leading comments, freed of comment markers, with every offset
 * still known in the script.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { SourceFile } from "../../core/text/source.ts"
import { HEADER_KEYS } from "../keys/suite.ts"
import { type LocatedDocument, type Path, readDocument } from "../text/document.ts"

/** What the leading comments of a script hold. */
export type Header =
  | { readonly kind: "none" }
  | { readonly kind: "broken"; readonly diagnostic: Diagnostic }
  | { readonly kind: "found"; readonly document: LocatedDocument; readonly line: number }

interface Line {
  readonly text: string
  readonly start: number
}

/** A comment line: what marks it, and what follows the marker and one blank. */
interface Comment {
  readonly marker: string
  readonly text: string
  readonly start: number
}

const COMMENT = /^(\s*)(#|\/\/|--|;|@?rem(?=\s|$))(.*)$/iu

/** Keys that headers of other tools use for ours. */
const SYNONYMS: Readonly<Record<string, string>> = {
  "depends-on": "needs",
  "estimated-time": "estimate",
}

/** The interpreter line of a script without `#!`; null when there is none. */
export function shebangOf(text: string): string | null {
  const line = /^#!([^\r\n]*)/u.exec(text)?.[1]?.trim()
  return line === undefined || line === "" ? null : line
}

/** Finds and reads the header of a script. `file` holds the start of the script. */
export function readHeader(file: SourceFile): Header {
  // One by one: most of a script is behind its header.
  const lines = linesOf(file.text)
  let index = 0
  for (let next = lines.next(); !next.done; next = lines.next(), index++) {
    const line = next.value
    if (index === 0 && line.text.startsWith("#!")) continue
    if (line.text.trim() === "" || /^@echo off\b/iu.test(line.text)) continue
    const comment = toComment(line)
    if (comment === undefined) break
    if (closing(comment.text) !== undefined) return readFenced(file, { lines, comment, index })
  }
  return { kind: "none" }
}

/** `lines` gives those behind the line that opens the header. */
function readFenced(
  file: SourceFile,
  at: { readonly lines: Iterator<Line>; readonly comment: Comment; readonly index: number },
): Header {
  const { lines, comment, index } = at
  const end = closing(comment.text)
  const inside: Comment[] = []
  for (let step = lines.next(); !step.done; step = lines.next()) {
    const line = step.value
    const next =
      line.text.trim() === "" ? { ...comment, text: "", start: line.start } : toComment(line)
    if (next === undefined || next.marker !== comment.marker) break
    if (next.text.trim() === end) {
      return { kind: "found", document: documentOf(file, inside), line: index + 1 }
    }
    inside.push(next)
  }
  const { start, text } = comment
  const range = { start, end: start + text.trimEnd().length }
  const message = `the header that \`${text.trim()}\` opens is not closed`
  const hint = `close it with a comment line \`${end}\`, before the first line that is not a comment`
  const said = { code: "script/front-matter", message, hint } as const
  return { kind: "broken", diagnostic: errorAt({ file, range }, said) }
}

/** The YAML of the lines, each at an offset of its own in the script. */
function documentOf(file: SourceFile, lines: readonly Comment[]): LocatedDocument {
  const starts: number[] = []
  let text = ""
  for (const line of lines) {
    starts.push(text.length)
    text += `${line.text}\n`
  }
  const toFileOffset = (offset: number) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    const line = lines[low]
    if (line === undefined) return 0
    return line.start + Math.min(offset - (starts[low] ?? 0), line.text.length)
  }
  return readDocument(file, {
    text,
    toFileOffset,
    rename: headerKey,
    syntaxCode: "script/front-matter",
  })
}

/** Keys whose mappings may be written in snake case too; of others the keys are the author's. */
const NESTED: readonly string[] = ["retry", "limits", "strategy", "expect"]

/** The name of a key of a header: snake case and synonyms are brought to ours. */
function headerKey(key: string, parent: Path): string {
  const top = parent.length === 0
  if (!top && !(parent.length === 1 && NESTED.includes(String(parent[0])))) return key
  const kebab = key.replaceAll("_", "-")
  if (!top) return kebab
  if (Object.hasOwn(SYNONYMS, kebab)) return SYNONYMS[kebab] ?? key
  if (kebab === key) return key
  return HEADER_KEYS.includes(kebab) ? kebab : key
}

/**
 * An estimate as headers of other tools write it: `5-15 min` is the mean of both ends. Anything else
 * comes back as it is.
 */
export function plainEstimate(text: string): string {
  const found =
    /^[~≈]?\s*(\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\.\d+)?))?\s*(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)\.?$/iu.exec(
      text.trim(),
    )
  if (found === null) return text
  const [, from = "0", to = from, unit = "s"] = found
  return `${(Number(from) + Number(to)) / 2}${unit.charAt(0).toLowerCase()}`
}

function* linesOf(text: string): Generator<Line, undefined> {
  let start = 0
  while (start < text.length) {
    let end = start
    for (let code = text.charCodeAt(end); code !== 10 && code !== 13; code = text.charCodeAt(end)) {
      if (++end >= text.length) break
    }
    yield { text: text.slice(start, end), start }
    start = text.startsWith("\r\n", end) ? end + 2 : end + 1
  }
  return undefined
}

function toComment(line: Line): Comment | undefined {
  const found = COMMENT.exec(line.text)
  if (found === null) return undefined
  const [, indent = "", marker = "", rest = ""] = found
  const blank = /^[ \t]/u.test(rest) ? 1 : 0
  return {
    marker: marker.toLowerCase(),
    text: rest.slice(blank),
    start: line.start + indent.length + marker.length + blank,
  }
}

function closing(text: string): string | undefined {
  const fence = text.trim()
  if (fence === "---") return "---"
  return fence === "@meta" ? "@endmeta" : undefined
}
