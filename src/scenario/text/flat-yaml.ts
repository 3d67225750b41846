/**
 * The plainest of YAML, read without the library: keys in lines of their own, with plain or quoted
 * texts, whole numbers and short flow collections. Most headers of scripts are that, and a folder may
 * hold thousands. Whatever is not certain to mean the same to the library is left to it.
 */
import type { Range } from "../../core/text/source.ts"
import type { Located, Path } from "./yaml-tree.ts"

/** What reading needs to know of the text around. */
export interface FlatOptions {
  readonly rangeOf: (start: number, end: number) => Range
  /** The name a key goes by. */
  readonly rename: (key: string, parent: Path) => string
}

interface Cursor extends FlatOptions {
  readonly text: string
  at: number
}

const KEY = /[A-Za-z_][A-Za-z0-9_-]*/y
/** Letters, digits and signs that have no meaning anywhere in a plain text. */
const PLAIN =
  /(?:[A-Za-z0-9_(\u00a1-\u2027\u2030-\ud7ff]|\.?\/)[A-Za-z0-9_()./+=\u00a1-\u2027\u2030-\ud7ff -]*/y
const QUOTED = /"[A-Za-z0-9_()./+=,;:#'$*&!?@<>{}[\]|%~^\u00a1-\u2027\u2030-\ud7ff -]*"/y
const SPACES = / */y
/** What the library may take for a number. */
const NUMBER_LIKE = /^[0-9][0-9A-Fa-fxo.+-]*$/u
const WORD_LIKE = /^(?:true|false|null)$/iu
const MAX_DEPTH = 4

/** Reads a whole text; null when it holds anything else. */
export function readFlatYaml(text: string, options: FlatOptions): Located | null {
  const cursor: Cursor = { ...options, text, at: 0 }
  const members = new Map<string, Located>()
  while (cursor.at < text.length) {
    if (!readMember(cursor, { members, path: [], depth: 0 })) return null
    if (cursor.at < text.length && text[cursor.at++] !== "\n") return null
  }
  return members.size === 0 ? null : mapOf(members, options.rangeOf(0, cursor.at))
}

interface Inside {
  readonly path: Path
  readonly depth: number
}

function readMember(
  cursor: Cursor,
  into: Inside & { readonly members: Map<string, Located> },
): boolean {
  const { members, path, depth } = into
  const start = cursor.at
  const key = match(cursor, KEY)
  if (key === null || WORD_LIKE.test(key)) return false
  const keyRange = cursor.rangeOf(start, cursor.at)
  if (!cursor.text.startsWith(": ", cursor.at)) return false
  cursor.at += 2
  match(cursor, SPACES)
  const name = cursor.rename(key, path)
  const value = readValue(cursor, { path: [...path, name], depth })
  // The library knows how to complain of a key that is given twice.
  if (value === null || members.has(name)) return false
  members.set(name, { ...value, key: keyRange })
  return true
}

function readValue(cursor: Cursor, inside: Inside): Located | null {
  const first = cursor.text[cursor.at]
  if (inside.depth > MAX_DEPTH) return null
  if (first === "[" || first === "{") return readFlow(cursor, inside)
  return readScalar(cursor, first)
}

function readScalar(cursor: Cursor, first: string | undefined): Located | null {
  const start = cursor.at
  if (first === '"') {
    const quoted = match(cursor, QUOTED)
    if (quoted === null) return null
    const value = quoted.slice(1, -1)
    return { value, range: cursor.rangeOf(start, cursor.at), written: value, size: 1 }
  }
  const found = match(cursor, PLAIN)
  if (found === null) return null
  const written = found.trimEnd()
  cursor.at = start + written.length
  if (WORD_LIKE.test(written)) return null
  const range = cursor.rangeOf(start, cursor.at)
  if (!NUMBER_LIKE.test(written)) return { value: written, range, written, size: 1 }
  if (!/^(?:0|[1-9]\d{0,14})$/u.test(written)) return null
  return { value: Number(written), range, written, size: 1 }
}

function readFlow(cursor: Cursor, { path, depth }: Inside): Located | null {
  const start = cursor.at
  const close = cursor.text[cursor.at++] === "[" ? "]" : "}"
  const items: Located[] = []
  const members = new Map<string, Located>()
  for (;;) {
    match(cursor, SPACES)
    if (cursor.text[cursor.at] === close) break
    if (close === "}") {
      if (!readMember(cursor, { members, path, depth: depth + 1 })) return null
    } else {
      const item = readValue(cursor, { path: [...path, items.length], depth: depth + 1 })
      if (item === null) return null
      items.push(item)
    }
    match(cursor, SPACES)
    if (cursor.text[cursor.at] === close) break
    if (cursor.text[cursor.at++] !== "," || cursor.text[cursor.at] !== " ") return null
  }
  cursor.at++
  const range = cursor.rangeOf(start, cursor.at)
  if (close === "}") return mapOf(members, range)
  const size = items.reduce((sum, item) => sum + item.size, 1)
  return { value: items.map((item) => item.value), range, items, size }
}

function mapOf(members: ReadonlyMap<string, Located>, range: Range): Located {
  let size = 1
  for (const member of members.values()) size += member.size
  const value = Object.fromEntries([...members].map(([name, member]) => [name, member.value]))
  return { value, range, members, size }
}

function match(cursor: Cursor, expression: RegExp): string | null {
  expression.lastIndex = cursor.at
  const found = expression.exec(cursor.text)?.[0]
  if (found === undefined) return null
  cursor.at += found.length
  return found
}
