/**
 * Real databases as fixtures: PostgreSQL as a service for all, Redis as a pool with a reset.
 */
import { realpathSync } from "node:fs"
import { dirname } from "node:path"
import { expect, it } from "vitest"
import { describeLayer, POSTGRES, REDIS } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"

describeLayer(POSTGRES, (initdb) => {
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0
  const as = isRoot ? "runuser -u postgres -- " : ""

  it("PostgreSQL serves all scenarios, and nothing of it stays", async () => {
    const project = new Project({
      "serve.sh": `#!/bin/sh
set -eu
trap 'kill "$pid"; wait "$pid"; rm -rf "$data"' TERM
cd /tmp
data=$(${as}mktemp -d)
${as}"$PG/initdb" -D "$data" -A trust -U smoke > /dev/null
${as}"$PG/postgres" -D "$data" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= &
pid=$!
wait "$pid"
`,
      "smoke.yml": `
fixtures:
  db:
    serve: exec ./serve.sh
    ports: [PORT]
    ready: { log: ready to accept connections }
    outputs: { DATABASE_URL: "postgres://smoke@127.0.0.1:\${{ fixture.PORT }}/postgres" }
scenarios:
  table: { run: '"$PG/psql" "$DATABASE_URL" -c "create table t as select 41 as n"', fixtures: [db] }
  query:
    needs: [table]
    fixtures: [db]
    run: test "$("$PG/psql" "$DATABASE_URL" -Atc "select n + 1 from t")" = 42
  other: { run: '"$PG/psql" "$SMOKE_FIXTURE_DB_DATABASE_URL" -c "select 1"', fixtures: [db] }
`,
    })
    const ran = await project.run(["run", "--out", "run"], { PG: dirname(realpathSync(initdb)) })
    expect(ran.stderr + ran.stdout).toContain("3 of 3 passed")
    expect(project.results("run/results.json").fixtures).toMatchObject([
      { name: "db", created: 1, leases: 3, failures: 0, evictions: 0 },
    ])
    expect(project.survivors()).toEqual([])
  })
})

describeLayer(REDIS, (server) => {
  it("each scenario finds an empty Redis, of which there are no more than the pool has", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  cache:
    instances: 2
    serve: exec "$REDIS" --port "$PORT" --bind 127.0.0.1 --save ""
    ports: [PORT]
    ready: { log: Ready to accept connections }
    health: redis-cli -p "$PORT" ping
    reset: redis-cli -p "$PORT" flushall
scenarios:
  counter:
    fixtures: [cache]
    run: test "$(redis-cli -p "$SMOKE_FIXTURE_CACHE_PORT" incr visits)" = 1
    strategy: { matrix: { n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] } }
`,
    })
    const ran = await project.run(["run", "--out", "run", "-c", "3"], { REDIS: server })
    expect(ran.stderr + ran.stdout).toContain("12 of 12 passed")
    const [cache] = project.results("run/results.json").fixtures
    expect(cache).toMatchObject({ created: 2, leases: 12, hits: 10, misses: 2, reuseRate: 0.833 })
    expect(project.survivors()).toEqual([])
  })
})
