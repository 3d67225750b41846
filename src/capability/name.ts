/**
 * Names of capabilities and of their parts: `docker`, `cluster.memory`, `cluster["nvidia.com/gpu"]`,
 * `["python3.11"]`.
 */
import { err, ok, type Result } from "../core/problems/result.ts"

/** An error at a place of a text, with a suggested fix. */
export interface TextProblem {
  /** Offset of the first wrong character, from 0. */
  readonly offset: number
  /** A fragment in lower case. */
  readonly message: string
  readonly hint: string
}

const WORD = /[A-Za-z_][A-Za-z0-9_-]*/uy
const QUOTED = /\[\s*(?:"([^"\]]+)"|'([^'\]]+)')\s*\]/uy

/** A name that begins a text, and where it ends. */
export interface ReadName {
  readonly parts: readonly string[]
  readonly end: number
}

/** Reads the name that starts at an offset. */
export function readName(text: string, offset: number): Result<ReadName, TextProblem> {
  const first = match(WORD, text, offset) ?? match(QUOTED, text, offset)
  if (first === null) return err(noName(text, offset))
  const parts = [first[1] ?? first[2] ?? first[0]]
  let end = offset + first[0].length
  while (end < text.length) {
    if (text[end] === ".") {
      const word = match(WORD, text, end + 1)
      if (word === null) return err(noPart(text, { offset, at: end + 1 }))
      parts.push(word[0])
      end += 1 + word[0].length
    } else if (text[end] === "[") {
      const quoted = match(QUOTED, text, end)
      if (quoted === null) return err(noQuoted(text, { offset, at: end }))
      parts.push(quoted[1] ?? quoted[2] ?? "")
      end += quoted[0].length
    } else if (text[end] === "+") {
      return err(unquoted(text, { offset, at: end }))
    } else break
  }
  return ok({ parts, end })
}

/** Parses a text that is a name and nothing else. */
export function parseName(text: string): Result<readonly string[], TextProblem> {
  const start = text.length - text.trimStart().length
  const name = readName(text, start)
  if (!name.ok) return name
  const { parts, end } = name.value
  if (text.slice(end).trim() === "") return ok(parts)
  const message = `${JSON.stringify(text.slice(end).trim())} does not belong to a name`
  return err({ offset: end, message, hint: 'write a, a.b or a["b/c"]' })
}

/** The normalized form of a name, for comparisons. */
export function formatName(parts: readonly string[]): string {
  return parts
    .map((part, index) => {
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/u.test(part)) return `["${part}"]`
      return index === 0 ? part : `.${part}`
    })
    .join("")
}

/** A name as `formatName` writes it; any other text is the name of a program. */
export function canonicalName(text: string): string {
  const parts = parseName(text)
  return formatName(parts.ok ? parts.value : [text])
}

function match(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset
  return pattern.exec(text)
}

/** Where a name begins, and what of it is wrong. */
interface Wrong {
  readonly offset: number
  readonly at: number
}

function noName(text: string, offset: number): TextProblem {
  const found = text.slice(offset).trim()
  if (/^\d/u.test(found)) return unquoted(text, { offset, at: offset })
  if (found.startsWith("[")) return noQuoted(text, { offset, at: offset })
  return {
    offset,
    message: found === "" ? "there is no name of a capability" : "a requirement begins with a name",
    hint: 'write a name such as docker, or a comparison such as "memory >= 8Gi"',
  }
}

function noPart(text: string, wrong: Wrong): TextProblem {
  // `python3.11`: parts of a capability have no numbers as names.
  if (/\d/u.test(text.charAt(wrong.at))) return unquoted(text, wrong)
  const hint = 'write a.b, or a["b/c"] if the part has characters other than letters and digits'
  return { offset: wrong.at, message: "a part of the name is missing after the dot", hint }
}

function noQuoted(text: string, { offset, at }: Wrong): TextProblem {
  const [, meant] = /^\[\s*["']?([^\s"'[\]]+)/u.exec(text.slice(at)) ?? []
  const example =
    meant === undefined ? 'cluster["nvidia.com/gpu"]' : `${text.slice(offset, at)}["${meant}"]`
  const hint = `write the part in quotes: ${example}`
  return { offset: at, message: "the part in brackets is not in quotes or not closed", hint }
}

/** A program whose name contains characters that need brackets. */
function unquoted(text: string, { offset, at }: Wrong): TextProblem {
  const [program = ""] = /^[^\s<>=!≥≤≠"'[\]]+/u.exec(text.slice(offset)) ?? []
  const hint = `put a name with such characters in brackets and quotes: '["${program}"]'`
  return { offset: at, message: `\`${program}\` is not a name without brackets`, hint }
}
