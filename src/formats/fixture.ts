/**
 * A fixture as files hold it: how instances are set up, found ready, used again and taken down.
 */
import * as s from "../core/schema/make.ts"
import { ContainerSchema } from "./container.ts"
import { badChains } from "./nesting.ts"
import { HttpExpectSchema } from "./run-specs.ts"

/** One thing that must hold before an instance can be used. */
const ReadySchema = s.object({
  how: s.variants("kind", [
    s.object({ kind: s.literal("http"), url: s.text(), expect: HttpExpectSchema }),
    /** `host:port`; may hold `${{ }}`. */
    s.object({ kind: s.literal("tcp"), address: s.text() }),
    s.object({ kind: s.literal("command"), run: s.text() }),
    /** A pattern that so many lines of its log match; named groups become outputs. */
    s.object({ kind: s.literal("log"), matches: s.text(), times: s.whole().min(1) }),
  ]),
  /** Of one try. */
  timeoutMs: s.whole().min(1),
})

/** Which fixture is leased; `key` is null where it has none. */
export const LeaseSchema = s.object({ name: s.text(), key: s.text().nullable() })

/** What differs between the values of a fixture's key. */
export const FixtureKeySchema = s.object({
  /** The dimensions of the key, with their values. */
  matrix: s.record(s.json()),
  /** What an instance takes of the shard's resources, in base units. */
  demand: s.record(s.number().min(0)),
  /** Fixtures of which each instance leases one for its whole life. */
  fixtures: s.list(LeaseSchema),
})

/** Texts may hold `${{ }}`; they are evaluated when the instance is set up. */
export const FixtureSchema = s.object({
  /** `serve` is a process that stays, `start` a command that ends. */
  how: s.variants("kind", [
    s.object({ kind: s.literal("serve"), run: s.text() }),
    s.object({ kind: s.literal("start"), run: s.text() }),
    s.object({ kind: s.literal("container"), container: ContainerSchema }),
  ]),
  /** All of them must hold. */
  ready: s.list(ReadySchema),
  reset: s.text().nullable(),
  stop: s.text().nullable(),
  health: s.text().nullable(),
  instances: s.whole().min(1),
  warm: s.whole().min(0),
  maxUses: s.whole().min(1).nullable(),
  maxAgeMs: s.whole().min(1).nullable(),
  choose: s.words(["round-robin", "least-connections", "resource-based"]),
  /** Leases of an instance at once; null is without limit. */
  leases: s.whole().min(1).nullable(),
  leaseTimeoutMs: s.whole().min(1).nullable(),
  startTimeoutMs: s.whole().min(1),
  stopTimeoutMs: s.whole().min(1),
  startRetries: s.whole().min(0),
  /** Starts at once; null is as many as the machine has cores. */
  startParallel: s.whole().min(1).nullable(),
  /** An instance without a lease for so long is stopped; null: after the last lease. */
  idleMs: s.whole().min(1).nullable(),
  /** It outlives its run on a developer's machine; absent where it does not. */
  keep: s
    .object({
      forMs: s.whole().min(1),
      /** Patterns of files that it is made from, relative to the root. */
      inputs: s.list(s.text()),
    })
    .optional(),
  /** Growth of its instances in a soak that fails the run, and where the suite says so; absent where none does. */
  leak: s
    .object({ memoryPerHour: s.number().min(0), file: s.name(), line: s.whole().min(1) })
    .optional(),
  /** `run` keeps all scenarios that lease the same key in one shard. */
  scope: s.words(["shard", "run"]),
  /** Names of ports that each instance is given, in the environment of its commands. */
  ports: s.list(s.text()),
  outputs: s.record(s.text()),
  shell: s.text(),
  env: s.record(s.text()),
  /** Relative to the root. */
  workingDirectory: s.text(),
  /** By the text of the key; the empty text where the fixture has none. */
  keys: s.record(FixtureKeySchema),
})

export type FixtureSpec = s.Infer<typeof FixtureSchema>
export type FixtureKey = s.Infer<typeof FixtureKeySchema>
export type ReadySpec = s.Infer<typeof ReadySchema>
export type LeaseSpec = s.Infer<typeof LeaseSchema>

/** Fixtures that lease each other in a chain are no more. */
export const MOST_NESTED = 16

/**
 * What is wrong with leases of a plan: a fixture or a value of its key that is missing, a circle, or a chain
 * that is too long. Null: nothing.
 */
export function leaseProblem(
  leases: Iterable<LeaseSpec>,
  fixtures: Readonly<Record<string, FixtureSpec>>,
): string | null {
  let missing: string | null = null
  const innerOf = (node: string): readonly string[] => {
    const [name, key]: [string, string | null] = JSON.parse(node)
    const keys = Object.hasOwn(fixtures, name) ? fixtures[name]?.keys : undefined
    const value = keys !== undefined && Object.hasOwn(keys, key ?? "") ? keys[key ?? ""] : undefined
    if (value === undefined) {
      missing ??= `there is no fixture ${name}${key === null ? "" : `[${key}]`}`
    }
    return (value?.fixtures ?? []).map(toNode)
  }
  const nodes = new Set(Array.from(leases, toNode))
  const [bad] = badChains(nodes, { next: innerOf, most: MOST_NESTED })
  if (bad === undefined) return missing
  const [name] = JSON.parse(bad.chain[0] ?? "[]")
  return bad.kind === "circle"
    ? `the fixture ${name} leases itself`
    : `with the fixture ${name} begins a chain of more than ${MOST_NESTED} that lease each other`
}

function toNode({ name, key }: LeaseSpec): string {
  return JSON.stringify([name, key])
}
