import type { History, HistoryJob, HistoryRun } from "../../src/formats/history.ts"

/** 2026-03-01T10:00:00.000Z. */
export const NOW = 1_772_359_200_000

/** A job of so many hours ago. */
export function job(more: Partial<HistoryJob> & { readonly hoursAgo?: number } = {}): HistoryJob {
  const { hoursAgo = 1, ...rest } = more
  return {
    at: new Date(NOW - hoursAgo * 3_600_000).toISOString(),
    run: "run-1",
    attempt: 1,
    shard: 1,
    runner: "default",
    cores: 2,
    memoryBytes: 8_000_000_000,
    workers: 2,
    startSeconds: 0.5,
    ...rest,
  }
}

/** A passed run of so many seconds, alone. */
export function passed(
  place: number,
  seconds: number,
  more: { share?: number; beside?: number } = {},
) {
  const run: HistoryRun = [place, "passed", seconds, more.beside ?? 1, more.share ?? 1, null]
  return run
}

export function history(
  scenarios: History["scenarios"],
  jobs: readonly HistoryJob[] = [job()],
): History {
  return { schemaVersion: 1, suite: "shop", jobs: [...jobs], scenarios }
}
