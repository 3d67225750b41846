/** The wall clock is set in the middle of a run: nothing that anybody is told of a duration notices. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { watchRun } from "../../src/app/shard/run-lines.ts"
import { RunFold } from "../../src/events/fold.ts"
import { learn } from "../../src/history/learn.ts"
import { emptyHistory } from "../../src/history/read-history.ts"
import { JOURNAL_FILE, openJournal } from "../../src/journal/journal.ts"
import { readJournal } from "../../src/journal/read-journal.ts"
import { toResults } from "../../src/report/results/results.ts"
import { renderJunit } from "../../src/report/view/junit.ts"
import { renderHeartbeat } from "../../src/report/view/live.ts"
import { buildPlan } from "../__rig__/build-plan.ts"
import { buildShard, START } from "../__rig__/build-shard.ts"
import { STRICT } from "../__rig__/small-run.ts"

const DAY_MS = 86_400_000
const PLAN = buildPlan({ shards: [["a", "b"]] })

/** A run of 5 s whose wall clock jumps after a second; what is said live, and what of its journal. */
function ran(jumpMs: number) {
  const folder = mkdtempSync(join(tmpdir(), "smoke-jump-"))
  let steady = 77_000.25
  let wall = START
  const clock = { now: () => wall, monotonic: () => steady, after: () => () => {} }
  const fold = new RunFold()
  const watch = watchRun(
    { plan: PLAN, shard: 1, ids: null, color: false, debug: false },
    { clock, sample: () => null },
  )
  const opened = openJournal({ files: nodeFiles, clock, folder, shard: 1 })
  if (!opened.ok) throw new Error(opened.error.message)
  const heartbeats: (string | null)[] = []
  const sketched = buildShard(PLAN).start().wait(500).passed("a", { ms: 1_500 })
  const { events } = sketched.wait(1_000).failed("b", { ms: 2_000 }).finish()
  for (const [index, { v, seq, at, shard, ...body }] of events.entries()) {
    const passed = at - (events[index - 1]?.at ?? at)
    steady += passed
    wall += passed + (index === 2 ? jumpMs : 0)
    const event = opened.value.append(body)
    fold.apply(event)
    watch.line(event, fold.state)
    const input = watch.input()
    heartbeats.push(input === null ? null : renderHeartbeat(input))
  }
  opened.value.close()
  const read = new RunFold()
  const apply = (event: Parameters<RunFold["apply"]>[0]) => read.apply(event)
  readJournal(nodeFiles.readLines(join(folder, JOURNAL_FILE)), { shard: 1, apply })
  const told = ({ state }: RunFold) => {
    const results = toResults({ plan: PLAN, state, problems: [], policy: STRICT })
    const history = learn(emptyHistory("shop"), { state, runners: new Map(), now: START })
    return { results, history, junit: renderJunit({ results, state }) }
  }
  return { live: told(fold), merged: told(read), heartbeats }
}

describe.each([DAY_MS, -DAY_MS])("a wall clock that jumps by %d ms", (jumpMs) => {
  it("changes nothing in the live display, the results, JUnit and the history", () => {
    const jumped = ran(jumpMs)
    expect(jumped.live).toEqual(ran(0).live)
    expect(JSON.stringify(jumped.merged)).toBe(JSON.stringify(jumped.live))
    expect(jumped.heartbeats).toEqual(ran(0).heartbeats)
    const { summary, shards } = jumped.merged.results
    expect([summary.durationSeconds, shards[0]?.durationSeconds]).toEqual([5, 5])
  })

  it("changes nothing for a process that goes on with the same attempt", () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-jump-"))
    const clock = { now: () => START + jumpMs, monotonic: () => 5, after: () => () => {} }
    const lastAt = START + 700
    const opened = openJournal({ files: nodeFiles, clock, folder, shard: 1, lastSeq: 3, lastAt })
    if (!opened.ok) throw new Error(opened.error.message)
    expect(opened.value.append({ type: "run-finished", verdicts: 0 })).toMatchObject({
      ...{ seq: 4, at: lastAt },
    })
  })
})
