/**
 * The start of a script as typed values with their places.
 */
import type { Json, JsonObject } from "../../core/json/json.ts"
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import { editDistance } from "../../core/text/nearest.ts"
import type { SourceFile } from "../../core/text/source.ts"
import { SCENARIO_KEYS } from "../keys/scenario-keys.ts"
import { HEADER_KEYS, HeaderSchema, type HeaderText } from "../keys/suite.ts"
import { type LocatedDocument, readDocument } from "../text/document.ts"
import { writtenValue } from "../text/written.ts"
import { plainEstimate, readHeader, shebangOf } from "./front-matter.ts"
import { checkValue } from "./issues.ts"

/** A script that was read. */
export interface ParsedScript {
  readonly document: LocatedDocument
  readonly hasHeader: boolean
  /** True when the header cannot be read, so that its id is not known. */
  readonly broken: boolean
  readonly text: HeaderText
  /** Keys that are nobody's but the author's. */
  readonly extra: JsonObject
  readonly shebang: string | null
  /** 1-based line of the header, else 1. */
  readonly line: number
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses the start of a script; every problem of its header at once. */
export function parseScript(file: SourceFile): ParsedScript {
  const header = readHeader(file)
  const shebang = shebangOf(file.text)
  const plain = { text: {}, extra: {}, shebang, line: 1, broken: header.kind === "broken" }
  if (header.kind !== "found") {
    // Only for places: the script itself is no YAML.
    const document = readDocument(file, { text: "", toFileOffset: () => 0 })
    const diagnostics = header.kind === "broken" ? [header.diagnostic] : []
    return { ...plain, document, hasHeader: header.kind === "broken", diagnostics }
  }
  const { document, line } = header
  const base = { ...plain, document, hasHeader: true, line, broken: document.broken }
  if (document.broken || document.value === null) {
    return { ...base, diagnostics: document.diagnostics }
  }
  if (typeof document.value !== "object" || Array.isArray(document.value)) {
    const problem: Diagnostic = errorAt(document.locate([]), {
      code: "script/front-matter",
      message: "the header must be a mapping of keys",
    })
    return { ...base, diagnostics: [...document.diagnostics, problem] }
  }
  const { known, extra } = partition(document, document.value as JsonObject)
  const { value, diagnostics } = checkValue({
    schema: HeaderSchema,
    document,
    value: known,
    empty: {},
  })
  return {
    ...base,
    text: value,
    extra,
    diagnostics: [...document.diagnostics, ...diagnostics, ...doubtful(document, extra)],
  }
}

/** Parts keys of the language from those that are only kept. */
function partition(
  document: LocatedDocument,
  value: JsonObject,
): { readonly known: JsonObject; readonly extra: JsonObject } {
  const known: Record<string, Json> = {}
  const extra: Record<string, Json> = {}
  for (const [key, member] of Object.entries(value)) {
    if (!isKeyOfLanguage(key)) extra[key] = writtenValue(document, [key], member)
    else if (key === "estimate") known[key] = estimateOf(member)
    else known[key] = member
  }
  return { known, extra }
}

function isKeyOfLanguage(key: string): boolean {
  return HEADER_KEYS.includes(key) || key in SCENARIO_KEYS
}

function estimateOf(value: Json): Json {
  return typeof value === "string" ? plainEstimate(value) : value
}

/** Warns of kept keys that are within two letters of a key of the language. */
function doubtful(document: LocatedDocument, extra: JsonObject): Diagnostic[] {
  return Object.keys(extra).flatMap((key) => {
    const kebab = key.toLowerCase().replaceAll("_", "-")
    // Short words are near to each other by chance.
    const limit = kebab.length <= 4 ? 1 : 2
    const meant = HEADER_KEYS.find((candidate) => editDistance(kebab, candidate, limit) <= limit)
    if (meant === undefined) return []
    const message = `\`${key}\` is kept as metadata and has no effect`
    const hint = `did you mean \`${meant}\`?`
    return warningAt(document.locateKey([key]), { code: "script/meta-key", message, hint })
  })
}
