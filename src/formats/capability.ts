/**
 * What a runner or its surroundings offer, as files hold it: how it is probed, what a scenario asks
 * of it, and what a probe found.
 */
import * as s from "../core/schema/make.ts"

/** Whose fact it is: that of the machine that runs a shard, or one thing outside that all share. */
export const ScopeSchema = s.words(["runner", "run"])

/** How the presence or the quantity of a capability is found out. */
export const ProbeHowSchema = s.variants("kind", [
  /** One that every runner is asked for: `cpu`, `memory`, `disk`, `os`, `arch`, `gpu`, `docker`. */
  s.object({ kind: s.literal("builtin"), name: s.text() }),
  /** Present when a connection opens. */
  s.object({ kind: s.literal("tcp"), host: s.text(), port: s.whole().min(1).max(65_535) }),
  /** Present when the answer's status is 2xx. */
  s.object({ kind: s.literal("http"), url: s.text() }),
  /** Text for the shell; `presence` is exit code 0, the others read what it prints. */
  s.object({
    kind: s.literal("command"),
    run: s.text(),
    as: s.words(["presence", "count", "quantity", "version"]),
  }),
  s.object({ kind: s.literal("env"), name: s.text() }),
  /** Relative to the root, or absolute. */
  s.object({ kind: s.literal("file"), path: s.text() }),
  s.object({ kind: s.literal("value"), value: s.number().min(0) }),
  /** Allocatable of the ready nodes less a reserve of cpu and memory; with `pods`, their number. */
  s.object({
    kind: s.literal("kubernetes"),
    /** Label selector of nodes; empty takes all. */
    selector: s.text(),
    /** Part of cpu and memory that is kept back, from 0 to 1. */
    reserve: s.number().min(0).max(1),
    /** Label selector of running pods to count instead, with their namespace (null: all). */
    pods: s.object({ selector: s.text(), namespace: s.text().nullable() }).nullable(),
  }),
])

/** A declared probe. */
export const ProbeSpecSchema = s.object({
  scope: ScopeSchema,
  /** Its absence is an error of the run. */
  required: s.flag(),
  timeoutMs: s.whole().min(1),
  how: ProbeHowSchema,
})

/** What a scenario asks for: that something is there, or how it compares. */
export const RequirementSchema = s.object({
  /** As people write it: `docker`, `memory >= 8Gi`, `cluster["nvidia.com/gpu"] >= 1`. */
  text: s.text(),
  /** Name of a capability; of a part of one, with its path: `cluster`, `nvidia.com/gpu`. */
  name: s.list(s.text()).filled(),
  /** Null asks for presence alone. */
  test: s
    .object({
      op: s.words([">=", ">", "==", "!=", "<=", "<"]),
      /** A number in base units, or a version or text as written. */
      value: s.union(s.number(), s.text()),
    })
    .nullable(),
})

/** What a probe found; parts of a capability have names of their own (`cluster.memory`). */
export const CapabilitySchema = s.object({
  name: s.name(),
  scope: ScopeSchema,
  present: s.flag(),
  /** In base units (cores, bytes, pieces); null where it has none. */
  quantity: s.number().min(0).nullable(),
  /** `cores`, `bytes`, or what is counted; null without a quantity. */
  unit: s.name().nullable(),
  /** A version or a word such as `linux`; absent where it has none. */
  value: s.text().optional(),
  /** What was run and what it said, or why it is absent. */
  evidence: s.text(),
})

/** Scenarios at once: a number, the machine's cores, or a part of the machine. */
export const WorkersSchema = s.union(
  s.whole().min(1).max(1024),
  s.literal("auto"),
  s.formed<`${string}%`>().regex(/^([1-9]\d?|100)%$/u),
)
/** What `probe --json` writes. */
export const ProbedSchema = s.object({ capabilities: s.list(CapabilitySchema) })

/** A kind of machine that shards run on. */
export const RunnerClassSchema = s.object({
  runsOn: s.union(s.text(), s.list(s.text())),
  /** From the start of a job to its first scenario; null where nobody said. */
  startupMs: s.whole().min(0).nullable(),
  /** Quantities by capability name that its machines have, where they are declared. */
  capabilities: s.record(s.union(s.number(), s.text(), s.flag())),
  /** Scenarios at once in a shard; null follows the command line. */
  workers: WorkersSchema.nullable(),
  maxShards: s.whole().min(1).nullable(),
})

/** Whose a capability is: a machine's, or the whole run's. */
export type Scope = s.Infer<typeof ScopeSchema>
export type ProbeHow = s.Infer<typeof ProbeHowSchema>
export type ProbeSpec = s.Infer<typeof ProbeSpecSchema>
export type Requirement = s.Infer<typeof RequirementSchema>
export type Capability = s.Infer<typeof CapabilitySchema>
export type RunnerClass = s.Infer<typeof RunnerClassSchema>
