/**
 * examples/sql-logic: hundreds of SQL files by SQLite and by PostgreSQL, soaked by many workers at once.
 */
import { execFileSync } from "node:child_process"
import { cpSync, realpathSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { iterationSeed } from "../../src/core/quantities/random.ts"
import type { Results } from "../../src/formats/results.ts"
import { describeLayer, POSTGRES, programLayer } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"
import { startResultsService } from "../__rig__/results-service/service.ts"
import { WHOLE } from "../__rig__/whole.ts"
import { ActionRun, resultsOf, said } from "./action-run.ts"

const EXAMPLE = fileURLToPath(new URL("../../examples/sql-logic", import.meta.url))
const FILES = 623
const WORKERS = 64

/** Where other things take the processors too: of a database with clients, of four shards. */
const SOME_FILES = WHOLE ? FILES : 150

/** The rest is for a slow machine: a pass over all files has to fit. */
const SOAK_SECONDS = [15, 60, 240]

/** What is left of a second, and the grace of what runs at the end. */
const OVER_SECONDS = 1 + 10

/** A seed by which the flaky file fails in its first iteration. */
const SEED = Array.from({ length: 100 }, (_, i) => i + 1).find(
  (seed) => iterationSeed(seed, "sql:flaky", 1) % 4 === 0,
)

/** Soaks all files on all workers, and checks what must hold; what must be subtracted is the start of a fixture. */
async function soakAll(
  project: Project,
  {
    env = {},
    files = FILES,
  }: { readonly env?: Record<string, string>; readonly files?: number } = {},
) {
  execFileSync(process.execPath, ["generate.mjs", "tests", String(files)], { cwd: project.root })
  let ended = { exitCode: null as number | null, stderr: "" }
  let soakSeconds = 0
  for (soakSeconds of WHOLE ? SOAK_SECONDS.slice(1) : SOAK_SECONDS) {
    const words = ["-c", String(WORKERS), "--seed", String(SEED), "--out", `out${soakSeconds}`]
    ended = await project.run(["run", "--soak", `${soakSeconds}s`, ...words], env)
    if (ended.exitCode !== 4) break
  }
  expect(ended.exitCode, ended.stderr).toBe(1)
  const { scenarios, workers, fixtures } = project.results(`out${soakSeconds}/results.json`)
  expect(scenarios).toHaveLength(files)
  for (const { id, iterations } of scenarios) {
    const { passed = 0, failed = 0 } = iterations ?? {}
    expect(passed + failed, id).toBeGreaterThanOrEqual(1)
    expect(failed > 0, id).toBe(id === "sql:flaky")
  }
  expect(workers).toHaveLength(WORKERS)
  const startSeconds = fixtures.reduce((sum, { meanStartSeconds }) => sum + meanStartSeconds, 0)
  for (const { worker, busySeconds, idleSeconds } of workers) {
    // After the end of the time, workers are idle while what the others ran is ended.
    const least = 0.95 * (soakSeconds - startSeconds)
    expect(busySeconds, `worker ${worker}`).toBeGreaterThanOrEqual(least)
    const seconds = busySeconds + idleSeconds
    expect(seconds, `worker ${worker}`).toBeLessThanOrEqual(soakSeconds + OVER_SECONDS)
  }
  return { fixtures }
}

describeLayer(programLayer("sqlite3"), () => {
  it("keeps all workers busy, runs each file, and finds the flaky one", async () => {
    const project = new Project({})
    cpSync(EXAMPLE, project.root, { recursive: true })
    await soakAll(project)
  }, 600_000)
})

describeLayer(POSTGRES, (initdb) => {
  it("does the same with a PostgreSQL that serves all of them", async () => {
    const programs = dirname(realpathSync(initdb))
    const project = new Project({
      // PostgreSQL refuses to run as root.
      "serve.sh": `#!/bin/sh
set -eu
as=""
if [ "$(id -u)" = 0 ]; then as="runuser -u postgres --"; fi
trap 'kill "$pid"; wait "$pid"; rm -rf "$data"' TERM
cd /tmp
data=$($as mktemp -d)
$as "$PG/initdb" -D "$data" -A trust -U smoke > /dev/null
$as "$PG/postgres" -D "$data" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off &
pid=$!
wait "$pid"
`,
      "check.sh": `#!/bin/sh
set -eu
seed="create temporary table iteration as select $SMOKE_SEED::bigint as seed"
found=$("$PG/psql" "$DATABASE_URL" -XqAt -v ON_ERROR_STOP=1 -c "$seed" -f "$SMOKE_FILE" | sed 's/^t$/1/; s/^f$/0/')
test "$found" = "$(cat "\${SMOKE_FILE%.sql}.expected")"
`,
      "smoke.yml": `
fixtures:
  db:
    serve: exec ./serve.sh
    ports: [PORT]
    ready: { log: ready to accept connections }
    outputs: { DATABASE_URL: "postgres://smoke@127.0.0.1:\${{ fixture.PORT }}/postgres" }
scenarios:
  sql:
    for-each: { files: ["tests/*.sql"], root: tests }
    run: ./check.sh
    fixtures: [db]
`,
    })
    cpSync(join(EXAMPLE, "generate.mjs"), join(project.root, "generate.mjs"))
    const { fixtures } = await soakAll(project, { env: { PG: programs }, files: SOME_FILES })
    expect(fixtures).toMatchObject([{ name: "db", created: 1, failures: 0, evictions: 0 }])
    // Its memory is read while it serves.
    expect(fixtures[0]?.memory?.[0]?.readings).toBeGreaterThanOrEqual(1)
    expect(project.survivors()).toEqual([])
  }, 600_000)
})

describeLayer(programLayer("sqlite3"), () => {
  const SHARDS = 4

  it("runs each file in one of 4 shards of the action, and finds the flaky one", async () => {
    const service = await startResultsService()
    try {
      let merged: Results | undefined
      let soakSeconds = 0
      for (soakSeconds of SOAK_SECONDS) {
        const run = new ActionRun(service, {})
        cpSync(EXAMPLE, run.workspace, { recursive: true })
        const words = ["generate.mjs", "tests", String(SOME_FILES)]
        execFileSync(process.execPath, words, { cwd: run.workspace })
        const { plan, shards, aggregate } = await run.whole({
          plan: {
            ...{ soak: `${soakSeconds}s`, shards: String(SHARDS), seed: String(SEED) },
            workers: String(WORKERS / SHARDS),
          },
        })
        expect(plan.outputs["shard-count"], said(plan)).toBe(String(SHARDS))
        expect(shards.size).toBe(SHARDS)
        merged = resultsOf(aggregate)
        if (merged.summary.exitCode !== 4) break
      }
      expect(merged?.summary.conclusion).toBe("failure")
      const { scenarios = [], shards = [], workers = [] } = merged ?? {}
      expect(scenarios).toHaveLength(SOME_FILES)
      for (const { id, iterations } of scenarios) {
        const { passed = 0, failed = 0 } = iterations ?? {}
        expect(passed + failed, id).toBeGreaterThanOrEqual(1)
        expect(failed > 0, id).toBe(id === "sql:flaky")
      }
      expect(new Set(scenarios.map(({ shard }) => shard)).size).toBe(SHARDS)
      expect(shards.map(({ status }) => status)).toEqual(Array(SHARDS).fill("complete"))
      expect(workers).toHaveLength(WORKERS)
      for (const { shard, worker, busySeconds, idleSeconds } of workers) {
        const seconds = busySeconds + idleSeconds
        expect(seconds, `${shard}.${worker}`).toBeLessThanOrEqual(soakSeconds + OVER_SECONDS)
      }
    } finally {
      await service.stop()
    }
  }, 900_000)
})

it("is the same for the same seed", () => {
  const texts = [1, 2].map(() => {
    const project = new Project({})
    const words = [join(EXAMPLE, "generate.mjs"), "tests", "3", "7"]
    execFileSync(process.execPath, words, { cwd: project.root })
    return [project.read("tests/001.sql"), project.read("tests/002.expected")]
  })
  expect(texts[0]).toEqual(texts[1])
})
