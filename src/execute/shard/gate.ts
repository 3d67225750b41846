import type { ScheduleOptions } from "../../schedule/types.ts"

/** What a shard can run, once it is known what its machine has. */
export interface Passage {
  readonly schedule: ScheduleOptions
  /** Why scenarios cannot run here, by id. */
  readonly missing: ReadonlyMap<string, string>
}

/** Decides what passes; `env` is what children inherit by then. */
export type Gate = (at: {
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}) => Promise<Passage>
