/**
 * A YAML or JSON text that was read: its value, its problems, and where everything stands.
 * Knows nothing of what the keys mean.
 */
import {
  Composer,
  type CST,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Parser,
  visit,
  YAMLParseError,
  type YAMLWarning,
} from "yaml"
import type { Json } from "../../core/json/json.ts"
import { type Diagnostic, type DiagnosticCode, errorAt } from "../../core/problems/diagnostic.ts"
import { LineIndex, type Location, type Range, type SourceFile } from "../../core/text/source.ts"
import { findExcess } from "./text-limits.ts"
import { type Located, type Path, readTree } from "./yaml-tree.ts"

export type { Path } from "./yaml-tree.ts"

/** A text that was read, whatever is wrong with it. */
export interface LocatedDocument {
  readonly file: SourceFile
  /** Null where nothing could be read. */
  readonly value: Json
  /** True when the text did not parse, so that nothing can be said of what it holds. */
  readonly broken: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** Place of a value, else of the nearest value around it. */
  locate(path: Path): Location
  /** Place of the key at the end of the path, else as `locate`. */
  locateKey(path: Path): Location
  /** Place of a part of the text at the path; the whole text where the part is written otherwise. */
  locateInText(path: Path, part: Range): Location
  /** 1-based line of a place in this document. */
  lineOf(location: Location): number
  /** A scalar as it was written: `1.10` where the value is 1.1. */
  written(path: Path): string | undefined
}

/** For a text that is part of a larger file, or whose keys have several spellings. */
export interface DocumentOptions {
  /** The YAML text, when it is not the whole file. */
  readonly text?: string
  /** Offset in the file for an offset in the text. */
  readonly toFileOffset?: (offset: number) => number
  /** The name a key goes by; the value is found under that name. */
  readonly rename?: (key: string, parent: Path) => string
  /** Code for a text that does not parse. */
  readonly syntaxCode?: DiagnosticCode
}

/** Reads a YAML or JSON text; nothing that a file can hold makes it throw. */
export function readDocument(file: SourceFile, options: DocumentOptions = {}): LocatedDocument {
  const toFile = options.toFileOffset ?? ((offset: number) => offset)
  // The library points behind the end of a text that stops too early.
  const clamp = (offset: number) => Math.max(0, Math.min(offset, file.text.length))
  const rangeOf = (start: number, end: number): Range => ({
    start: clamp(toFile(start)),
    end: clamp(end > start ? toFile(end - 1) + 1 : toFile(start)),
  })
  const diagnostics: Diagnostic[] = []
  const root = readRoot(file, { ...options, rangeOf, diagnostics })
  const whole: Located = { value: null, range: rangeOf(0, 0), size: 1 }
  let lines: LineIndex | undefined
  const find = (path: Path) => findIn(root ?? whole, path)
  return {
    file,
    value: root?.value ?? null,
    broken: root === null || diagnostics.some(({ code }) => code === "yaml/alias"),
    diagnostics,
    locate: (path) => ({ file, range: find(path).range }),
    locateKey: (path) => ({ file, range: find(path).key ?? find(path).range }),
    locateInText: (path, part) => ({ file, range: partOf(file, find(path), part) }),
    lineOf: (location) => {
      lines ??= new LineIndex(file.text)
      return lines.position(location.range.start).line
    },
    written: (path) => find(path).written,
  }
}

/** The tree; null when the text does not parse, and an empty one when there is no text. */
function readRoot(
  file: SourceFile,
  options: DocumentOptions & {
    readonly rangeOf: (start: number, end: number) => Range
    readonly diagnostics: Diagnostic[]
  },
): Located | null {
  const { rangeOf, diagnostics, syntaxCode = "yaml/syntax" } = options
  const rename = options.rename ?? ((key: string) => key)
  const excess = findExcess(options.text ?? file.text)
  if (excess !== null) {
    const { code, message, start, end, hint } = excess
    const location = { file, range: rangeOf(start, end) }
    diagnostics.push(
      errorAt(location, { code: code === "yaml/syntax" ? syntaxCode : code, message, hint }),
    )
    return null
  }
  try {
    const document = withoutTraces(() => parseDocument(options.text ?? file.text))
    const problems = [...document.errors, ...document.warnings].slice(0, MAX_PROBLEMS)
    // The library turns the end of its stack into an error of the document.
    if (problems.some(({ message }) => /call stack/iu.test(message))) throw new RangeError()
    let unclosed = false
    for (const problem of problems) {
      const open = unclosedAt(document, problem)
      // What stands around something unclosed seems unclosed too.
      if (open !== undefined && unclosed) continue
      unclosed ||= open !== undefined
      const [start, end] = open === undefined ? problem.pos : [open.start, open.start + 1]
      const location = { file, range: rangeOf(start, end) }
      const message = open?.message ?? messageOf(problem)
      diagnostics.push(errorAt(location, { code: syntaxCode, message, hint: hintFor(problem) }))
    }
    if (problems.length > 0) return null
    if (document.contents === null) return { value: null, range: rangeOf(0, 0), size: 1 }
    return readTree(document.contents, {
      rangeOf,
      rename,
      report: ({ range, related, ...problem }) => {
        // Aliases that cannot be used spoil the rest, which has to be known.
        if (diagnostics.length >= MAX_PROBLEMS && problem.code !== "yaml/alias") return
        const first = related && [
          { message: related.message, location: { file, range: related.range } },
        ]
        diagnostics.push(errorAt({ file, range }, { ...problem, related: first }))
      },
    })
  } catch (error) {
    // The library recurses; a text of nothing but brackets ends its stack.
    if (!(error instanceof RangeError)) throw error
    const location = { file, range: rangeOf(0, 0) }
    const message = "the text is nested too deeply"
    diagnostics.push(errorAt(location, { code: syntaxCode, message }))
    return null
  }
}

/** As the library's function of this name, but not beyond the problems that are told. */
function parseDocument(text: string): Document.Parsed {
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "error" })
  const tokens = untilTooManyProblems(new Parser().parse(text))
  const [first, second] = composer.compose(tokens, true, text.length)
  if (first === undefined) throw new Error("a text has at least one document")
  if (second !== undefined) {
    const [start, end] = second.range
    first.errors.push(new YAMLParseError([start, end], "MULTIPLE_DOCS", ""))
  }
  return first
}

/** Of half a MiB of closing brackets each would be a problem. */
function* untilTooManyProblems(tokens: Iterable<CST.Token>): Iterable<CST.Token> {
  let problems = 0
  for (const token of tokens) {
    yield token
    if (token.type === "error" && ++problems === MAX_PROBLEMS) return
  }
}

/** The library makes an exception of every problem; their traces take time, and nobody reads them. */
function withoutTraces<T>(parse: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parse()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Problems of one text that are told; nobody reads further. */
const MAX_PROBLEMS = 1_000

function findIn(root: Located, path: Path): Located {
  let at = root
  for (const step of path) {
    const next = typeof step === "number" ? at.items?.[step] : at.members?.get(String(step))
    if (next === undefined) return at
    at = next
  }
  return at
}

/** Looks the part up in the source, as often as it stands before in the value. */
function partOf(file: SourceFile, located: Located, part: Range): Range {
  if (typeof located.value !== "string") return located.range
  const wanted = located.value.slice(part.start, part.end)
  if (wanted === "") return located.range
  let at = located.range.start - 1
  for (let i = located.value.indexOf(wanted); i >= 0; i = located.value.indexOf(wanted, i + 1)) {
    at = file.text.indexOf(wanted, at + 1)
    if (at < 0 || at + wanted.length > located.range.end) return located.range
    if (i >= part.start) break
  }
  return { start: at, end: at + wanted.length }
}

/**
 * Where something that is never closed begins. The library points at the place where it gave up,
 * often the end of the file.
 */
function unclosedAt(
  document: Document,
  problem: YAMLParseError | YAMLWarning,
): { readonly start: number; readonly message: string } | undefined {
  if (problem.code !== "MISSING_CHAR" && problem.code !== "BAD_INDENT") return undefined
  const closer = /(?:end with a|closing|Expected).*?([\]}"'])/u.exec(problem.message)?.[1]
  const opener = { "]": "[", "}": "{", '"': '"', "'": "'" }[closer ?? ""]
  if (closer === undefined || opener === undefined) return undefined
  let start: number | undefined
  visit(document, {
    Node: (_, node) => {
      const [from = 0, , to = 0] = "range" in node && node.range ? node.range : []
      if (from > problem.pos[0] || to < problem.pos[0]) return
      if (openerOf(node) === opener) start = Math.max(start ?? 0, from)
    },
  })
  return start === undefined ? undefined : { start, message: `\`${opener}\` is not closed` }
}

/** The character that a flow collection or a quoted text begins with. */
function openerOf(node: unknown): string | undefined {
  if (isMap(node)) return node.flow ? "{" : undefined
  if (isSeq(node)) return node.flow ? "[" : undefined
  if (!isScalar(node)) return undefined
  if (node.type === "QUOTE_DOUBLE") return '"'
  return node.type === "QUOTE_SINGLE" ? "'" : undefined
}

function messageOf(problem: YAMLParseError | YAMLWarning): string {
  switch (problem.code) {
    case "TAG_RESOLVE_FAILED":
      return "tags (`!name`) are not part of the suite language"
    case "MULTIPLE_DOCS":
      return "the file contains more than one document"
    case "BLOCK_AS_IMPLICIT_KEY":
      return "a mapping cannot start on the line of a key; does a colon need quotes?"
    default:
      return problem.message.charAt(0).toLowerCase() + problem.message.slice(1)
  }
}

function hintFor({ code }: YAMLParseError | YAMLWarning): string | undefined {
  switch (code) {
    case "TAG_RESOLVE_FAILED":
      return 'put a pattern that starts with ! in quotes: "!smoke/lib/**"'
    case "MULTIPLE_DOCS":
      return "remove the second `---`, or write two files"
    case "TAB_AS_INDENT":
      return "indent with spaces"
    default:
      return undefined
  }
}
