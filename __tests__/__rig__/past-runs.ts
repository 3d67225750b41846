/**
 * Earlier runs of scenarios for tests of reports.
 */
import type { PastRun } from "../../src/formats/history.ts"

/** Runs with these verdicts by id, oldest first: an hour apart, the last on 1 May 2026, of one second each. */
export function pastRuns(
  known: Readonly<Record<string, readonly PastRun["verdict"][]>>,
): (id: string) => readonly PastRun[] {
  return (id) => {
    const verdicts = known[id] ?? []
    return verdicts.map((verdict, index) => {
      const hoursAgo = verdicts.length - index - 1
      const at = new Date(Date.UTC(2026, 4, 1) - hoursAgo * 3_600_000).toISOString()
      return {
        ...{ verdict, seconds: 1 },
        job: {
          ...{ at, run: `run-${hoursAgo}`, attempt: 1, shard: 1, ref: "refs/heads/main" },
          ...{ commit: `${hoursAgo}`.padStart(40, "a"), runner: "default", cores: 4 },
          ...{ memoryBytes: 8 << 28, workers: 4, startSeconds: 0 },
        },
      }
    })
  }
}
