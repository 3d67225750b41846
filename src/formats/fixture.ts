/**
 * A fixture as files hold it: how instances are set up, told ready, used again and taken down.
 */
import * as s from "../core/schema/make.ts"

/** When an instance can be used. */
const ReadySchema = s.object({
  how: s.variants("kind", [
    s.object({ kind: s.literal("http"), url: s.text() }),
    /** `host:port`; may hold `${{ }}`. */
    s.object({ kind: s.literal("tcp"), address: s.text() }),
    s.object({ kind: s.literal("command"), run: s.text() }),
  ]),
  /** Of one try. */
  timeoutMs: s.whole().min(1),
})

/** Texts may hold `${{ }}`; they are evaluated when the instance is set up. */
export const FixtureSchema = s.object({
  /** `serve` is a process that stays, `start` a command that ends. */
  how: s.object({ kind: s.words(["serve", "start"]), run: s.text() }),
  ready: ReadySchema.nullable(),
  reset: s.text().nullable(),
  stop: s.text().nullable(),
  health: s.text().nullable(),
  instances: s.whole().min(1),
  warm: s.whole().min(0),
  /** Dimensions and expressions whose value parts the fixture into several; null: there is one. */
  key: s.list(s.text()).filled().nullable(),
  demand: s.record(s.number().min(0)),
  maxUses: s.whole().min(1).nullable(),
  choose: s.words(["round-robin", "least-connections", "resource-based"]),
  /** Leases of an instance at once; null is without limit. */
  share: s.whole().min(1).nullable(),
  startTimeoutMs: s.whole().min(1),
  stopTimeoutMs: s.whole().min(1),
  startRetries: s.whole().min(0),
  /** An instance that nobody leased for so long is stopped; null: with the shard. */
  idleMs: s.whole().min(1).nullable(),
  shell: s.text(),
  env: s.record(s.text()),
  /** Relative to the root. */
  workingDirectory: s.text(),
})

export type FixtureSpec = s.Infer<typeof FixtureSchema>
