/**
 * The environment of children: what they inherit, what is kept from them, what they are told.
 */

import type { Inherit } from "../../core/inherit.ts"
import { isJsonObject, type Json, renderJson, WrittenNumber } from "../../core/json/json.ts"
import { PORTS_PER_WORKER } from "../../core/quantities/port-range.ts"
import type { Definition } from "../../formats/plan.ts"
import { matrixVariable } from "../../scenario/expressions/contexts.ts"
import { asNumbers } from "../../scenario/expressions/written-numbers.ts"

/** Names by which the runner hands tokens, inputs and state to an action; no child gets them. */
const WITHHELD = /^(ACTIONS_|INPUT_|STATE_)/u

/** Files through which a step speaks to the runner; children get files of their own attempt. */
export const COMMAND_FILES = [
  "GITHUB_OUTPUT",
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_STEP_SUMMARY",
  "GITHUB_STATE",
  "GITHUB_ARTIFACTS",
] as const

/**
 * The environment that children inherit. `RUNNER_TRACKING_ID` stays: by it the runner finds what a
 * job leaves behind. Names of an outer run's `SMOKE_*` are dropped, so that a suite inside a
 * scenario is told only of itself. `passed` names what is let through all the same.
 */
export function scrubEnvironment(
  env: Readonly<Record<string, string>>,
  passed: readonly string[] = [],
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    const withheld = WITHHELD.test(name) && !passed.includes(name)
    // A shell tells a program by `_` what was called; ours would be told what called this engine.
    if (withheld || name === "_" || name.startsWith("SMOKE_")) continue
    if (COMMAND_FILES.some((file) => file === name)) continue
    kept[name] = value
  }
  return kept
}

/** What is left of an environment where only what any program needs is to be inherited. */
const MINIMAL =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|CI|GITHUB_ACTIONS|RUNNER_(?:OS|ARCH|NAME|TEMP|TOOL_CACHE|TRACKING_ID))$/u

/** The part of an environment that a policy leaves. */
export function inheritedEnvironment(
  env: Readonly<Record<string, string>>,
  inherit: Inherit,
): Readonly<Record<string, string>> {
  if (inherit === "all") return env
  const named = inherit === "minimal" ? [] : inherit
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => MINIMAL.test(name) || named.includes(name)),
  )
}

/** Where an attempt runs and which files are its own. */
export interface AttemptPlace {
  readonly runId: string
  readonly id: string
  readonly number: number
  readonly shard: number
  readonly shards: number
  readonly worker: number
  readonly workers: number
  readonly groupSlots: Readonly<Record<string, number>>
  readonly seed: number
  /** Folder that paths of the plan are relative to; absolute. */
  readonly root: string
  /** First of the ports that nobody else is given. */
  readonly portBase: number
  /** A name that no other attempt of any run has; what it starts is found by it. */
  readonly mark: string
  /** A folder of this attempt alone while it runs. */
  readonly temporary: string
  /** A folder that this worker's attempts share. */
  readonly cache: string
}

/** What everything that an attempt starts has in its environment, and nothing else has. */
export function attemptMarker({ mark }: Pick<AttemptPlace, "mark">): string {
  // With the byte that ends a variable, so that attempt 1 does not stand for attempt 10.
  return `SMOKE_ATTEMPT_ID=${mark}\0`
}

/** The variables that an attempt is told about itself. */
export function smokeVariables(
  place: AttemptPlace,
  definition: Pick<Definition, "slug" | "file" | "eachFile" | "matrix" | "numbers">,
): Record<string, string> {
  const [groupSlot] = Object.values(place.groupSlots)
  const { file, eachFile } = definition
  const variables: Record<string, string> = {
    ...sharedVariables(place),
    SMOKE_SCENARIO: place.id,
    SMOKE_SLUG: definition.slug,
    // A file to work on is found from any working directory.
    SMOKE_FILE: eachFile === undefined ? file : `${place.root}/${eachFile.path}`,
    SMOKE_ATTEMPT: String(place.number),
    SMOKE_ATTEMPT_ID: place.mark,
    SMOKE_WORKER: String(place.worker),
    SMOKE_SLOT: String(place.worker),
    SMOKE_PORT_BASE: String(place.portBase),
    SMOKE_PORT_COUNT: String(PORTS_PER_WORKER),
    SMOKE_CACHE_DIR: place.cache,
  }
  if (groupSlot !== undefined) variables["SMOKE_GROUP_SLOT"] = String(groupSlot)
  return { ...variables, ...matrixVariables(definition) }
}

/** The variables that hooks of a shard are told: those that need no scenario. */
export function shardVariables(place: {
  readonly shared: { readonly run: { readonly id: string }; readonly shard: number }
  readonly shards: number
  readonly workers: number
  readonly seed: number
  /** A folder of these hooks alone. */
  readonly temporary: string
}): Record<string, string> {
  const { shared, shards, workers, seed, temporary } = place
  const { shard, run } = shared
  return sharedVariables({ runId: run.id, shard, shards, workers, seed, temporary })
}

type SharedPlace = Pick<
  AttemptPlace,
  "runId" | "shard" | "shards" | "workers" | "seed" | "temporary"
>

function sharedVariables(place: SharedPlace): Record<string, string> {
  const { runId, shard, shards, workers, seed, temporary } = place
  return {
    SMOKE_RUN_ID: runId,
    SMOKE_SHARD: String(shard),
    SMOKE_SHARDS: String(shards),
    SMOKE_WORKERS: String(workers),
    SMOKE_TMP: temporary,
    SMOKE_OUTPUT: `${temporary}/output`,
    SMOKE_SEED: String(seed),
    ...Object.fromEntries(
      COMMAND_FILES.map((name) => [name, `${temporary}/${name.toLowerCase()}`]),
    ),
  }
}

/**
 * A variable for each value of the matrix; of an object the JSON, and a variable for each property.
 * Of two values with one name the outer one counts, then the first.
 */
export function matrixVariables(
  definition: Pick<Definition, "matrix" | "numbers">,
): Record<string, string> {
  const variables: Record<string, string> = {}
  let level = Object.entries(asNumbers({ ...definition, meta: {} }).matrix ?? {})
  while (level.length > 0) {
    const inside: [string, Json][] = []
    for (const [name, value] of level) {
      variables[matrixVariable(name)] ??= matrixText(value)
      if (!isJsonObject(value)) continue
      for (const [key, member] of Object.entries(value)) inside.push([`${name}_${key}`, member])
    }
    level = inside
  }
  return variables
}

function matrixText(value: Json): string {
  if (typeof value === "string") return value
  return value instanceof WrittenNumber ? value.text : renderJson(value)
}
