/**
 * A fixture as files hold it: how instances are set up, found ready, used again and taken down.
 */
import { z } from "zod"
import { once } from "../core/once.ts"
import { JsonSchema } from "./json.ts"
import { HttpExpectSchema } from "./run-specs.ts"

/** One thing that must hold before an instance can be used. */
const ReadySchema = once(() =>
  z.object({
    how: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("http"), url: z.string(), expect: HttpExpectSchema() }),
      /** `host:port`; may hold `${{ }}`. */
      z.object({ kind: z.literal("tcp"), address: z.string() }),
      z.object({ kind: z.literal("command"), run: z.string() }),
      /** A pattern that so many lines of its log match; named groups become outputs. */
      z.object({ kind: z.literal("log"), matches: z.string(), times: z.int().min(1) }),
    ]),
    /** Of one try. */
    timeoutMs: z.int().min(1),
  }),
)

/** Which fixture is leased; `key` is null where it has none. */
export const LeaseSchema = once(() => z.object({ name: z.string(), key: z.string().nullable() }))

/** What differs between the values of a fixture's key. */
export const FixtureKeySchema = once(() =>
  z.object({
    /** The dimensions of the key, with their values. */
    matrix: z.record(z.string(), JsonSchema()),
    /** What an instance takes of the shard's resources, in base units. */
    demand: z.record(z.string(), z.number().min(0)),
    /** Fixtures of which each instance leases one for its whole life. */
    fixtures: z.array(LeaseSchema()),
  }),
)

/** Texts may hold `${{ }}`; they are evaluated when the instance is set up. */
export const FixtureSchema = once(() =>
  z.object({
    /** `serve` is a process that stays, `start` a command that ends. */
    how: z.object({ kind: z.enum(["serve", "start"]), run: z.string() }),
    /** All of them must hold. */
    ready: z.array(ReadySchema()),
    reset: z.string().nullable(),
    stop: z.string().nullable(),
    health: z.string().nullable(),
    instances: z.int().min(1),
    warm: z.int().min(0),
    maxUses: z.int().min(1).nullable(),
    maxAgeMs: z.int().min(1).nullable(),
    choose: z.enum(["round-robin", "least-connections", "resource-based"]),
    /** Leases of an instance at once; null is without limit. */
    leases: z.int().min(1).nullable(),
    leaseTimeoutMs: z.int().min(1).nullable(),
    startTimeoutMs: z.int().min(1),
    stopTimeoutMs: z.int().min(1),
    startRetries: z.int().min(0),
    /** Starts at once; null is as many as the machine has cores. */
    startParallel: z.int().min(1).nullable(),
    /** An instance without a lease for so long is stopped; null: after the last lease. */
    idleMs: z.int().min(1).nullable(),
    /** `run` keeps all scenarios that lease the same key in one shard. */
    scope: z.enum(["shard", "run"]),
    /** Names of ports that each instance is given, in the environment of its commands. */
    ports: z.array(z.string()),
    outputs: z.record(z.string(), z.string()),
    shell: z.string(),
    env: z.record(z.string(), z.string()),
    /** Relative to the root. */
    workingDirectory: z.string(),
    /** By the text of the key; the empty text where the fixture has none. */
    keys: z.record(z.string(), FixtureKeySchema()),
  }),
)

export type FixtureSpec = z.infer<ReturnType<typeof FixtureSchema>>
export type FixtureKey = z.infer<ReturnType<typeof FixtureKeySchema>>
export type ReadySpec = z.infer<ReturnType<typeof ReadySchema>>
export type LeaseSpec = z.infer<ReturnType<typeof LeaseSchema>>
