import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { nodeHttp } from "../../src/adapters/node/http.ts"
import { nodePatterns } from "../../src/adapters/node/patterns.ts"
import type { EventBody } from "../../src/events/event.ts"
import type { Gate } from "../../src/execute/attempt/shard-options.ts"
import type { Kind } from "../../src/execute/kinds/kind.ts"
import { Dispatcher } from "../../src/execute/shard/dispatcher.ts"
import { makePlan } from "../../src/plan/make-plan.ts"
import { toScheduleOptions } from "../../src/plan/units/items.ts"
import type { ControlGroups } from "../../src/ports/control-groups.ts"
import type { ScheduleOptions } from "../../src/schedule/types.ts"
import { FakeClock } from "../__rig__/fakes/clock.ts"
import { FakeProcesses } from "../__rig__/fakes/processes.ts"
import { planOptions, type ScenarioSketch } from "../plan/plan-rig.ts"

/** A dispatcher on fake time and fake processes, with real files in a temporary folder. */
export function dispatching(
  sketches: readonly ScenarioSketch[],
  more: {
    readonly workers?: number
    readonly kinds?: Readonly<Record<string, Kind>>
    readonly env?: Readonly<Record<string, string>>
    readonly emit?: (body: EventBody) => boolean
    readonly failFast?: number
    readonly iterations?: ScheduleOptions["iterations"]
    readonly controlGroups?: ControlGroups
    /** Learned peaks of memory by id. */
    readonly peaks?: Readonly<Record<string, number>>
    readonly gate?: (
      at: Parameters<Gate>[0] & { readonly schedule: ScheduleOptions },
    ) => ReturnType<Gate>
  } = {},
) {
  const root = mkdtempSync(join(tmpdir(), "smoke-execute-"))
  const clock = new FakeClock()
  const processes = new FakeProcesses()
  const events: EventBody[] = []
  const planned = makePlan(planOptions(sketches, { shards: 1 }))
  const plan = { ...planned, digest: `sha256:${"0".repeat(64)}` }
  const ids = plan.shards[0]?.scenarios ?? []
  nodeFiles.makeDirectory(`${root}/run/logs`)
  const plain = toScheduleOptions({
    plan,
    ids,
    workers: more.workers ?? 2,
    failFast: more.failFast ?? null,
  })
  const items = plain.items.map((item) => {
    const peakMemoryBytes = more.peaks?.[item.id]
    return peakMemoryBytes === undefined ? item : { ...item, peakMemoryBytes }
  })
  const repeats = more.iterations === undefined ? {} : { iterations: more.iterations }
  const schedule: ScheduleOptions = { ...plain, items, ...repeats }
  const { gate } = more
  const dispatcher = new Dispatcher(
    {
      plan,
      shard: 1,
      shards: 1,
      schedule,
      ...(gate === undefined ? {} : { gate: (at) => gate({ ...at, schedule }) }),
      contexts: {
        github: {},
        vars: {},
        runner: { os: "Linux" },
        run: { id: "run-1", attempt: 1, slug: "run-1" },
        shard: 1,
      },
      root,
      folder: `${root}/run`,
      temporary: `${root}/tmp`,
      env: more.env ?? {},
      node: process.execPath,
      kinds: more.kinds ?? {},
      graceMs: 4_000,
      emit: (body) => {
        events.push(body)
        return more.emit?.(body) ?? true
      },
      onMasks: () => {},
      onAttemptEnd: () => true,
    },
    {
      ...{ clock, processes, files: nodeFiles, patterns: nodePatterns, http: nodeHttp },
      ...(more.controlGroups === undefined ? {} : { controlGroups: more.controlGroups }),
    },
  )
  const story = () =>
    events.flatMap((event) => {
      if (event.type === "scenario-finished") return [`${event.verdict} ${event.id}`]
      if (event.type === "scenario-skipped") return [`skipped ${event.id}: ${event.reason}`]
      if (event.type === "scenario-cancelled") return [`cancelled ${event.id}: ${event.reason}`]
      if (event.type === "attempt-finished") return [`${event.outcome} ${event.id}#${event.number}`]
      return []
    })
  return { dispatcher, clock, processes, events, story, root }
}
