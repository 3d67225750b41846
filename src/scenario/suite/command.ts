/**
 * What a declaration runs: exactly one thing.
 */

import type { JsonObject } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { CommandSpec } from "../../formats/plan.ts"
import { kindOf, RUN_WORDS } from "../keys/scenario/command.ts"
import { httpOf } from "../keys/scenario/http.ts"
import type { ScenarioKey } from "../keys/scenario-keys.ts"
import { type Declaration, type Field, fieldOf, layerField } from "../layers/declaration.ts"

/** Keys that say what runs. */
const COMMAND_KEYS = ["run", "http", "kind"] as const satisfies readonly ScenarioKey[]

/** Whatever else people write for a command is refused where it stands. */
const COMMAND_WORDS: readonly string[] = [...COMMAND_KEYS, ...RUN_WORDS]

/** Keys that a request has no use for, and that a kind has none for. */
const HTTP_USELESS = [
  ...(["args", "shell", "working-directory", "expect", "problem-matcher"] as const),
  ...(["idle-timeout", "limits", "reports", "container"] as const),
]
const KIND_USELESS = ["shell", "expect", "container"] as const satisfies readonly ScenarioKey[]

/** The command; null when there is none, or none that can be used, which is reported. */
export function commandOf(declaration: Declaration, diagnostics: Diagnostic[]): CommandSpec | null {
  const { script, own } = declaration
  const named = COMMAND_KEYS.flatMap((key) => layerField<ScenarioKey>(own, key) ?? [])
  const [first, second] = named
  if (script !== null) {
    if (first === undefined) return { kind: "script", ...script }
    const message = "the script itself runs, but its header names another command"
    const hint = `remove \`${keyOf(first)}\` from the header`
    diagnostics.push(
      errorAt(first.document.locateKey(first.path), { code: "scenario/no-command", message, hint }),
    )
    return null
  }
  if (first !== undefined && second !== undefined) {
    const message = `a scenario runs one command, but this one has \`${keyOf(first)}\` and \`${keyOf(second)}\``
    const hint = "make it two scenarios"
    const related = [
      { message: "the other is here", location: first.document.locateKey(first.path) },
    ]
    diagnostics.push(
      errorAt(second.document.locateKey(second.path), {
        code: "scenario/no-command",
        message,
        hint,
        related,
      }),
    )
    return null
  }
  if (fieldOf(declaration, "kind") === undefined) refuseWith(declaration, diagnostics)
  const kind = layerField(own, "kind")
  if (kind !== undefined) {
    diagnostics.push(...withoutEffect(declaration, KIND_USELESS))
    return kindAt(kind, declaration)
  }
  const http = layerField(own, "http")
  if (http !== undefined) {
    diagnostics.push(...withoutEffect(declaration, HTTP_USELESS))
    return httpOf(http, diagnostics)
  }
  const run = fieldOf(declaration, "run")
  if (run !== undefined && run.value.trim() !== "") return { kind: "run", text: run.value }
  // What should have been the command was refused.
  if (run === undefined && own.keys.some((key) => COMMAND_WORDS.includes(key))) return null
  const inherited = fieldOf(declaration, "http")
  if (run === undefined && inherited !== undefined) return httpOf(inherited, diagnostics)
  const inheritedKind = fieldOf(declaration, "kind")
  if (run === undefined && inheritedKind !== undefined) return kindAt(inheritedKind, declaration)
  const message = `the scenario \`${declaration.key}\` has nothing to run`
  const location = run === undefined ? declaration.location : run.document.locate(run.path)
  const hint = "give it `run` with a command, or `http` with a URL"
  diagnostics.push(errorAt(location, { code: "scenario/no-command", message, hint }))
  return null
}

function kindAt(field: Field<"kind">, declaration: Declaration): CommandSpec {
  const given = (fieldOf(declaration, "with")?.value ?? {}) as JsonObject
  return kindOf(field.value, { given, folder: declaration.folder })
}

/** `with` is what a kind gets; a command would not see it. */
function refuseWith({ own }: Declaration, diagnostics: Diagnostic[]): void {
  const field = layerField(own, "with")
  if (field === undefined) return
  const message = "`with` belongs to a scenario with a `kind`"
  const hint = "give a command its values in `env` or `args`"
  diagnostics.push(
    errorAt(field.document.locateKey(field.path), { code: "suite/value", message, hint }),
  )
}

/** What a request or a kind has no use for, where the scenario itself says it. */
function withoutEffect({ own }: Declaration, keys: readonly ScenarioKey[]): Diagnostic[] {
  const what = keys === KIND_USELESS ? "a scenario with a kind" : "a request"
  return keys.flatMap((key) => {
    const field = layerField<ScenarioKey>(own, key)
    if (field === undefined) return []
    const message = `\`${key}\` has no effect on ${what}`
    const hint =
      key === "expect" && keys === HTTP_USELESS
        ? "write it under `http`: `http: { url, expect }`"
        : "remove it"
    return errorAt(field.document.locateKey(field.path), { code: "suite/value", message, hint })
  })
}

function keyOf(field: Field<ScenarioKey>): string {
  return String(field.path.at(-1) ?? "run")
}
