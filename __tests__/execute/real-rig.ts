import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nodeClock } from "../../src/adapters/node/clock.ts"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { nodeHttp } from "../../src/adapters/node/http.ts"
import { nodePatterns } from "../../src/adapters/node/patterns.ts"
import { createProcesses } from "../../src/adapters/node/processes/processes.ts"
import { loadSuite } from "../../src/app/suite/load-suite.ts"
import type { EventBody, EventOf } from "../../src/events/event.ts"
import type { Kind } from "../../src/execute/kinds/kind.ts"
import { Dispatcher } from "../../src/execute/shard/dispatcher.ts"
import { makePlan } from "../../src/plan/make-plan.ts"
import { toScheduleOptions } from "../../src/plan/units/items.ts"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"

/** A suite that is run with real processes, from its text to its events. */
export function suiteRun(
  text: string,
  more: {
    readonly files?: Readonly<Record<string, string>>
    readonly env?: Readonly<Record<string, string>>
    readonly workers?: number
    readonly kinds?: Readonly<Record<string, Kind>>
  } = {},
) {
  const root = mkdtempSync(join(tmpdir(), "smoke-real-"))
  for (const [path, content] of Object.entries({ ...more.files, "smoke.yml": text })) {
    nodeFiles.makeDirectory(join(root, path, ".."))
    writeFileSync(join(root, path), content)
  }
  const loaded = loadSuite({
    files: nodeFiles,
    root,
    github: {},
    vars: {},
    kinds: Object.keys(more.kinds ?? {}),
  })
  if (!loaded.ok) {
    const { error } = loaded
    throw new Error(
      error.reason === "config/invalid" ? renderDiagnostics(error.diagnostics) : error.reason,
    )
  }
  const suite = loaded.value
  const planned = makePlan({
    suite,
    selected: new Set(suite.scenarios.map(({ id }) => id)),
    shards: 1,
    targetMs: null,
    workers: 2,
    assumedWorkers: 2,
    seed: 1,
    maxAttempts: null,
    files: [],
  })
  const plan = { ...planned, digest: `sha256:${"0".repeat(64)}` }
  const folder = `${root}/run`
  nodeFiles.makeDirectory(`${folder}/logs`)
  const events: EventBody[] = []
  const dispatcher = new Dispatcher(
    {
      plan,
      shard: 1,
      shards: 1,
      schedule: toScheduleOptions({
        plan,
        ids: plan.shards[0]?.scenarios ?? [],
        workers: more.workers ?? 2,
        failFast: null,
      }),
      contexts: {
        github: {},
        vars: {},
        runner: { os: "Linux" },
        run: { id: "run-1", attempt: 1, slug: "run-1" },
        shard: 1,
      },
      root,
      folder,
      temporary: `${root}/tmp`,
      env: { PATH: process.env["PATH"] ?? "", ...more.env },
      node: process.execPath,
      kinds: more.kinds ?? {},
      graceMs: 4_000,
      emit: (body) => {
        events.push(body)
        return true
      },
      onMasks: () => {},
      onAttemptEnd: () => true,
    },
    {
      clock: nodeClock,
      processes: createProcesses(),
      files: nodeFiles,
      patterns: nodePatterns,
      http: nodeHttp,
    },
  )
  const attempt = (id: string) => {
    const found = events.findLast((event) => event.type === "attempt-finished" && event.id === id)
    if (found === undefined) throw new Error(`no attempt of ${id} ended`)
    return found as Omit<EventOf<"attempt-finished">, "v" | "seq" | "at" | "shard">
  }
  const log = (id: string, number = 1) => {
    const slug = plan.scenarios[id]?.definition.slug ?? ""
    return readFileSync(`${folder}/logs/${slug}.${number}.log`, "utf8")
  }
  return { dispatcher, plan, root, folder, events, attempt, log }
}
