/**
 * Earlier runs of scenarios for tests of reports.
 */
import type { PastRun } from "../../src/formats/history.ts"
import { START } from "./build-shard.ts"

/** Runs with these verdicts by id, oldest first: a day apart, the last a day before `START`, of one second each. */
export function pastRuns(
  known: Readonly<Record<string, readonly PastRun["verdict"][]>>,
): (id: string) => readonly PastRun[] {
  return (id) => {
    const verdicts = known[id] ?? []
    return verdicts.map((verdict, index) => {
      const daysAgo = verdicts.length - index
      const at = new Date(START - daysAgo * 86_400_000).toISOString()
      const commit = Math.trunc(Math.abs(Math.sin(daysAgo)) * 2 ** 40).toString(16)
      return {
        ...{ verdict, seconds: 1 },
        job: {
          ...{ at, run: `day-${daysAgo}`, attempt: 1, shard: 1, ref: "refs/heads/main" },
          ...{ commit: commit.padEnd(40, commit), runner: "default", cores: 4 },
          ...{ memoryBytes: 8 << 28, workers: 4, startSeconds: 0 },
        },
      }
    })
  }
}
