/**
 * What a runner or its surroundings offer, as files hold it: how it is probed, what a scenario asks
 * of it, and what a probe found.
 */
import { z } from "zod"
import { once } from "../core/once.ts"

/** Whose fact it is: that of the machine that runs a shard, or one thing outside that all share. */
export const ScopeSchema = once(() => z.enum(["runner", "run"]))

/** How the presence or the quantity of a capability is found out. */
export const ProbeHowSchema = once(() =>
  z.discriminatedUnion("kind", [
    /** One that every runner is asked for: `cpu`, `memory`, `disk`, `os`, `arch`, `gpu`, `docker`. */
    z.object({ kind: z.literal("builtin"), name: z.string() }),
    /** Present when a connection opens. */
    z.object({ kind: z.literal("tcp"), host: z.string(), port: z.int().min(1).max(65_535) }),
    /** Present when the answer's status is 2xx. */
    z.object({ kind: z.literal("http"), url: z.string() }),
    /** Text for the shell; `presence` is exit code 0, the others read what it prints. */
    z.object({
      kind: z.literal("command"),
      run: z.string(),
      as: z.enum(["presence", "count", "quantity", "version"]),
    }),
    z.object({ kind: z.literal("env"), name: z.string() }),
    /** Relative to the root, or absolute. */
    z.object({ kind: z.literal("file"), path: z.string() }),
    z.object({ kind: z.literal("value"), value: z.number().min(0) }),
    /** Allocatable of the ready nodes less a reserve of cpu and memory; with `pods`, their number. */
    z.object({
      kind: z.literal("kubernetes"),
      /** Label selector of nodes; empty takes all. */
      selector: z.string(),
      /** Part of cpu and memory that is kept back, from 0 to 1. */
      reserve: z.number().min(0).max(1),
      /** Label selector of running pods to count instead, with their namespace (null: all). */
      pods: z.object({ selector: z.string(), namespace: z.string().nullable() }).nullable(),
    }),
  ]),
)

/** A declared probe. */
export const ProbeSpecSchema = once(() =>
  z.object({
    scope: ScopeSchema(),
    /** Its absence is an error of the run. */
    required: z.boolean(),
    timeoutMs: z.int().min(1),
    how: ProbeHowSchema(),
  }),
)

/** What a scenario asks for: that something is there, or how it compares. */
export const RequirementSchema = once(() =>
  z.object({
    /** As people write it: `docker`, `memory >= 8Gi`, `cluster["nvidia.com/gpu"] >= 1`. */
    text: z.string(),
    /** Name of a capability; of a part of one, with its path: `cluster`, `nvidia.com/gpu`. */
    name: z.array(z.string()).min(1),
    /** Null asks for presence alone. */
    test: z
      .object({
        op: z.enum([">=", ">", "==", "!=", "<=", "<"]),
        /** A number in base units, or a version or text as written. */
        value: z.union([z.number(), z.string()]),
      })
      .nullable(),
  }),
)

/** What a probe found; parts of a capability have names of their own (`cluster.memory`). */
export const CapabilitySchema = once(() =>
  z.object({
    name: z.string(),
    scope: ScopeSchema(),
    present: z.boolean(),
    /** In base units (cores, bytes, pieces); null where it has none. */
    quantity: z.number().min(0).nullable(),
    /** `cores`, `bytes`, or what is counted; null without a quantity. */
    unit: z.string().nullable(),
    /** A version or a word such as `linux`; absent where it has none. */
    value: z.string().optional(),
    /** What was run and what it said, or why it is absent. */
    evidence: z.string(),
  }),
)

/** Scenarios at once: a number, the machine's cores, or a part of the machine. */
export const WorkersSchema = once(() =>
  z.union([
    z.int().min(1).max(1024),
    z.literal("auto"),
    z.templateLiteral([z.string().regex(/^([1-9]\d?|100)$/u), "%"]),
  ]),
)
/** What `probe --json` writes. */
export const ProbedSchema = once(() => z.object({ capabilities: z.array(CapabilitySchema()) }))

/** A kind of machine that shards run on. */
export const RunnerClassSchema = once(() =>
  z.object({
    runsOn: z.union([z.string(), z.array(z.string())]),
    /** From the start of a job to its first scenario; null where nobody said. */
    startupMs: z.int().min(0).nullable(),
    /** Quantities by capability name that its machines have, where they are declared. */
    capabilities: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    /** Scenarios at once in a shard; null follows the command line. */
    workers: WorkersSchema().nullable(),
    maxShards: z.int().min(1).nullable(),
  }),
)

/** Whose a capability is: a machine's, or the whole run's. */
export type Scope = z.infer<ReturnType<typeof ScopeSchema>>
export type ProbeHow = z.infer<ReturnType<typeof ProbeHowSchema>>
export type ProbeSpec = z.infer<ReturnType<typeof ProbeSpecSchema>>
export type Requirement = z.infer<ReturnType<typeof RequirementSchema>>
export type Capability = z.infer<ReturnType<typeof CapabilitySchema>>
export type RunnerClass = z.infer<ReturnType<typeof RunnerClassSchema>>
