/**
 * Issues of the schema as diagnostics that point at the right place, and the value without what is
 * wrong, so that the rest of a file is checked in the same pass.
 */

import type { z } from "zod"
import type { Json } from "../core/json/json.ts"
import type { Diagnostic } from "../core/problems/diagnostic.ts"
import { append } from "../core/text/append.ts"
import { nearest } from "../core/text/nearest.ts"
import { KEY_HINTS } from "./keys/keys.ts"
import { type IssueExtra, KNOWN_KEYS } from "./keys/schema.ts"
import { typeHint } from "./keys/type-hint.ts"
import { LEVEL_NAMES, type Level } from "./layers/levels.ts"
import type { LocatedDocument, Path } from "./text/document.ts"

type Issue = z.core.$ZodIssue

/** What a schema says of a document. */
export interface Checked<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}

/** How often the wrong parts are cut out before the rest is given up. */
const ROUNDS = 5

/** Checks a value against a schema; what is wrong is reported and left out of the value. */
export function checkValue<T>(options: {
  readonly schema: () => z.ZodType<T>
  /** A quick look: the value where the schema surely accepts it, else null. */
  readonly plain?: (value: Json) => T | null
  readonly document: LocatedDocument
  readonly value: Json
  readonly levelOf: (path: Path) => Level
  /** What to go on with when nothing can be used. */
  readonly empty: T
}): Checked<T> {
  const { document, levelOf, empty } = options
  const plain = options.plain?.(options.value) ?? null
  if (plain !== null) return { value: plain, diagnostics: [] }
  const schema = options.schema()
  const diagnostics: Diagnostic[] = []
  // A copy is only needed where something is cut out of it, which is rare.
  let value: unknown = options.value
  /** What was taken out, as JSON of the paths. */
  const cut = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = schema.safeParse(value)
    if (parsed.success) return { value: parsed.data, diagnostics }
    if (round === 0) value = structuredClone(options.value)
    const before = new Set(cut)
    for (const issue of parsed.error.issues.flatMap(flatten)) {
      if (before.has(JSON.stringify(issue.path))) {
        // A required key was taken out: what cannot do without it goes too.
        const around = issue.path.slice(0, -1)
        remove(value, around)
        cut.add(JSON.stringify(around))
        continue
      }
      append(diagnostics, toDiagnostics(issue, { document, value: options.value, levelOf }))
      cut.add(JSON.stringify(prune(value, issue, options.value)))
    }
  }
  return { value: empty, diagnostics }
}

/** A union's issue becomes those of the branch that the value was meant for. */
function flatten(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue]
  const branches = issue.errors.map((errors) =>
    errors.map((error) => ({ ...error, path: [...issue.path, ...error.path] }) as Issue),
  )
  const meant = branches.find((errors) => !errors.some((error) => refusesAt(error, issue.path)))
  if (meant !== undefined) return meant.flatMap(flatten)
  return [{ ...issue, errors: branches } as Issue]
}

/** Unknown keys of one mapping that are told one by one. */
const MAX_UNKNOWN = 1_000

/** True when a branch refuses the value as a whole, not something in it. */
function refusesAt(issue: Issue, path: Path): boolean {
  if (issue.path.length !== path.length) return false
  if (issue.code === "invalid_type" || issue.code === "invalid_value") return true
  return issue.code === "invalid_union" && issue.errors.every((errors) => errors.length > 0)
    ? issue.errors.every((errors) => errors.some(({ code }) => code === "invalid_type"))
    : false
}

interface Context {
  readonly document: LocatedDocument
  readonly value: unknown
  readonly levelOf: (path: Path) => Level
}

function toDiagnostics(issue: Issue, context: Context): readonly Diagnostic[] {
  const { document } = context
  const { path } = issue
  const location = document.locate(path)
  const found = valueAt(context.value, path)
  const error = (
    code: Diagnostic["code"],
    message: string,
    hint?: string,
  ): readonly Diagnostic[] => [
    { code, severity: "error", message, location, ...(hint === undefined ? {} : { hint }) },
  ]
  if (issue.code === "unrecognized_keys") {
    const told = issue.keys.slice(0, MAX_UNKNOWN).map((key) => unknownKey(key, path, context))
    const last = told.at(-1)
    const rest = issue.keys.length - told.length
    if (last === undefined || rest === 0) return told
    const message = `${last.message}, and ${rest} more keys are unknown there`
    return [...told.slice(0, -1), { ...last, message }]
  }
  if (issue.code === "custom") {
    const { code = "suite/value", hint } = (issue.params ?? {}) as Partial<IssueExtra>
    return error(code, issue.message, hint)
  }
  if (path.length === 1 && path[0] === "version") {
    const message = `version ${shown(found)} of the suite language is unknown`
    return error("suite/version", message, "write `version: 1` or leave it out")
  }
  const name = nameOf(path)
  if (found === undefined) return error("suite/missing-key", `${name} is missing`)
  switch (issue.code) {
    case "invalid_type":
    case "invalid_union": {
      const expected = [...new Set(expectedOf(issue))].join(" or ")
      return error(
        "suite/type",
        `${name} must be ${expected}, not ${kindOf(found)}`,
        typeHint(path, found),
      )
    }
    case "too_small":
      if (issue.origin === "array") return error("suite/value", `${name} must not be empty`)
      return error(
        "suite/value",
        `${name} must be ${bound(issue.inclusive, "at least", "more than")} ${issue.minimum}`,
      )
    case "too_big":
      return error(
        "suite/value",
        `${name} must be ${bound(issue.inclusive, "at most", "less than")} ${issue.maximum}`,
      )
    case "invalid_value":
      return error(
        "suite/value",
        `${name} must be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}`,
      )
    default:
      return error("suite/value", `${name} is not allowed: ${issue.message}`)
  }
}

function unknownKey(key: string, path: Path, context: Context): Diagnostic {
  const level = context.levelOf(path)
  const location = context.document.locateKey([...path, key])
  const severity = "error"
  const message = `\`${key}\` is not a key of ${LEVEL_NAMES[level]}`
  const base = { code: "suite/unknown-key", severity, message, location } as const
  const inherited = ["defaults", "override", "profile"].includes(level) ? KEY_HINTS.scenario : {}
  const hints: typeof inherited = { ...inherited, ...KEY_HINTS[level] }
  const known = Object.hasOwn(hints, key) ? hints[key] : undefined
  if (typeof known === "string") return { ...base, hint: known }
  if (known !== undefined) return { ...base, hint: known(valueAt(context.value, [...path, key])) }
  const keys: readonly string[] = KNOWN_KEYS()[level]
  const meant = nearest(key, keys)
  return {
    ...base,
    hint: meant === undefined ? `keys are ${keys.join(", ")}` : `did you mean \`${meant}\`?`,
  }
}

function expectedOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(expectedOf)
  if (issue.code === "invalid_value") return issue.values.map((value) => `\`${String(value)}\``)
  if (issue.code !== "invalid_type") return []
  const names: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "a mapping",
    record: "a mapping",
    null: "empty",
  }
  return [names[issue.expected] ?? issue.expected]
}

function bound(inclusive: boolean | undefined, within: string, beyond: string): string {
  return inclusive === false ? beyond : within
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
  return `${shown(value)}`
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

/** Takes out what the issue speaks of; of a list, the whole list goes, so that indexes stay. */
function prune(value: unknown, issue: Issue, original: unknown): Path | null {
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) remove(value, [...issue.path, key])
    return null
  }
  const list = issue.path.findIndex((step) => typeof step === "number")
  const path = list < 0 ? issue.path : issue.path.slice(0, list)
  // Where a key is missing, the mapping that lacks it cannot be used.
  const gone = valueAt(original, path) === undefined ? path.slice(0, -1) : path
  remove(value, gone)
  return gone
}

function remove(value: unknown, path: Path): void {
  const last = path.at(-1)
  const parent = valueAt(value, path.slice(0, -1))
  if (last === undefined || typeof parent !== "object" || parent === null) return
  Reflect.deleteProperty(parent, last)
}
