/**
 * Workers that share one plan by a real Redis.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { Redis } from "ioredis"
import { expect, it, onTestFinished } from "vitest"
import {
  countedTwice,
  eventsOf,
  killWorker,
  mergeWorkers,
  queuedProject,
  workerArguments,
} from "../__rig__/kill-queue.ts"
import { describeLayer, REDIS } from "../__rig__/layers.ts"
import { COMMAND } from "../__rig__/project.ts"
import { startRedis } from "../__rig__/redis.ts"

describeLayer(REDIS, (program) => {
  it("three workers run every scenario once, and their folders are one green run", async () => {
    const { url } = await startRedis(program)
    const project = await queuedProject(`
scenarios:
  first: { run: 'echo "x=from first" >> "$GITHUB_OUTPUT"' }
  second: { run: 'test "\${{ needs.first.outputs.x }}" = "from first"', needs: [first] }
  each:
    run: 'echo "$SMOKE_SCENARIO" >> ran; sleep 0.1'
    needs: [second]
    strategy: { matrix: { n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] } }
`)
    const workers = ["one", "two", "three"]
    const ends = await Promise.all(
      workers.map((out) => project.run(workerArguments(`${url}?run=three`, out))),
    )
    const context = ends.map(({ stderr, stdout }) => `${stderr}${stdout}`).join("\n")
    expect(
      ends.map(({ exitCode }) => exitCode),
      context,
    ).toEqual([0, 0, 0])
    const ran = project.read("ran").trim().split("\n")
    expect(ran.length, context).toBe(12)
    expect(new Set(ran).size).toBe(12)
    const merged = await mergeWorkers(project, workers)
    expect(merged.exitCode, merged.stdout + merged.stderr).toBe(0)
    const { summary, shards, problems } = project.results("merged/results.json")
    expect(summary).toMatchObject({ total: 14, passed: 14, conclusion: "success" })
    expect(shards.map(({ count }) => count).reduce((a, b) => a + b)).toBe(14)
    expect(problems).toEqual([])
    expect(countedTwice(eventsOf(project))).toEqual([])

    // A folder that is missing is missed, however green the others are.
    const late = project.results("merged/results.json").shards.find(({ count }) => count > 0)
    const kept = workers.filter((name) => {
      const { shard } = JSON.parse(project.read(`${name}/manifest.json`))
      return shard !== late?.shard
    })
    const without = await mergeWorkers(project, kept)
    expect(without.exitCode, without.stdout).toBe(4)
    expect(project.results("merged/results.json").summary.lost).toBe(late?.count)

    // Who comes when all is done says so, and is no success.
    const over = await project.run(workerArguments(`${url}?run=three`, "over"))
    expect(over.exitCode).toBe(3)
    expect(over.stderr).toContain("all of the queue's scenarios have ended: 14")
  })

  it("examples/queue: a group of the run is one after another over both workers", async () => {
    const { url } = await startRedis(program)
    const example = new URL("../../examples/queue/smoke.yml", import.meta.url)
    const project = await queuedProject(readFileSync(example, "utf8"))
    const workers = ["worker-1", "worker-2"]
    await Promise.all(workers.map((out) => project.run(workerArguments(`${url}?run=x`, out))))
    const merged = await mergeWorkers(project, workers)
    expect(merged.exitCode, merged.stderr).toBe(0)
    const { scenarios } = project.results("merged/results.json")
    expect(scenarios).toHaveLength(14)
    const spans = scenarios
      .filter(({ id }) => id.startsWith("migrate"))
      .map(({ startedAt, durationSeconds }) => {
        const from = Date.parse(startedAt ?? "")
        return [from, from + durationSeconds * 1_000] as const
      })
      .toSorted(([a], [b]) => a - b)
    expect(spans).toHaveLength(3)
    for (const [i, [from]] of spans.slice(1).entries()) {
      // Two journals of one machine, whose instants are whole milliseconds.
      expect(from).toBeGreaterThanOrEqual((spans[i]?.[1] ?? 0) - 5)
    }
  })

  it("a stopped worker's result does not count once another has the scenario", async () => {
    const { url } = await startRedis(program)
    const project = await queuedProject(`
scenarios:
  slow: 'echo "+" >> ran; while [ ! -e go ]; do sleep 0.1; done; exit "$(cat go)"'
`)
    const to = `${url}?run=fence&lease=1s`
    const first = project.start(workerArguments(to, "first"))
    await project.appears("ran")
    first.process.kill("SIGSTOP")
    onTestFinished(() => void first.process.kill("SIGKILL"))
    const second = project.start(workerArguments(to, "second"))
    await expect.poll(() => project.read("ran").match(/\+/gu)?.length).toBe(2)
    project.write("go", "0")
    const ended = await second.ended
    expect(ended.exitCode, ended.stderr).toBe(0)
    first.process.kill("SIGCONT")
    await first.ended
    const refused = eventsOf(project).filter(
      (event) => event.type === "claim-ended" && !event.counted,
    )
    expect(refused).toHaveLength(1)
    const merged = await mergeWorkers(project, ["first", "second"])
    expect(merged.exitCode, merged.stdout).toBe(0)
    const [scenario] = project.results("merged/results.json").scenarios
    expect(scenario).toMatchObject({ verdict: "passed", shard: 2, runs: 1 })
    // The folder that has only the result which does not count says nothing.
    const alone = await mergeWorkers(project, ["first"])
    expect(alone.exitCode).toBe(4)
  })

  it("a worker that is interrupted gives back what it has not finished", async () => {
    const { url } = await startRedis(program)
    const project = await queuedProject(`
scenarios:
  a: 'echo "+" >> ran; [ -e go ] || sleep 600'
`)
    const to = `${url}?run=back`
    const first = project.start(workerArguments(to, "first"))
    await project.appears("ran")
    project.write("go", "")
    first.process.kill("SIGTERM")
    expect((await first.ended).exitCode).toBe(143)
    // At once, although the lease would last for half a minute.
    const second = await project.run(workerArguments(to, "second"))
    expect(second.exitCode, second.stderr).toBe(0)
    const merged = await mergeWorkers(project, ["first", "second"])
    const { summary } = project.results("merged/results.json")
    expect(summary, merged.stdout).toMatchObject({ passed: 1, cancelled: 0, lost: 0 })
  })

  it("a Redis that is gone ends the workers with an error, and nothing is lost", async () => {
    const server = await startRedis(program)
    const project = await queuedProject(`
scenarios:
  a: 'echo "+" >> ran; while [ ! -e go ]; do sleep 0.1; done'
  b: { run: "true", needs: [a] }
`)
    const to = (url: string) => `${url}?run=gone&lease=1s`
    const first = project.start(workerArguments(to(server.url), "first"))
    await project.appears("ran")
    server.process.kill("SIGKILL")
    const ended = await first.ended
    expect(ended.exitCode, ended.stderr).toBe(4)
    expect(ended.stderr).toContain(`worker 1 lost the shared queue: ${server.url}`)
    expect(project.survivors()).toEqual([])
    project.write("go", "")
    const again = await startRedis(program)
    const second = await project.run(workerArguments(to(again.url), "second"))
    expect(second.exitCode, second.stderr).toBe(0)
    const nowhere = await project.run(workerArguments(to(server.url), "third"))
    expect(nowhere.exitCode).toBe(4)
    expect(nowhere.stderr).toContain("ECONNREFUSED")
  })

  it("what no worker has written is refused", async () => {
    const { url } = await startRedis(program)
    const project = await queuedProject(`
scenarios:
  a: 'echo "+" >> ran; while [ ! -e go ]; do sleep 0.1; done'
  b: { run: "true", needs: [a] }
`)
    const to = `${url}?run=foreign`
    const first = project.start(workerArguments(to, "first"))
    await project.appears("ran")
    const client = new Redis(url)
    onTestFinished(() => client.disconnect())
    const [job] = await client.keys("parallel-smoke:*:s0")
    await client.hset(job ?? "", { finishedOn: "1", returnvalue: '{"verdict":"great","token":1}' })
    const second = await project.run(workerArguments(to, "second"))
    expect(second.exitCode, second.stderr).toBe(4)
    expect(second.stderr).toContain("it holds a result of a that no worker has written")
    project.write("go", "")
    await first.ended
  })

  it("says in one line what to install where BullMQ is missing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-without-peers-"))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    cpSync(dirname(COMMAND), folder, {
      recursive: true,
      filter: (path) => !path.endsWith("node_modules"),
    })
    const project = await queuedProject('scenarios: { a: "true" }')
    const text = `shift 2; exec "${process.execPath}" "${folder}/cli.mjs" "$@"`
    const ended = await project.startBy(text, workerArguments("redis://127.0.0.1:1", "out")).ended
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toBe(
      "error: --queue needs the packages bullmq and ioredis, which are not installed\nhelp: npm install bullmq ioredis\n",
    )
  })

  it("survives 3 kills of a worker", async () => {
    const { url } = await startRedis(program)
    let met = 0
    for (let seed = 1; seed <= 3; seed += 1) if (await killWorker(url, seed)) met += 1
    expect(met).toBeGreaterThanOrEqual(2)
  })
})
