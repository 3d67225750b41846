/**
 * A fixture as files hold it: how instances are set up, told ready, used again and taken down.
 */
import { z } from "zod"
import { once } from "../core/once.ts"

/** When an instance can be used. */
const ReadySchema = once(() =>
  z.object({
    how: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("http"), url: z.string() }),
      /** `host:port`; may hold `${{ }}`. */
      z.object({ kind: z.literal("tcp"), address: z.string() }),
      z.object({ kind: z.literal("command"), run: z.string() }),
    ]),
    /** Of one try. */
    timeoutMs: z.int().min(1),
  }),
)

/** Texts may hold `${{ }}`; they are evaluated when the instance is set up. */
export const FixtureSchema = once(() =>
  z.object({
    /** `serve` is a process that stays, `start` a command that ends. */
    how: z.object({ kind: z.enum(["serve", "start"]), run: z.string() }),
    ready: ReadySchema().nullable(),
    reset: z.string().nullable(),
    stop: z.string().nullable(),
    health: z.string().nullable(),
    instances: z.int().min(1),
    warm: z.int().min(0),
    /** Dimensions and expressions whose value parts the fixture into several; null: there is one. */
    key: z.array(z.string()).min(1).nullable(),
    demand: z.record(z.string(), z.number().min(0)),
    maxUses: z.int().min(1).nullable(),
    choose: z.enum(["round-robin", "least-connections", "resource-based"]),
    /** Leases of an instance at once; null is without limit. */
    share: z.int().min(1).nullable(),
    startTimeoutMs: z.int().min(1),
    stopTimeoutMs: z.int().min(1),
    startRetries: z.int().min(0),
    /** An instance that nobody leased for so long is stopped; null: with the shard. */
    idleMs: z.int().min(1).nullable(),
    shell: z.string(),
    env: z.record(z.string(), z.string()),
    /** Relative to the root. */
    workingDirectory: z.string(),
  }),
)

export type FixtureSpec = z.infer<ReturnType<typeof FixtureSchema>>
