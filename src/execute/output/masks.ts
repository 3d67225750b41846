/**
 * Values that children ask to be kept secret, in the words of Actions: a line `::add-mask::VALUE`, or
 * `##[add-mask]VALUE` as runners of long ago wrote it.
 */
import type { Files } from "../../ports/files.ts"

const COMMAND = "add-mask"
const KEY = "::"
const OLD_KEY = "##["
const MARK = /(?:::|##\[)[Aa][Dd][Dd]-[Mm][Aa][Ss][Kk]/u

/** A longer log is searched up to here before its end is recorded, and whole before it is uploaded. */
const SEARCH_BYTES = 100 * 1024 * 1024

/** A child that asks for more is no child that keeps secrets: so many values, so long together. */
const MOST_MASKS = 1_000
const MOST_CHARS = 65_536

/** Lines that hold the command, also in their middle, are looked at one by one. */
const MOST_LINES = 50_000

/** The values that a log asks to be masked, from an offset on. */
export function masksIn(
  files: Files,
  log: { readonly path: string; readonly from: number; readonly bytes?: number },
): string[] {
  const { path, from, bytes = SEARCH_BYTES } = log
  const values = new Set<string>()
  let chars = 0
  let lines = 0
  for (const line of files.findLines(path, { pattern: MARK, from, bytes })) {
    lines += 1
    const value = maskOf(line)
    if (value !== null && value.trim() !== "" && !values.has(value)) {
      chars += value.length
      if (chars > MOST_CHARS) break
      values.add(value)
    }
    if (values.size === MOST_MASKS || lines === MOST_LINES) break
  }
  return [...values]
}

/** The value that a line asks to be masked, read as the runner reads it; null for any other line. */
export function maskOf(line: string): string | null {
  const text = line.trimStart()
  if (text.startsWith(KEY)) {
    const end = text.indexOf(KEY, KEY.length)
    if (end >= 0 && isCommand(text.slice(KEY.length, end))) {
      return unescapeValue(text.slice(end + KEY.length))
    }
  }
  const from = line.indexOf(OLD_KEY)
  const end = from < 0 ? -1 : line.indexOf("]", from)
  if (end < 0 || !isCommand(line.slice(from + OLD_KEY.length, end))) return null
  return unescapeValue(line.slice(end + 1), OLD_ESCAPES)
}

/** Properties may follow the name. */
function isCommand(text: string): boolean {
  return text.split(" ", 1)[0]?.toLowerCase() === COMMAND
}

const ESCAPES = [
  ["%0D", "\r"],
  ["%0A", "\n"],
] as const
const OLD_ESCAPES = [["%3B", ";"], ...ESCAPES, ["%5D", "]"]] as const

/** The sign of an escape itself comes last, as everywhere in Actions. */
function unescapeValue(
  text: string,
  escapes: readonly (readonly [string, string])[] = ESCAPES,
): string {
  return escapes
    .reduce((rest, [code, char]) => rest.replaceAll(code, char), text)
    .replaceAll("%25", "%")
}
