/**
 * Patterns over paths: `*` and `?` stay inside a folder, `**` crosses folders, `{a,b}` is either;
 * those for files also know sets (`[a-z]`), `\` and groups such as `!(a|b)`. For every pattern, the
 * time is linear in the text, without backtracking.
 */
import {
  either,
  exactly,
  inOrder,
  many,
  matchesWhole,
  one,
  other,
  repeated,
  type Step,
} from "./linear-match.ts"

/** Whether a path with `/` matches. */
export type PathMatcher = (path: string) => boolean

/** What may follow the matched part of a path. */
type Below = "nothing" | "anything"

/** Compiles a pattern; any text is valid. `below` also matches everything in a matched folder. */
export function compileGlob(
  pattern: string,
  { groups, below = "nothing" }: { readonly groups: boolean; readonly below?: Below },
): PathMatcher {
  const step = new Reader(pattern, groups).read()
  const rest = either([NOTHING, inOrder([exactly("/"), many(() => true)])])
  const whole = below === "anything" ? inOrder([step, rest]) : step
  const fixed = /^[^*?{}[\]()\\!+@|,]*/u.exec(pattern)?.[0] ?? ""
  // The part before a group can be repeated or omitted with it.
  const start = fixed.slice(0, fixed.length < pattern.length ? -1 : undefined)
  const pieces = literalPieces(pattern)
  return (path) =>
    path.startsWith(start) &&
    pieces.every((piece) => path.includes(piece)) &&
    matchesWhole(whole, path)
}

/** Texts that every match holds: most paths are refused by them, much sooner than by the steps. */
function literalPieces(pattern: string): readonly string[] {
  if (/[{[(\\]/u.test(pattern)) return []
  return pattern.split(/(?:(?<=^|\/)\*\*+\/)+|[*?]+/u).filter((piece) => piece !== "")
}

const NOTHING = exactly("")
const ANY = many(() => true)
const inFolder = (char: string) => char !== "/"
const IN_FOLDER = many(inFolder)
/** Folders, or none. */
const FOLDERS = either([NOTHING, inOrder([ANY, exactly("/")])])

/** Reads a pattern from left to right. */
class Reader {
  readonly #pattern: string
  readonly #groups: boolean
  #at = 0

  constructor(pattern: string, groups: boolean) {
    this.#pattern = pattern
    this.#groups = groups
  }

  read(): Step {
    return this.#sequence("")
  }

  /** Up to one of the characters, which is not consumed. */
  #sequence(ends: string): Step {
    const steps: Step[] = []
    while (this.#at < this.#pattern.length) {
      const char = this.#pattern[this.#at] ?? ""
      if (ends.includes(char)) break
      steps.push(this.#step())
    }
    return inOrder(steps)
  }

  #step(): Step {
    const rest = this.#pattern.slice(this.#at)
    const before = this.#at === 0 ? "/" : this.#pattern[this.#at - 1]
    const across = before === "/" ? /^\*\*+(\/|$)/u.exec(rest) : null
    if (across !== null) {
      this.#at += across[0].length
      return across[1] === "/" ? FOLDERS : ANY
    }
    const special = this.#groups ? (this.#group(rest) ?? this.#set(rest)) : null
    if (special !== null) return special
    const range = this.#groups ? this.#range(rest) : null
    if (range !== null) return range
    if (rest.startsWith("{") && rest.indexOf("}") > 0) {
      this.#at += 1
      return either(this.#alternatives(",", "}"))
    }
    const [taken = ""] = /^(?:\*+|[\s\S])/u.exec(rest) ?? []
    this.#at += taken.length
    if (taken.startsWith("*")) return IN_FOLDER
    if (taken === "?") return one(inFolder)
    if (taken !== "\\" || !this.#groups) return exactly(taken)
    const [escaped = "\\"] = /^[\s\S]/u.exec(this.#pattern.slice(this.#at)) ?? []
    this.#at += escaped === "\\" && this.#at >= this.#pattern.length ? 0 : escaped.length
    return exactly(escaped)
  }

  #alternatives(between: string, end: string): Step[] {
    const steps = [this.#sequence(between + end)]
    while (this.#pattern[this.#at] === between) {
      this.#at += 1
      steps.push(this.#sequence(between + end))
    }
    this.#at += 1
    return steps
  }

  /** `!(a|b)` and similar groups. */
  #group(rest: string): Step | null {
    const [, kind] = /^([!?*+@]?)\((?=[\s\S]*\))/u.exec(rest) ?? []
    if (kind === undefined) return null
    this.#at += kind.length + 1
    const inner = either(this.#alternatives("|", ")"))
    if (kind === "!") return other(inner, inFolder)
    if (kind === "?") return either([NOTHING, inner])
    if (kind === "*") return either([NOTHING, repeated(inner)])
    return kind === "+" ? repeated(inner) : inner
  }

  /** `{1..12}` or `{a..f}`. */
  #range(rest: string): Step | null {
    const [all, a, b] = /^\{(\d{1,3})\.\.(\d{1,3})\}/u.exec(rest) ?? []
    const [letters, c, d] = /^\{([a-z])\.\.([a-z])\}/iu.exec(rest) ?? []
    const [from, to] = all === undefined ? [c, d].map(codeOf) : [Number(a), Number(b)]
    if (from === undefined || to === undefined) return null
    this.#at += (all ?? letters ?? "").length
    const members = Array.from(
      { length: Math.abs(to - from) + 1 },
      (_, i) => Math.min(from, to) + i,
    )
    return either(
      members.map((member) =>
        exactly(all === undefined ? String.fromCharCode(member) : String(member)),
      ),
    )
  }

  #set(rest: string): Step | null {
    const [all, not = "", inside = ""] = /^\[([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]/u.exec(rest) ?? []
    if (all === undefined) return null
    try {
      const named = inside.replace(/\[:(\w+):\]/gu, (_, name: string) => NAMED[name] ?? "")
      const set = new RegExp(
        `^[${not === "" ? "" : "^"}${named.replace(/[\]&[]/gu, "\\$&")}]$`,
        "u",
      )
      this.#at += all.length
      return one((char) => inFolder(char) && set.test(char))
    } catch {
      return null
    }
  }
}

function codeOf(letter: string | undefined): number | undefined {
  return letter?.charCodeAt(0)
}

/** Sets by name, as POSIX has them. */
const NAMED: Readonly<Record<string, string>> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  word: "\\w",
  space: " \\t\\r\\n\\v\\f",
  xdigit: "A-Fa-f0-9",
}
