/**
 * The environment of children: what they inherit, what is kept from them, what they are told.
 */
import { defined } from "../../core/defined.ts"
import type { Inherit } from "../../core/inherit.ts"
import { isJsonObject, type Json, renderJson, WrittenNumber } from "../../core/json/json.ts"
import { PORTS_PER_WORKER, portBase } from "../../core/quantities/port-range.ts"
import { iterationSeed } from "../../core/quantities/random.ts"
import type { Definition, Plan } from "../../formats/plan.ts"
import type { Files } from "../../ports/files.ts"
import { matrixVariable } from "../../scenario/expressions/contexts.ts"
import { asNumbers } from "../../scenario/expressions/written-numbers.ts"
import type { Command, ScheduleOptions } from "../../schedule/types.ts"
import type { AttemptPorts } from "./attempt-request.ts"
import type { ShardContexts } from "./contexts.ts"

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
 * scenario only sees its own. `passed` names what is let through all the same.
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
  /** The iteration, from 1, and which attempt of it this is; absent where scenarios run once. */
  readonly repeated?: { readonly iteration: number; readonly attempt: number }
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
  /** The span that what it starts belongs to; absent where no trace is sent. */
  readonly traceparent?: string
}

/** What everything that an attempt starts has in its environment, and nothing else has. */
export function attemptMarker({ mark }: Pick<AttemptPlace, "mark">): string {
  // With the byte that ends a variable, so that attempt 1 does not stand for attempt 10.
  return `SMOKE_ATTEMPT_ID=${mark}\0`
}

/** The variables that describe an attempt to itself. */
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
    SMOKE_ATTEMPT: String(attemptOf(place)),
    SMOKE_ATTEMPT_ID: place.mark,
    SMOKE_WORKER: String(place.worker),
    SMOKE_SLOT: String(place.worker),
    SMOKE_PORT_BASE: String(place.portBase),
    SMOKE_PORT_COUNT: String(PORTS_PER_WORKER),
    SMOKE_CACHE_DIR: place.cache,
  }
  if (groupSlot !== undefined) variables["SMOKE_GROUP_SLOT"] = String(groupSlot)
  const { repeated } = place
  if (repeated !== undefined) variables["SMOKE_ITERATION"] = String(repeated.iteration)
  if (place.traceparent !== undefined) variables["TRACEPARENT"] = place.traceparent
  return { ...variables, ...matrixVariables(definition) }
}

/** Which attempt it is, of its iteration where there is one. */
export function attemptOf({ number, repeated }: Pick<AttemptPlace, "number" | "repeated">): number {
  return repeated?.attempt ?? number
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

// Where attempts run: folders and ports that are one attempt's or one worker's alone.

/** What all attempts of a run have in common. */
export interface PlacesOptions {
  readonly plan: Pick<Plan, "scenarios">
  readonly shard: number
  readonly shards: number
  readonly schedule: Pick<ScheduleOptions, "seed">
  readonly contexts: Pick<ShardContexts, "run">
  readonly root: string
  /** A folder of this engine alone; its path marks every process that the run starts. */
  readonly temporary: string
  /** `TRACEPARENT` of an attempt; absent where no trace is sent. */
  readonly traceparentOf?: (id: string, number: number) => string
}

/** The places of one run. */
export class AttemptPlaces {
  readonly #options: PlacesOptions
  readonly #ports: Pick<AttemptPorts, "files" | "portRanges">
  readonly #folders: TemporaryFolders
  /** The first port of each worker that has one. */
  readonly #portBases = new Map<number, number>()

  constructor(options: PlacesOptions, ports: Pick<AttemptPorts, "files" | "portRanges">) {
    this.#options = options
    this.#ports = ports
    this.#folders = new TemporaryFolders(options.temporary, ports.files)
  }

  /** A place for an attempt that begins, one of so many workers. */
  async take(start: Extract<Command, { type: "start" }>, workers: number): Promise<AttemptPlace> {
    const { plan, shard, shards, schedule, root, temporary, contexts } = this.#options
    const { id, number, worker, groupSlots, iteration, inIteration } = start
    const isRepeated = iteration !== undefined && inIteration !== undefined
    const slug = plan.scenarios[id]?.definition.slug ?? ""
    return {
      runId: contexts.run.id,
      id,
      number,
      ...(isRepeated ? { repeated: { iteration, attempt: inIteration } } : {}),
      shard,
      shards,
      worker,
      workers,
      groupSlots,
      seed: isRepeated ? iterationSeed(schedule.seed, id, iteration) : schedule.seed,
      portBase: await this.#portBase(worker),
      root,
      mark: `${temporary.slice(temporary.lastIndexOf("/") + 1)}.${slug}.${number}`,
      temporary: this.#folders.take(),
      cache: `${temporary}/cache.${worker}`,
      ...defined({ traceparent: this.#options.traceparentOf?.(id, number) }),
    }
  }

  /** Why nothing can begin in the run's folder for attempts; null while all is well. */
  get problem(): string | null {
    const { temporary } = this.#options
    return this.#ports.files.isLink(temporary) ? replacedBy(temporary) : null
  }

  /** Takes the place of an attempt back that has ended with everything it had started. */
  giveBack(place: AttemptPlace): void {
    this.#folders.giveBack(place.temporary)
  }

  /** Claimed once for each worker. */
  async #portBase(worker: number): Promise<number> {
    const known = this.#portBases.get(worker)
    if (known !== undefined) return known
    const base = (await this.#ports.portRanges?.claim()) ?? portBase(worker)
    this.#portBases.set(worker, base)
    return base
  }
}

/** What is made there would be made elsewhere, and what is removed there too. */
export function replacedBy(folder: string): string {
  return `a link replaces ${folder}, the run's folder for attempts`
}

/** The folders of one run. */
export class TemporaryFolders {
  readonly #root: string
  readonly #files: Files
  readonly #free: string[] = []
  /** Which folder it was when it was made, by its path. */
  readonly #ids = new Map<string, string>()
  #made = 0

  constructor(root: string, files: Files) {
    this.#root = root
    this.#files = files
  }

  /** Path of a folder that nobody has; where it could not be made, nothing is there. */
  take(): string {
    let free = this.#free.pop()
    while (free !== undefined && !this.#isOurs(free)) free = this.#free.pop()
    if (free !== undefined) return free
    this.#made += 1
    const path = `${this.#root}/tmp.${this.#made}`
    if (this.#files.isLink(this.#root)) return path
    const made = this.#files.makeDirectory(path)
    const id = made.ok ? this.#files.folderId(path) : null
    if (id !== null) this.#ids.set(path, id)
    return path
  }

  /** Takes a folder back; nothing of what was in it is seen again. */
  giveBack(path: string): void {
    if (this.#isOurs(path) && this.#files.empty(path)) {
      this.#free.push(path)
      return
    }
    this.#ids.delete(path)
    if (!this.#files.isLink(this.#root)) this.#files.remove(path)
  }

  #isOurs(path: string): boolean {
    const id = this.#ids.get(path)
    return id !== undefined && id === this.#files.folderId(path)
  }
}
