/**
 * What a schema finds wrong with a document, as diagnostics at their places; the value without what is
 * wrong, so that the rest of a file is checked in the same pass.
 */
import type { Json } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { type Issue, type Schema, UNUSABLE } from "../../core/schema/schema.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { IssueExtra } from "../keys/parts.ts"
import type { LocatedDocument, Path } from "../text/document.ts"

/** What a schema says of a document. */
export interface Checked<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}

/** Unknown keys of one mapping that are reported one by one. */
const MAX_UNKNOWN = 1_000

interface Check<T> {
  readonly schema: Schema<T>
  readonly document: LocatedDocument
  readonly value: Json
}

/** Checks a value against a schema; what is wrong is reported and left out of the value. */
export function checkValue<T>(
  options: Check<T> & {
    /** What to go on with when nothing can be used. */
    readonly empty: T
  },
): Checked<T>
export function checkValue<T>(options: Check<T> & { readonly empty: null }): Checked<T | null>
export function checkValue<T>(options: Check<T> & { readonly empty: T | null }): Checked<T | null> {
  const { schema, document, value, empty } = options
  const issues: Issue[] = []
  const read = schema.read(value, issues)
  return {
    value: read === UNUSABLE ? empty : (read as T),
    diagnostics: issues.flatMap((issue) => diagnosticsOf(issue, { document, value })),
  }
}

interface Context {
  readonly document: LocatedDocument
  readonly value: Json
}

function diagnosticsOf(issue: Issue, context: Context): readonly Diagnostic[] {
  const { document } = context
  const { path, kind, message, extra, unknown } = issue
  if (unknown !== undefined) return unknownKeys(unknown, path, context)
  const hinted = (code: Diagnostic["code"], text: string, hint?: string): readonly Diagnostic[] => [
    errorAt(document.locate(path), { code, message: text, hint }),
  ]
  const found = valueAt(context.value, path)
  if (extra !== undefined) {
    const { code = "suite/value", hint } = extra as Partial<IssueExtra>
    return hinted(code, message, hint)
  }
  if (path.length === 1 && path[0] === "version") {
    const text = `version ${shown(found)} of the suite language is unknown`
    return hinted("suite/version", text, "write `version: 1` or leave it out")
  }
  const sentence = `${nameOf(path)} ${message}`
  if (kind === "missing") return hinted("suite/missing-key", sentence)
  if (kind !== "type") return hinted("suite/value", sentence)
  const hint = issue.hint ?? writtenAsText(found)
  return hinted("suite/type", `${sentence}, not ${kindOf(found)}`, hint)
}

function unknownKeys(
  { keys, mapping }: NonNullable<Issue["unknown"]>,
  path: Path,
  { document, value }: Context,
): readonly Diagnostic[] {
  const reported = keys.slice(0, MAX_UNKNOWN)
  const rest = keys.length - reported.length
  return reported.map((key, i): Diagnostic => {
    const more =
      i < MAX_UNKNOWN - 1 || rest === 0 ? "" : `, and ${rest} more keys are unknown there`
    const message = `\`${key}\` is not a key of ${mapping.called}${more}`
    const hint = hintFor(key, { mapping, found: valueAt(value, [...path, key]) })
    return errorAt(document.locateKey([...path, key]), { code: "suite/unknown-key", message, hint })
  })
}

function hintFor(
  key: string,
  {
    mapping,
    found,
  }: { readonly mapping: NonNullable<Issue["unknown"]>["mapping"]; readonly found: unknown },
): string {
  const known = Object.hasOwn(mapping.words, key) ? mapping.words[key] : undefined
  if (known !== undefined) return typeof known === "string" ? known : known(found)
  return didYouMean(key, mapping.keys) ?? `keys are ${mapping.keys.join(", ")}`
}

/** What people mean by a text where true or false belongs. */
function writtenAsText(found: unknown): string | undefined {
  if (found === "true" || found === "false") return `write it without quotes: \`${found}\``
  const word = typeof found === "string" ? found.toLowerCase() : ""
  if (!/^(?:yes|on|no|off)$/u.test(word)) return undefined
  return `YAML 1.2 has true and false: write \`${/^(?:yes|on)$/u.test(word)}\``
}

function nameOf(path: Path): string {
  const last = path.findLast((step) => typeof step === "string")
  if (last === undefined) return "the suite"
  return typeof path.at(-1) === "number" ? `an item of \`${String(last)}\`` : `\`${String(last)}\``
}

function kindOf(value: unknown): string {
  if (value === null) return "empty"
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object") return "a mapping"
  if (typeof value === "string") return "a text"
  return shown(value)
}

function shown(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``
}

function valueAt(value: unknown, path: Path): unknown {
  let at: unknown = value
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined
    at = Object.hasOwn(at, step) ? (at as Record<PropertyKey, unknown>)[step] : undefined
  }
  return at
}
