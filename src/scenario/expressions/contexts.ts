/**
 * Which contexts an expression may read where, and what to say when it reads another.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import type { ContextUse } from "./expression.ts"

/** Known while planning: what they give is part of the plan. */
export const PLANNING_CONTEXTS: readonly string[] = ["github", "vars", "matrix", "scenario", "file"]

/** Known while a matrix is expanded. */
export const MATRIX_CONTEXTS: readonly string[] = ["github", "vars", "file"]

/** Known when an attempt starts. */
const RUNTIME_CONTEXTS: readonly string[] = [
  ...PLANNING_CONTEXTS,
  "env",
  "runner",
  "needs",
  "run",
  "shard",
  "attempt",
  "worker",
]

/** Known when an attempt starts that leases fixtures. */
export const LEASING_CONTEXTS: readonly string[] = [...RUNTIME_CONTEXTS, "fixtures"]

/** What commands of a fixture may read: there is an instance, and no scenario. */
export const FIXTURE_CONTEXTS: readonly string[] = [
  ...["github", "vars", "env", "runner", "run", "shard", "matrix", "fixture"],
]

/** Part of the language, but nothing fills them in this version. */
const UNFILLED_CONTEXTS: readonly string[] = ["capabilities", "fixture", "history"]

/** Where a text stands, for a message. */
export interface TextPlace {
  readonly document: LocatedDocument
  readonly path: Path
  /** Names of the contexts it may read. */
  readonly available: readonly string[]
}

/** Says which of the contexts used are not available at a place. */
export function checkContexts(uses: readonly ContextUse[], place: TextPlace): Diagnostic[] {
  return uses
    .filter((use) => !place.available.includes(use.context))
    .map((use) => {
      const location = place.document.locateInText(place.path, use.range)
      const said = describe(use, place)
      return errorAt(location, { code: "expression/context", ...said })
    })
}

function describe(
  { context, path }: ContextUse,
  { available, path: at }: TextPlace,
): { readonly message: string; readonly hint: string } {
  if (context === "secrets") {
    const [name = "NAME"] = path
    return {
      message: "`secrets` are not available in a suite",
      hint: at.includes("credentials")
        ? `give the secret to the job as environment, and write \`\${{ env.${name} }}\``
        : "give the secret to the job as environment; a command reads it as $NAME",
    }
  }
  if (context === "fixtures") {
    return { message: "no fixture is leased here", hint: "name it in `fixtures` beside this" }
  }
  if (UNFILLED_CONTEXTS.includes(context)) {
    return {
      message: `the context \`${context}\` is empty in this version`,
      hint: "remove the expression",
    }
  }
  const list = `contexts here are ${available.join(", ")}`
  if (PLANNING_CONTEXTS.includes(context) && available.includes("shard")) {
    return { message: `\`${context}\` is of a scenario, and this runs once in a shard`, hint: list }
  }
  if (PLANNING_CONTEXTS.includes(context)) {
    return { message: `\`${context}\` is not known before the matrix is expanded`, hint: list }
  }
  if (RUNTIME_CONTEXTS.includes(context)) {
    return { message: `\`${context}\` is not known while planning`, hint: list }
  }
  return {
    message: `there is no context \`${context}\``,
    hint: didYouMean(context, available) ?? list,
  }
}

/** Parts of the event that are numbers, hashes or flags, and cannot carry shell syntax. */
const HARMLESS_PARTS: readonly string[] = ["id", "node_id", "number", "sha", "before", "after"]

/** Parts of `github` that somebody outside may choose freely. */
const FREE_PARTS: readonly string[] = ["head_ref", "ref", "ref_name", "base_ref", "actor"]

/**
 * How to give a value to a shell without pasting it, when it is one that a file, a matrix or
 * somebody outside controls; undefined for any other.
 */
export function safeForm(use: ContextUse): string | undefined {
  const [first, ...rest] = use.path
  if (use.context === "matrix") {
    // Items of a list have no variable of their own.
    if (first === undefined || rest.some((step) => !/[a-z]/iu.test(step)))
      return "put it into `env`"
    return `use "$${matrixVariable(use.path.join("_"))}"`
  }
  if (use.context === "file") return 'use "$SMOKE_FILE"'
  if (use.context !== "github") return undefined
  const free = first === undefined || FREE_PARTS.includes(first)
  const event = first === "event" && !HARMLESS_PARTS.includes(rest.at(-1) ?? "")
  return free || event ? 'put it into `env` and use "$NAME"' : undefined
}

/** The environment variable that carries a value of the matrix; properties stand behind a `_`. */
export function matrixVariable(dimension: string): string {
  return `SMOKE_MATRIX_${inVariable(dimension)}`
}

/** The variable that a leaseholder finds an output or a port of a fixture in, whatever else it is called. */
export function outputVariable(fixture: string, output: string): string {
  return `SMOKE_FIXTURE_${inVariable(`${fixture}_${output}`)}`
}

function inVariable(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/gu, "_")
}
