/**
 * What the runner takes from an `action.yml`: entry files, and inputs with their defaults.
 */
import { readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { parse } from "yaml"
import * as s from "../../../src/core/schema/make.ts"
import { valid } from "../valid.ts"

const MetadataSchema = s.object({
  name: s.text(),
  inputs: s
    .record(s.object({ default: s.union(s.text(), s.number(), s.flag()).optional() }).nullable())
    .optional(),
  runs: s.object({
    using: s.literal("node24"),
    main: s.text(),
    post: s.text().optional(),
    "post-if": s.text().optional(),
  }),
})

/** An action, ready to start. */
export interface ActionMetadata {
  /** Absolute paths. */
  readonly main: string
  readonly post: string | null
  readonly postIf: string
  /** Every declared input with its default as text, expressions replaced. */
  readonly defaults: Readonly<Record<string, string>>
}

/** Reads an `action.yml`; throws when it is none for Node 24. */
export function readMetadata(
  path: string,
  github: Readonly<Record<string, string>>,
): ActionMetadata {
  const { inputs = {}, runs } = valid(MetadataSchema, parse(readFileSync(path, "utf8")))
  const folder = dirname(resolve(path))
  const defaults = Object.entries(inputs).map(
    ([name, input]) => [name, evaluate(String(input?.default ?? ""), github)] as const,
  )
  return {
    main: resolve(folder, runs.main),
    post: runs.post === undefined ? null : resolve(folder, runs.post),
    postIf: runs["post-if"] ?? "always()",
    defaults: Object.fromEntries(defaults),
  }
}

/** The number of every job of this stand-in, where the service gives each its own. */
export const CHECK_RUN_ID = "51020001"

/** Defaults use members of `github` and the number of the job; anything else is beyond this stand-in. */
function evaluate(text: string, github: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/gu, (_, expression: string) => {
    if (expression === "job.check_run_id") return CHECK_RUN_ID
    const member = /^github\.(\w+)$/u.exec(expression)?.[1]
    const value = member === undefined ? undefined : github[member]
    if (value === undefined) throw new Error(`cannot evaluate the default ${text}`)
    return value
  })
}
