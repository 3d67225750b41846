/**
 * What can go wrong with a fixture, with real processes: what waits for it is told why, in time, and
 * nothing else suffers.
 */
import { existsSync, readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { EventOf, RunEvent } from "../../src/events/event.ts"
import { type Ended, Project } from "../__rig__/project.ts"
import { WHOLE } from "../__rig__/whole.ts"

interface Ran extends Ended {
  readonly project: Project
  readonly events: readonly RunEvent[]
}

async function ran(files: Readonly<Record<string, string>>, ...flags: string[]): Promise<Ran> {
  const project = new Project(files)
  const ended = await project.run(["run", "--out", "run", ...flags])
  expect(project.survivors()).toEqual([])
  const lines = readFileSync(join(project.root, "run/journal.ndjson"), "utf8").trim().split("\n")
  return { ...ended, project, events: lines.map((line): RunEvent => JSON.parse(line)) }
}

function eventsOf<T extends RunEvent["type"]>(run: Ran, type: T): readonly EventOf<T>[] {
  return run.events.filter((event): event is EventOf<T> => event.type === type)
}

function idOf({ fixture, instance }: { readonly fixture: string; readonly instance: number }) {
  return `${fixture}#${instance}`
}

/** Every start has its stop, and no instance has more leases at once than it may. */
function expectBalanced(run: Ran, leases: number): void {
  const started = eventsOf(run, "instance-started").map(idOf)
  expect(eventsOf(run, "instance-stopped").map(idOf).toSorted()).toEqual(started.toSorted())
  const holders = new Map<string, Set<string>>()
  for (const event of run.events) {
    if (event.type === "attempt-started") {
      for (const lease of event.leases ?? []) {
        const now = holders.get(idOf(lease)) ?? new Set()
        holders.set(idOf(lease), now.add(event.id))
        expect(now.size).toBeLessThanOrEqual(leases)
      }
    }
    if (event.type === "attempt-finished") for (const one of holders.values()) one.delete(event.id)
  }
}

async function listening(answer: string): Promise<{ server: Server; port: number }> {
  const server = createServer((_, response) => {
    response.end(answer)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}

const leasing = (fixture: string, count: number, run = "true") =>
  Array.from(
    { length: count },
    (_, i) => `  ${fixture}${i}: { run: "${run}", fixtures: [${fixture}] }`,
  ).join("\n")

describe.runIf(process.platform === "linux")("a start", () => {
  it("that hangs is ended in its time, with what it has started", async () => {
    const run = await ran({
      "smoke.yml": `
fixtures: { db: { start: "sleep 1000 & sleep 1000", start-timeout: 300ms } }
scenarios:
${leasing("db", 1)}
`,
    })
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain("`start` did not end within 300ms")
    expectBalanced(run, 1)
  })

  it("that fails twice and then works costs no scenario", async () => {
    const run = await ran({
      "smoke.yml": `
fixtures: { db: { start: "echo x >> tries; [ $(wc -l < tries) = 3 ]", start-retries: 2 } }
scenarios:
${leasing("db", 2)}
`,
    })
    expect(run.exitCode).toBe(0)
    expect(run.project.read("tries")).toBe("x\nx\nx\n")
    expectBalanced(run, 2)
  })

  it("that puts a link in the place of its folder is reset and stopped all the same", async () => {
    const run = await ran({
      "smoke.yml": `
fixtures:
  db:
    start: 'mkdir other; rmdir "$SMOKE_TMP" || rm -r "$SMOKE_TMP"; ln -s "$PWD/other" "$SMOKE_TMP"'
    reset: echo reset >> trace
    stop: echo stop >> trace
scenarios:
${leasing("db", 2)}
`,
    })
    expect(run.exitCode).toBe(0)
    expect(run.project.read("trace")).toBe("reset\nstop\n")
    expect(run.stderr).not.toContain("warning")
  })

  it.each([
    ["too long", "head -c 140000 /dev/zero | tr '\\0' x", "and a system takes 131072"],
    ["no text", "printf 'a\\0b'", "it has a NUL character"],
  ])("with an output that is %s fails with its name, and is stopped", async (_, text, why) => {
    const run = await ran({
      "start.sh": `#!/bin/sh\n{ printf TOKEN=; ${text}; echo; } > "$SMOKE_OUTPUT"\n`,
      "smoke.yml": `
fixtures: { db: { start: ./start.sh, stop: echo stop >> trace, start-retries: 0 } }
scenarios:
${leasing("db", 1)}
`,
    })
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain(
      `cause    fixture: fixture db: the output TOKEN cannot be passed on`,
    )
    expect(run.stderr).toContain(why)
    expect(run.project.read("trace")).toBe("stop\n")
  })

  it("whose stop fails is named at the end, with its log, and costs no scenario", async () => {
    const run = await ran({
      "smoke.yml": `
fixtures: { db: { start: "true", stop: exit 3 } }
scenarios:
${leasing("db", 1)}
`,
    })
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain(
      "fixtures not stopped\n  db, instance 1: `stop`: exit code 3 (logs/fixtures/db.1.log)",
    )
  })

  it("that ends before it is ready fails at once, with its last line", async () => {
    const run = await ran({
      "smoke.yml": `
fixtures:
  db:
    serve: "sleep 0.3; echo disk is full; date +%s%N > died; exit 3"
    ports: [PORT]
    ready: [{ command: "sleep 1000" }, { tcp: "127.0.0.1:\${{ fixture.PORT }}" }]
scenarios:
${leasing("db", 1)}
`,
    })
    const [started] = eventsOf(run, "instance-started")
    expect(started?.message).toBe("`serve`: exit code 3: disk is full")
    const diedAt = Number(run.project.read("died")) / 1e6
    // 100 ms where nothing else keeps the machine busy.
    expect((started?.at ?? 0) - diedAt).toBeLessThan(WHOLE ? 100 : 1_500)
    expectBalanced(run, 1)
  })

  it("that dies during leases says why, also as the reason of what fails for it at last", async () => {
    const run = await ran({
      "serve.sh": "until test -e go.$1; do sleep 0.1; done; echo disk is full; exit 3",
      "smoke.yml": `
fixtures: { db: { serve: "echo N=$SMOKE_INSTANCE > $SMOKE_OUTPUT; exec sh serve.sh $SMOKE_INSTANCE", ready: { command: test -s "$SMOKE_OUTPUT" } } }
scenarios: { a: { run: "touch go.$SMOKE_FIXTURE_DB_N; sleep 60", fixtures: [db] } }
`,
    })
    const why = "`serve`: exit code 3: disk is full"
    const died = (n: number) => `the instance ${n} of fixture db died (${why})`
    expect(run.stderr).toContain(`fixture db, instance 1: it died: ${why}`)
    expect(run.stderr).toContain(`cause    fixture: ${died(3)}, as did 2 before it`)
    const messages = eventsOf(run, "attempt-finished").map(({ message }) => message)
    expect(messages).toEqual([died(1), died(2), died(3)])
  })

  it("whose port is taken fails before it begins, names the port and stops nothing", async () => {
    const { server, port } = await listening("ready")
    const fixture = (how: string) => `
fixtures:
  db: { serve: "touch begun; sleep 1000", stop: touch begun, ready: { ${how} } }
scenarios:
${leasing("db", 1)}
`
    for (const how of [`tcp: "127.0.0.1:${port}"`, `http: "http://localhost:${port}/status"`]) {
      const run = await ran({ "smoke.yml": fixture(how) })
      expect(run.exitCode).toBe(1)
      expect(run.stderr).toMatch(
        new RegExp(`:${port} is taken: another process listens there`, "u"),
      )
      expect(existsSync(join(run.project.root, "begun"))).toBe(false)
    }
    server.close()
  })
})

describe.runIf(process.platform === "linux")("ready", () => {
  it("that never comes fails after the start-timeout and says what was asked", async () => {
    const run = await ran({
      "smoke.yml": `
fixtures:
  db:
    serve: sleep 1000
    ports: [PORT]
    ready: { tcp: "127.0.0.1:\${{ fixture.PORT }}" }
    start-timeout: 400ms
scenarios:
${leasing("db", 1)}
`,
    })
    expect(run.stderr).toMatch(/not ready after 400ms: 127\.0\.0\.1:\d+: .*refused/u)
    expectBalanced(run, 1)
  })

  it("that answers 200 with `starting` is waited for, or said", async () => {
    const server = `
import { createServer } from "node:http"
import { writeFileSync } from "node:fs"
const begun = Date.now()
const at = Number(process.env.READY_AFTER)
createServer((request, response) => {
  const ready = Date.now() - begun > at
  if (ready) writeFileSync("was-ready", "")
  response.end(JSON.stringify({ status: ready ? "ready" : "starting" }))
}).listen(Number(process.env.PORT), "127.0.0.1")
`
    const suite = (after: string, timeout: string) => `
fixtures:
  web:
    serve: exec node server.mjs
    env: { READY_AFTER: "${after}" }
    ports: [PORT]
    ready:
      http: { url: "http://127.0.0.1:\${{ fixture.PORT }}/", expect: { json: { status: ready } } }
    start-timeout: ${timeout}
scenarios:
${leasing("web", 1, "test -e was-ready")}
`
    const late = await ran({ "server.mjs": server, "smoke.yml": suite("500", "30s") })
    expect(late.exitCode).toBe(0)
    const never = await ran({ "server.mjs": server, "smoke.yml": suite("100000", "2s") })
    expect(never.exitCode).toBe(1)
    expect(never.stderr).toMatch(/not ready after 2\.0s: .*it is "starting"/u)
  })
})

describe.runIf(process.platform === "linux")("between leases and at the end", () => {
  it("a reset that fails has the instance replaced", async () => {
    const run = await ran(
      {
        "smoke.yml": `
fixtures:
  db:
    instances: 1
    start: echo up >> trace
    reset: "[ $SMOKE_INSTANCE != 1 ]"
    stop: echo down >> trace
scenarios:
${leasing("db", 4)}
`,
      },
      "-c",
      "2",
    )
    expect(run.exitCode).toBe(0)
    expect(run.project.read("trace")).toBe("up\ndown\nup\ndown\n")
    const uses = eventsOf(run, "attempt-started").flatMap(({ leases = [] }) => leases)
    expect(uses.map(({ instance, use }) => [instance, use])).toEqual([
      [1, 1],
      [2, 1],
      [2, 2],
      [2, 3],
    ])
    expectBalanced(run, 1)
  })

  it("a stop that hangs is ended in its time, and said", async () => {
    const begun = performance.now()
    const run = await ran({
      "smoke.yml": `
fixtures: { db: { start: "true", stop: "sleep 1000 & sleep 1000", stop-timeout: 300ms } }
scenarios:
${leasing("db", 1)}
`,
    })
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain("`stop` did not end within 300ms")
    expect(performance.now() - begun).toBeLessThan(10_000)
    expectBalanced(run, 1)
  })

  it("an instance that is killed during a lease is replaced, and no attempt is counted", async () => {
    const run = await ran({
      "smoke.yml": `
fixtures: { db: { serve: "echo $$ > pid; exec sleep 1000", ready: { command: test -s pid }, leases: 1 } }
scenarios:
  victim: { run: "[ -e once ] || { touch once; kill -9 $(cat pid); exec sleep 1000; }", fixtures: [db] }
`,
    })
    expect(run.exitCode).toBe(0)
    const { scenarios, fixtures } = run.project.results("run/results.json")
    expect(scenarios[0]).toMatchObject({ verdict: "passed" })
    expect(fixtures).toMatchObject([{ created: 2, evictions: 1 }])
    expectBalanced(run, 1)
  })
})

describe.runIf(process.platform === "linux")("many", () => {
  it("a pool of one serves all that wait, one after another, without a pause", async () => {
    const count = WHOLE ? 1_000 : 150
    const run = await ran(
      {
        "smoke.yml": `fixtures: { db: { instances: 1, start: "true" } }\nscenarios:\n${leasing("db", count, ":")}\n`,
      },
      "-c",
      "4",
    )
    expect(run.exitCode).toBe(0)
    expectBalanced(run, 1)
    const started = eventsOf(run, "attempt-started")
    expect(started.map(({ leases }) => leases?.[0]?.use)).toEqual(
      Array.from({ length: count }, (_, i) => i + 1),
    )
    const finished = eventsOf(run, "attempt-finished")
    const gaps = started.slice(1).map(({ at }, i) => at - (finished[i]?.at ?? 0))
    // After the end of a leaseholder the instance is free at once; some gaps belong to other programs.
    expect(gaps.toSorted((a, b) => a - b)[count >> 1]).toBeLessThan(100)
  })

  it("a broken pool with 200 scenarios is done in time, and another one is not harmed", async () => {
    const run = await ran(
      {
        "smoke.yml": `
fixtures:
  bad: { instances: 4, start: sleep 1000, start-timeout: 1s, start-retries: 1 }
  good: { instances: 2, start: "true", reset: "true" }
scenarios:
${leasing("bad", 200)}
${leasing("good", 20)}
`,
      },
      "-c",
      "4",
    )
    const { summary, scenarios } = run.project.results("run/results.json")
    expect(summary).toMatchObject({ passed: 20, failed: 200 })
    expect(new Set(scenarios.map(({ verdict, cause }) => `${verdict} ${cause}`))).toEqual(
      new Set(["failed fixture", "passed null"]),
    )
    // Two tries of a second each; one after another, 200 would take minutes.
    expect(summary.durationSeconds).toBeLessThanOrEqual(2 * 1 + 10)
    expect(eventsOf(run, "fixture-broken")).toHaveLength(1)
    expectBalanced(run, 1)
  })

  it("whatever ends them, scenarios give their instances back, and each start has its stop", async () => {
    const ends = [
      "exit 3",
      "kill -9 $$",
      "sleep 1000",
      "exec /nowhere/no-such-program",
      "true",
      'echo clean=db >> "$SMOKE_OUTPUT"',
      "kill -9 $(cat pid.$SMOKE_FIXTURE_DB_N); sleep 1000",
    ]
    const scenarios = Array.from({ length: WHOLE ? 42 : 21 }, (_, i) => {
      const run = (ends[i % ends.length] ?? "").replaceAll("'", "''")
      return `  s${i}: { run: '${run}', fixtures: [db], timeout: 500ms, retry: { max-attempts: 2, delay: 0s } }`
    })
    const run = await ran(
      {
        "smoke.yml": `
fixtures:
  db:
    instances: 3
    serve: 'echo $$ > pid.$SMOKE_INSTANCE; echo "N=$SMOKE_INSTANCE" >> "$SMOKE_OUTPUT"; exec sleep 1000'
    ready: { command: test -s pid.$SMOKE_INSTANCE }
    reset: 'touch reset; [ $((SMOKE_INSTANCE % 5)) != 0 ]'
    max-uses: 7
    stop: echo down >> downs
scenarios:
${scenarios.join("\n")}
`,
      },
      "-c",
      "4",
    )
    const { summary, scenarios: results } = run.project.results("run/results.json")
    expect(summary.total).toBe(scenarios.length)
    expect(results.map(({ verdict }) => verdict)).not.toContain("lost")
    expectBalanced(run, 1)
    const downs = run.project.read("downs").trim().split("\n").length
    expect(downs).toBe(eventsOf(run, "instance-started").length)
  })
})
