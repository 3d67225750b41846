/**
 * `plan.json` as it stands on disk: each definition once, and for each scenario what is its own. A plan
 * in memory has whole definitions; `packPlan` and `unpackPlan` are the only two that know both forms.
 */

import { err, ok, type Result } from "../core/problems/result.ts"
import * as s from "../core/schema/make.ts"
import { type LeaseSpec, leaseProblem } from "./fixture.ts"
import {
  type Definition,
  DefinitionSchema,
  type Plan,
  type PlannedScenario,
  PlannedScenarioSchema,
  PlanSchema,
} from "./plan.ts"

/** Members of a definition that each scenario has for itself. */
const OWN = ["slug", "name", "matrix", "numbers"] as const

/** What scenarios of one declaration have in common. */
const SharedDefinitionSchema = DefinitionSchema.omit(...OWN)

/** A scenario of the file: its definition by key, and what differs from it. */
const PlanEntrySchema = PlannedScenarioSchema.extend({
  /** Absent is none. */
  needs: s.list(s.text()).optional(),
  demand: PlannedScenarioSchema.shape.demand.optional(),
  /** Key in `definitions`. */
  definition: s.text(),
  slug: DefinitionSchema.shape.slug,
  /** Absent is the id. */
  name: s.text().optional(),
  /** Absent is null. */
  matrix: DefinitionSchema.shape.matrix.optional(),
  numbers: DefinitionSchema.shape.numbers,
  /** What stands in place of members of the definition, or beside them. */
  differs: SharedDefinitionSchema.partial().optional(),
})

/** The whole of `plan.json`. */
export const PlanFileSchema = PlanSchema.extend({
  definitions: s.record(SharedDefinitionSchema),
  scenarios: s.record(PlanEntrySchema),
})

/** A plan as it stands in its file. */
export type PlanFile = s.Infer<typeof PlanFileSchema>
type PlanEntry = s.Infer<typeof PlanEntrySchema>
type SharedDefinition = s.Infer<typeof SharedDefinitionSchema>

interface Base {
  readonly key: string
  readonly shared: SharedDefinition
  /** Its members. */
  readonly names: readonly string[]
}

/**
 * What is shared, and the entry of each scenario. Scenarios that run the very same command and have at
 * least the members of an earlier one refer to that one's definition.
 */
export function packPlan({ scenarios }: Pick<Plan, "scenarios">): {
  readonly definitions: PlanFile["definitions"]
  readonly entryOf: (id: string) => PlanEntry | undefined
} {
  const byCommand = new Map<Definition["command"], Base[]>()
  const baseOf = new Map<string, Base>()
  const definitions: PlanFile["definitions"] = {}
  for (const [id, { definition }] of Object.entries(scenarios)) {
    const bases = byCommand.get(definition.command) ?? []
    let base = bases.find(({ names }) => names.every((name) => name in definition))
    if (base === undefined) {
      const { slug, name, matrix, numbers, ...shared } = definition
      base = { key: String(baseOf.size + 1), shared, names: Object.keys(shared) }
      definitions[base.key] = shared
      byCommand.set(definition.command, [...bases, base])
    }
    baseOf.set(id, base)
  }
  const entryOf = (id: string) => {
    const planned = scenarios[id]
    const base = baseOf.get(id)
    return planned === undefined || base === undefined ? undefined : toEntry(id, planned, base)
  }
  return { definitions, entryOf }
}

function toEntry(id: string, planned: PlannedScenario, { key, shared }: Base): PlanEntry {
  const { definition, needs, demand, ...rest } = planned
  const { slug, name, matrix, numbers } = definition
  const entry: PlanEntry = { ...rest, definition: key, slug }
  if (needs.length > 0) entry.needs = needs
  if (Object.keys(demand).length > 0) entry.demand = demand
  if (name !== id) entry.name = name
  if (matrix !== null) entry.matrix = matrix
  if (numbers !== undefined) entry.numbers = numbers
  const differs = difference(definition, shared)
  if (differs !== null) entry.differs = differs
  return entry
}

function difference(
  definition: Definition,
  shared: SharedDefinition,
): Partial<SharedDefinition> | null {
  let differs: Record<string, unknown> | null = null
  const of: Readonly<Record<string, unknown>> = definition
  const base: Readonly<Record<string, unknown>> = shared
  for (const name in of) {
    if (OWN.some((own) => own === name) || isSame(of[name], base[name])) continue
    differs ??= {}
    differs[name] = of[name]
  }
  return differs
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b || typeof a !== "object" || typeof b !== "object") return a === b
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The plan of a file that is valid by its schema; the error names what it lacks. */
export function unpackPlan({ definitions, scenarios, ...rest }: PlanFile): Result<Plan, string> {
  const lacking = Object.values(scenarios).find(
    (one) => !Object.hasOwn(definitions, one.definition),
  )
  if (lacking !== undefined) return err(`there is no definition ${lacking.definition}`)
  const planned = Object.entries(scenarios).map(([id, entry]) => {
    return [id, unpackEntry(id, entry, definitions[entry.definition] as SharedDefinition)] as const
  })
  const plan = { ...rest, scenarios: Object.fromEntries(planned) }
  const problem = leaseProblem(leasesIn(plan.scenarios), rest.fixtures ?? {})
  return problem === null ? ok(plan) : err(problem)
}

function* leasesIn(scenarios: Plan["scenarios"]): Iterable<LeaseSpec> {
  for (const { definition } of Object.values(scenarios)) yield* definition.fixtures ?? []
}

// One for all: most have neither.
const NO_NEEDS: string[] = []
const NO_DEMAND: PlannedScenario["demand"] = {}

function unpackEntry(id: string, entry: PlanEntry, shared: SharedDefinition): PlannedScenario {
  const { needs = NO_NEEDS, demand = NO_DEMAND, definition: _, differs: __, ...more } = entry
  const { slug: _1, name: _2, matrix: _3, numbers: _4, ...planned } = more
  return { ...planned, needs, demand, definition: definitionOf(id, entry, shared) }
}

/** What an entry says of the definition. */
type OwnMembers = Pick<PlanEntry, "slug"> & {
  readonly [Name in "name" | "matrix" | "numbers" | "differs"]?: PlanEntry[Name] | undefined
}

function definitionOf(id: string, members: OwnMembers, shared: SharedDefinition): Definition {
  const { slug, name = id, matrix = null, numbers, differs } = members
  const own = numbers === undefined ? { slug, name, matrix } : { slug, name, matrix, numbers }
  return { ...shared, ...own, ...(differs as Partial<SharedDefinition>) }
}

/**
 * A scenario whose definition is made whenever it is asked for: all of them are a fifth of what merging
 * a large run takes.
 */
class PackedScenario implements PlannedScenario {
  readonly estimateSeconds: PlannedScenario["estimateSeconds"]
  readonly estimateFrom: PlannedScenario["estimateFrom"]
  readonly runner: string
  readonly needs: string[]
  readonly demand: PlannedScenario["demand"]
  declare readonly peakMemoryBytes?: number
  readonly #id: string
  readonly #slug: string
  readonly #matrix: PlanEntry["matrix"]
  /** Null for most. */
  readonly #rare: Pick<OwnMembers, "name" | "numbers" | "differs"> | null
  readonly #shared: SharedDefinition

  constructor(id: string, entry: PlanEntry, shared: SharedDefinition) {
    this.estimateSeconds = entry.estimateSeconds
    this.estimateFrom = entry.estimateFrom
    this.runner = entry.runner
    this.needs = entry.needs ?? NO_NEEDS
    this.demand = entry.demand ?? NO_DEMAND
    if (entry.peakMemoryBytes !== undefined) this.peakMemoryBytes = entry.peakMemoryBytes
    this.#id = id
    const { slug, matrix, name, numbers, differs } = entry
    this.#slug = slug
    this.#matrix = matrix
    const isPlain = name === undefined && numbers === undefined && differs === undefined
    this.#rare = isPlain ? null : { name, numbers, differs }
    this.#shared = shared
  }

  get definition(): Definition {
    const own = { ...this.#rare, slug: this.#slug, matrix: this.#matrix }
    return definitionOf(this.#id, own, this.#shared)
  }
}

/** The line before the first scenario, and the one behind the last, as plans are written. */
const FIRST_LINE = '  "scenarios": {'
const LAST_LINE = "  }"

/**
 * A plan from the lines of its file, a scenario at a time, so that the file is never in memory as a
 * whole. Null for all but a valid one in the layout in which plans are written: reading the whole file
 * then tells what it is. A `packed` plan has definitions that are made whenever they are asked for, which
 * copies of its scenarios lack.
 */
export function unpackLines(
  lines: Iterable<string>,
  { packed = false }: { readonly packed?: boolean } = {},
): Plan | null {
  let head = ""
  let file: PlanFile | null = null
  let ended = false
  const scenarios: Plan["scenarios"] = {}
  // The very texts of the shards: a copy of each takes as much again.
  const ids = new Map<string, string>()
  for (const line of lines) {
    if (ended) {
      if (line !== "}") return null
    } else if (file !== null && line !== LAST_LINE) {
      const [read, entry] = entryIn(line) ?? []
      if (read === undefined || entry === undefined) return null
      const id = ids.get(read) ?? read
      if (!Object.hasOwn(file.definitions, entry.definition)) return null
      const shared = file.definitions[entry.definition] as SharedDefinition
      scenarios[id] = packed
        ? new PackedScenario(id, entry, shared)
        : unpackEntry(id, entry, shared)
    } else if (file !== null) ended = true
    else if (line !== FIRST_LINE) head += line
    else {
      const read = PlanFileSchema.check(parsed(`${head}"scenarios": {}}`))
      if (!read.ok) return null
      file = read.value
      for (const shard of file.shards) for (const id of shard.scenarios) ids.set(id, id)
    }
  }
  if (file === null || !ended) return null
  const { definitions: _, ...rest } = file
  // A packed plan is only read: nothing of it is started.
  if (!packed && leaseProblem(leasesIn(scenarios), rest.fixtures ?? {}) !== null) return null
  return { ...rest, scenarios }
}

function entryIn(line: string): readonly [id: string, entry: PlanEntry] | null {
  const colon = line.indexOf('": ') + 1
  if (colon === 0) return null
  // Not as an object: each would have another shape.
  const pair = parsed(`[${line.slice(0, colon)},${line.slice(colon + 1).replace(/,$/u, "")}]`)
  if (!Array.isArray(pair) || pair.length !== 2) return null
  const [id, value] = pair
  if (typeof id !== "string" || id === "__proto__") return null
  const entry = PlanEntrySchema.check(value)
  return entry.ok ? [id, entry.value] : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
