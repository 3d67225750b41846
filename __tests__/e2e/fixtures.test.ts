/**
 * Fixtures through the real CLI: processes that serve, commands that set up, and what goes wrong.
 */
import { existsSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { RunEvent } from "../../src/events/event.ts"
import { Project } from "../__rig__/project.ts"

const SERVER = `
import { createServer } from "node:http"
import { appendFileSync } from "node:fs"
const port = Number(process.env.PORT)
createServer((request, response) => {
  if (request.url === "/die") process.exit(3)
  response.end(JSON.stringify({ ready: true, instance: process.env.SMOKE_INSTANCE }))
}).listen(port, "127.0.0.1", () => console.log(\`listening on port \${port}\`))
appendFileSync("trace", "up\\n")
process.on("SIGTERM", () => { appendFileSync("trace", "down\\n"); process.exit(0) })
`

const WEB = `
  web:
    serve: exec node server.mjs
    ports: [PORT]
    ready:
      - { log: 'listening on port (?<SAID>[0-9]+)' }
      - { http: { url: "http://127.0.0.1:\${{ fixture.PORT }}/", expect: { json: { ready: true } } } }
    outputs: { WEB_URL: "http://127.0.0.1:\${{ fixture.SAID }}" }
`

const GET = `console.log(await (await fetch(process.env.WEB_URL)).text())`

describe.runIf(process.platform === "linux")("fixtures", () => {
  it("a service starts once, is told to all, and is gone at the end", async () => {
    const project = new Project({
      ...{ "server.mjs": SERVER, "get.mjs": GET },
      "smoke.yml": `
fixtures:${WEB}
scenarios:
  a: { run: node get.mjs, fixtures: [web] }
  b: { run: "test $SMOKE_FIXTURE_WEB_PORT = \${{ fixtures.web.SAID }}", fixtures: [web] }
`,
    })
    const ran = await project.run(["run", "--out", "run"])
    expect(ran.stderr + ran.stdout).toContain("2 of 2 passed")
    expect(project.read("trace")).toBe("up\ndown\n")
    expect(project.results("run/results.json").fixtures).toMatchObject([
      { name: "web", created: 1, leases: 2, evictions: 0, failures: 0 },
    ])
    expect(existsSync(join(project.root, "run/logs/fixtures/web.1.log"))).toBe(true)
  })

  it("an instance that dies costs its scenario no attempt", async () => {
    const project = new Project({
      "server.mjs": SERVER,
      "smoke.yml": `
fixtures:${WEB}
scenarios:
  a:
    fixtures: [web]
    run: |
      test -e once && exit 0
      touch once
      node -e 'fetch(process.env.WEB_URL + "/die").catch(() => process.exit(1))'
      exit 1
`,
    })
    const ran = await project.run(["run", "--out", "run"])
    expect(ran.exitCode).toBe(0)
    const results = project.results("run/results.json")
    expect(results.scenarios[0]).toMatchObject({ verdict: "passed" })
    expect(results.fixtures).toMatchObject([{ created: 2, evictions: 1 }])
  })

  it("a start that fails is tried again, then fails what waits, and nothing else", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  db: { start: "echo x >> tries; echo no disk; exit 1", stop: "echo s >> stops", start-retries: 2 }
scenarios:
  a: { run: "true", fixtures: [db] }
  b: { run: "true", fixtures: [db] }
  c: { run: "true" }
`,
    })
    const ran = await project.run(["run", "--out", "run"])
    expect(ran.exitCode).toBe(1)
    expect(project.read("tries")).toBe("x\nx\nx\n")
    expect(project.read("stops")).toBe("s\ns\ns\n")
    const verdicts = project
      .results("run/results.json")
      .scenarios.map(({ id, verdict, cause }) => [...[id, verdict, cause]])
    expect(verdicts).toEqual([
      ["a", "failed", "fixture"],
      ["b", "failed", "fixture"],
      ["c", "passed", null],
    ])
  })

  it("an instance gets what the very instance that it leases offers", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  disk: { instances: 2, start: 'echo "disk=$SMOKE_INSTANCE" >> "$SMOKE_OUTPUT"' }
  vm: { instances: 2, fixtures: [disk], start: 'echo "\${{ fixtures.disk.disk }}" >> disks' }
scenarios:
  a: { run: "touch a; until [ -e b ]; do sleep 0.01; done", fixtures: [vm] }
  b: { run: "touch b; until [ -e a ]; do sleep 0.01; done", fixtures: [vm] }
`,
    })
    expect((await project.run(["run", "-c", "2"])).exitCode).toBe(0)
    expect(project.read("disks").split("\n").toSorted()).toEqual(["", "1", "2"])
  })

  it("a failed attempt shows and keeps what its instance wrote during the lease, without secrets", async () => {
    const project = new Project({
      "serve.sh": `
echo before
until [ -e asked ]; do sleep 0.01; done
echo ::add-mask::s3cret-token
echo query of s3cret-token failed
touch answered
exec sleep 1000
`,
      "smoke.yml": `
fixtures: { db: { serve: bash serve.sh, ready: { log: before }, leases: 2 } }
scenarios:
  other: { run: "touch other; until [ -e answered ]; do sleep 0.01; done", fixtures: [db] }
  bad: { run: "until [ -e other ]; do sleep 0.01; done; touch asked; until [ -e answered ]; do sleep 0.01; done; echo no; exit 3", fixtures: [db] }
`,
    })
    const ran = await project.run([
      "run",
      "-c",
      "2",
      "--out",
      "run",
      "--junit",
      "junit.xml",
      "--summary",
      "summary.md",
    ])
    expect(ran.exitCode).toBe(1)
    const { scenarios } = project.results("run/results.json")
    const bad = scenarios.find(({ id }) => id === "bad")
    expect(scenarios.find(({ id }) => id === "other")?.attempts[0]).not.toHaveProperty("fixtures")
    expect(bad?.attempts[0]?.fixtures).toMatchObject([
      {
        fixture: "db",
        instance: 1,
        others: 1,
        alongside: ["other"],
        log: "logs/fixtures/db.1.log",
      },
    ])
    const tail = bad?.attempts[0]?.fixtures?.[0]?.tail ?? ""
    expect(tail).toContain("query of *** failed")
    expect(tail).not.toContain("before")
    for (const text of [ran.stderr, project.read("junit.xml"), project.read("summary.md")]) {
      expect(text).toMatch(/fixture db, instance 1, use [12], also leased by other/u)
      expect(text).toContain("query of *** failed")
    }
    const log = project.read(`run/${bad?.attempts[0]?.log}`)
    expect(log).toMatch(/^no\n--- fixture db, instance 1, use [12], also leased by other\n/u)
    expect(log).toContain("query of")
  })

  it("what already runs is used as it is, and nothing of it is started or stopped", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  db:
    key: pool
    start: echo start >> trace
    reset: echo reset >> trace
    health: echo health >> trace
    stop: echo stop >> trace
    outputs: { DATABASE_URL: "never", MODE: "\${{ fixture.MODE }}" }
scenarios:
  s:
    run: 'test "$DATABASE_URL $MODE $SMOKE_FIXTURE_DB_MODE" = "pg://\${{ x }}/a=b fast fast"'
    fixtures: [db]
    strategy: { matrix: { pool: [p, q] } }
`.replace("${{ x }}", "{x}"),
    })
    const url = "db=DATABASE_URL=pg://{x}/a=b"
    const ran = await project.run(["run", "--fixture", url, "--fixture", "db=MODE=fast"])
    expect(ran.stderr).toContain("2 of 2 passed")
    expect(ran.stderr).toContain("100 % reused")
    expect(existsSync(join(project.root, "trace"))).toBe(false)
    // The real one would be started.
    const alone = await project.run(["run", "--resume", "last"])
    expect(alone).toMatchObject({ exitCode: 2 })
    expect(alone.stderr).toContain("used a fixture that already runs: --fixture db")
    const flags = ["--fixture", "db=DATABASE_URL=pg://{x}/a=b", "--fixture", "db=MODE=fast"]
    expect((await project.run(["run", "--resume", "last", ...flags])).exitCode).toBe(0)
    expect(existsSync(join(project.root, "trace"))).toBe(false)
    const half = await project.run(["run", "--fixture", url])
    expect(half).toMatchObject({ exitCode: 2 })
    expect(half.stderr).toContain("--fixture db gives no value for its output MODE")
    const wrong = await project.run(["run", "--fixture", "dv=X=y"])
    expect(wrong.stderr).toContain("did you mean db?")
    const slip = await project.run(["run", "--fixture", url, "--fixture", "db=MDOE=fast"])
    expect(slip).toMatchObject({ exitCode: 2 })
    expect(slip.stderr).toContain("did you mean MODE where it says MDOE?")
    const twice = await project.run([
      "run",
      "--fixture",
      url,
      "--fixture",
      "db=DATABASE_URL=pg://b",
    ])
    expect(twice).toMatchObject({ exitCode: 2 })
    expect(twice.stderr).toContain("--fixture db gives two values for its output DATABASE_URL")
  })

  it.each([
    ["a named pipe", "mkfifo"],
    ["a folder", "mkdir"],
  ])("%s in the place of $SMOKE_OUTPUT fails the start", async (_, make) => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  db: { start: 'rm -f "$SMOKE_OUTPUT"; ${make} "$SMOKE_OUTPUT"' }
scenarios:
  a: { run: "true", fixtures: [db] }
`,
    })
    const ran = await project.run(["run"])
    expect(ran.exitCode).toBe(1)
    expect(ran.stderr).toContain("$SMOKE_OUTPUT cannot be read: ")
  })

  it("more outputs than are read fail the start", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures: { db: { start: 'head -c 1048577 /dev/zero > "$SMOKE_OUTPUT"' } }
scenarios: { a: { run: "true", fixtures: [db] } }
`,
    })
    const { stderr } = await project.run(["run"])
    expect(stderr).toContain("fixture db: $SMOKE_OUTPUT has 1048577 bytes, and 1048576 are read")
  })

  it("an empty output, an end by KILL and a `serve` that does not stay are said", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  deaf: { serve: "trap '' TERM; echo a= > $SMOKE_OUTPUT; while :; do sleep 0.1; done", stop-timeout: 300ms, outputs: { A: "\${{ fixture.a }}" }, ready: { command: test -s "$SMOKE_OUTPUT" } }
  short: { serve: "sleep 0.1 &", ready: { command: "false" } }
scenarios: { a: { run: "true", fixtures: [deaf] }, b: { run: "true", fixtures: [short] } }
`,
    })
    const { stderr } = await project.run(["run", "--out", "run"])
    expect(stderr).toContain("fixture deaf, instance 1: the output A is empty")
    expect(stderr).toContain("deaf, instance 1: it was killed: it did not end within 300ms")
    expect(stderr).toContain(
      "`serve`: exit code 0 (it must stay while it is used; for a command that ends, write `start`)",
    )
  })

  it("outputs that are too large together are named by their variables", async () => {
    const names = Array.from({ length: 8 }, (_, i) => `big${i}`)
    const project = new Project({
      "start.sh": `#!/bin/sh
for i in 1 2 3 4 5 6 7 8 9; do echo "V$i=$(head -c 100000 /dev/zero | tr '\\0' x)"; done > "$SMOKE_OUTPUT"
`,
      "smoke.yml": `
fixtures:
${names.map((name) => `  ${name}: { start: ./start.sh }`).join("\n")}
scenarios: { a: { run: "true", fixtures: [${names.join(", ")}] } }
`,
    })
    expect((await project.run(["run"])).stderr).toMatch(
      /cause {4}spawn: could not start .* more than the system takes; .*SMOKE_FIXTURE_BIG0_V1 \(100023\)/u,
    )
  })

  it("a port that somebody else listens on is given to no instance", async () => {
    const project = new Project({
      "server.mjs": SERVER,
      "smoke.yml": `
fixtures:${WEB}
scenarios:
  a: { run: "echo $SMOKE_FIXTURE_WEB_PORT > port; touch up; until [ -e go ]; do sleep 0.01; done", fixtures: [web] }
`,
    })
    const first = project.start(["run"])
    await project.appears("up")
    const taken = Number(project.read("port"))
    project.write("go", "")
    await first.ended
    const server = createServer(() => {})
    await new Promise<void>((resolve) => {
      server.listen(taken, "127.0.0.1", resolve)
    })
    expect((await project.run(["run"])).exitCode).toBe(0)
    server.close()
    expect(Number(project.read("port"))).not.toBe(taken)
  })

  it("a key is set up once, whatever the order of the dimensions, and one that skips itself skips", async () => {
    const project = new Project({
      "smoke.yml": `
groups: { pool: { key: pool, sequential: true } }
fixtures:
  vm:
    key: [pool, size]
    start: 'if [ $SMOKE_MATRIX_SIZE = xl ]; then echo no room; exit 77; fi; echo "$SMOKE_FIXTURE_KEY" >> made'
    stop: 'echo "$SMOKE_FIXTURE_KEY" >> gone'
scenarios:
  s:
    run: "true"
    group: pool
    fixtures: [vm]
    strategy: { matrix: { fs: [ext4, xfs], pool: [p, q], size: [s, l, xl] } }
`,
    })
    const ran = await project.run(["run", "--out", "run"])
    expect(ran.exitCode).toBe(0)
    expect(project.read("made").split("\n").toSorted()).toEqual(["", "p,l", "p,s", "q,l", "q,s"])
    const { summary } = project.results("run/results.json")
    expect(summary).toMatchObject({ passed: 8, skipped: 4 })
  })
  it("its commands know their run, shard, fixture and instance, and of the matrix what is in the key", async () => {
    const project = new Project({
      "note.sh": `env | grep -E '^(SMOKE_(RUN|LABELS|SHARD|FIXTURE|INSTANCE|MATRIX)|PORT=)' | sort > "env.$1"\n`,
      "smoke.yml": `
fixtures:
  vm:
    key: pool
    serve: sh note.sh serve; exec sleep 1000
    ports: [PORT]
    ready: { command: test -s env.serve && sh note.sh ready }
    reset: sh note.sh reset
    stop: sh note.sh stop
scenarios:
  s: { run: "true", fixtures: [vm], strategy: { matrix: { pool: [p], size: [a, b] } } }
`,
    })
    const ran = await project.run(["run", "--out", "run"])
    expect(ran.stderr).toContain("2 of 2 passed")
    const { run } = project.results("run/results.json")
    const lines = project.read("env.serve").trim().split("\n")
    expect(lines).toEqual([
      expect.stringMatching(/^PORT=\d+$/u),
      "SMOKE_FIXTURE=vm",
      "SMOKE_FIXTURE_KEY=p",
      "SMOKE_INSTANCE=1",
      `SMOKE_LABELS=smoke-run-id=${run.id}`,
      "SMOKE_MATRIX_POOL=p",
      `SMOKE_RUN_ID=${run.id}`,
      "SMOKE_SHARD=1",
      "SMOKE_SHARDS=1",
    ])
    for (const other of ["ready", "reset", "stop"]) {
      expect(project.read(`env.${other}`).trim().split("\n")).toEqual(lines)
    }
  })

  it("a start that says why it skips skips what leases it, and a wait for a start is no part of an attempt", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  none: { start: 'echo "skip=no licence left" >> "$SMOKE_OUTPUT"' }
  slow: { start: sleep 2 }
scenarios:
  a: { run: "true", fixtures: [none] }
  b: { run: "true", fixtures: [slow] }
`,
    })
    expect((await project.run(["run", "--out", "run"])).exitCode).toBe(0)
    const { scenarios, fixtures } = project.results("run/results.json")
    expect(scenarios.find(({ id }) => id === "a")).toMatchObject({
      ...{ verdict: "skipped", message: expect.stringContaining("no licence left") },
    })
    const lines = project.read("run/journal.ndjson").trim().split("\n")
    const events = lines.map((line): RunEvent => JSON.parse(line))
    const at = (type: RunEvent["type"]) =>
      events.find((one) => one.type === type && (!("fixture" in one) || one.fixture === "slow"))?.at
    expect(at("attempt-started")).toBeGreaterThanOrEqual(at("instance-started") ?? Infinity)
    const slow = fixtures.find(({ name }) => name === "slow")
    expect(slow?.meanLeaseWaitSeconds).toBeGreaterThan(1.9)
  })
})
