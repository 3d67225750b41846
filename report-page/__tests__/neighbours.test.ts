import { expect, it } from "vitest"
import { neighboursOf } from "../data/neighbours.ts"
import { buildAttempt, buildScenario } from "./build-scenario.ts"

const at = (startedMs: number, durationSeconds: number) => [
  buildAttempt({ startedMs, durationSeconds }),
]

it("are those of the same shard that ran at the same time, failed ones first", () => {
  const own = buildScenario("own", { attempts: at(1_000, 2) })
  const all = [
    own,
    buildScenario("before", { attempts: at(0, 1) }),
    buildScenario("over", { attempts: at(0, 10) }),
    buildScenario("inside", { verdict: "failed", attempts: at(1_500, 0.1) }),
    buildScenario("after", { attempts: at(3_000, 1) }),
    buildScenario("elsewhere", { shard: 2, attempts: at(1_500, 1) }),
    buildScenario("earlier attempt of the run", {
      attempts: [buildAttempt({ startedMs: 1_500, runAttempt: 2 })],
    }),
  ]
  const [attempt] = own.attempts
  if (attempt === undefined) throw new Error("no attempt")
  expect(neighboursOf(all, own, attempt).map(({ id }) => id)).toEqual(["inside", "over"])
})
