/**
 * Jobs that are cut: by the button, and by the machine. What was observed is never lost, what was
 * not is never made up, and nothing lives on.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { FIND_ENGINE } from "../__rig__/engine-of-child.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said, verdictsOf } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

/** Ignores what it is told, has a child in its group and one that left it. */
const STUBBORN = `
trap '' TERM INT
(trap '' TERM INT; while :; do sleep 0.5; done) &
setsid bash -c "trap '' TERM INT; while :; do sleep 0.5; done" &
echo up >> up
while :; do sleep 0.5; done
`

function stubborn(count: number): ActionRun {
  const ids = Array.from({ length: count }, (_, index) => `s${index}`)
  const scenarios = ids.map((id) => `  ${id}: { run: bash stubborn.sh, needs: [good] }`)
  return new ActionRun(service, {
    "smoke.yml": `scenarios:\n  good: echo fine\n  bad: echo no >&2; exit 4\n${scenarios.join("\n")}\n`,
    "stubborn.sh": STUBBORN,
  })
}

/** Resolves when so many scenarios are up, each with its children. */
async function areUp(run: ActionRun, count: number): Promise<void> {
  const deadline = performance.now() + 60_000
  while (run.read("up").split("\n").length <= count && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe.runIf(process.platform === "linux")(
  "cancel in the middle of 20 stubborn scenarios",
  () => {
    it("main is out in time, nothing survives, post hands over, the report tells it all", async () => {
      const run = stubborn(20)
      await run.plan({ inputs: { shards: "1", workers: "20" } })
      let cancelledAt = 0
      let endedAt = 0
      const up = areUp(run, 20).then(() => {
        cancelledAt = performance.now()
      })
      const onLine = (line: string) => {
        if (/^CANCELLED/u.test(line)) endedAt = performance.now()
      }
      const shard = await run.shard(1, { cancelAfter: up, onLine })
      expect(shard).toMatchObject({ conclusion: "cancelled", exitCode: 130, signals: ["SIGINT"] })
      expect(endedAt - cancelledAt).toBeLessThan(7_000)
      expect(shard.survivors).toEqual([])
      expect(shard.outputAbandoned).toBe(false)
      expect(shard.outputs).toMatchObject({ conclusion: "cancelled", passed: "1", cancelled: "20" })
      expect(shard.post?.log.join("\n")).toContain("uploaded smoke-checkout-shard-1-a1")

      const aggregate = await run.aggregate()
      expect(aggregate).toMatchObject({ conclusion: "failure", exitCode: 130 })
      const { summary, scenarios } = resultsOf(aggregate)
      expect(summary).toMatchObject({ passed: 1, failed: 1, cancelled: 20, lost: 0, total: 22 })
      expect(summary.conclusion).toBe("cancelled")
      const cut = scenarios.filter(({ verdict }) => verdict === "cancelled")
      for (const { reason, attempts } of cut) {
        expect([reason, attempts.map(({ outcome }) => outcome)]).toEqual([
          "interrupted",
          ["cancelled"],
        ])
      }
      expect(said(aggregate)).toMatch(/exit code 4: no/u)
    })
  },
)

describe.runIf(process.platform === "linux")("a second signal", () => {
  it("kills what ignores the first, before main is out", async () => {
    // So few that nothing but the engine itself has started them.
    const run = new ActionRun(
      { environmentOf: () => ({}) },
      { "smoke.yml": "scenarios: { one: bash stubborn.sh }", "stubborn.sh": STUBBORN },
    )
    const step = await run.job("all", {
      cancelAfter: areUp(run, 1),
      patience: { interruptMs: 600, terminateMs: 2_500, outputMs: 5_000 },
    })
    expect(step).toMatchObject({ conclusion: "cancelled", signals: ["SIGINT", "SIGTERM"] })
    expect(step.survivors).toEqual([])
  })
})

const TEAR_DOWN = `
before: [{ name: Region, run: 'echo REGION=eu >> "$GITHUB_ENV"' }]
after:
  - { name: Told, if: always(), run: 'echo "shard $SMOKE_VERDICT $REGION" >> ran' }
  - { name: Good, run: echo good >> ran }
scenarios:
  quick: { run: echo fine, after: [{ if: always(), run: echo quick >> ran }] }
  slow:
    needs: [quick]
    run: STOP
    before: [{ run: 'echo NS=space-$SMOKE_SCENARIO >> "$GITHUB_ENV"' }]
    after:
      - { name: Logs, if: failure(), run: echo failed >> ran }
      - { name: Drop, if: always(), run: 'echo "drop $NS $REGION $SMOKE_VERDICT $SMOKE_ATTEMPT" >> ran' }
      - { name: Stuck, if: cancelled(), run: echo stuck >> ran; sleep 60, timeout: 300ms }
      - { name: Last, if: always(), run: echo "last" >> ran }
  never: { needs: [slow], run: echo never, after: [{ if: always(), run: echo never >> ran }] }
`
const TORN_DOWN = [
  "quick",
  "drop space-slow eu cancelled 1",
  "stuck",
  "last",
  "shard cancelled eu",
  "cleanup cancelled eu",
  "",
].join("\n")
const CLEANUP = { cleanup: 'echo "cleanup $SMOKE_VERDICT $REGION" >> ran' }

const KILL_ENGINE = `${FIND_ENGINE}; kill -KILL $ENGINE`

describe.runIf(process.platform === "linux")("what tears down", () => {
  const suite = (stop: string) => ({ "smoke.yml": TEAR_DOWN.replace("STOP", stop) })

  it("runs in post after a cancel, each hook once, and is in the shard's journal", async () => {
    const run = new ActionRun(service, suite("echo up >> up; sleep 60"))
    await run.plan({ inputs: { shards: "1", workers: "1" } })
    const shard = await run.shard(1, { inputs: CLEANUP, cancelAfter: areUp(run, 1) })
    expect(shard).toMatchObject({ conclusion: "cancelled", exitCode: 130, survivors: [] })
    expect(run.read("ran")).toBe(TORN_DOWN)
    const log = shard.post?.log.join("\n") ?? ""
    expect(log).toContain("after the run: slow: Drop: passed")
    expect(log).toMatch(/after the run: slow: Stuck: failed in .*: timed out after 300ms/u)
    expect(log).toContain("uploaded smoke-checkout-shard-1-a1")
    const aggregate = await run.aggregate()
    expect(aggregate.summary).not.toContain("stopped before its end")
    expect(resultsOf(aggregate).summary).toMatchObject({ passed: 1, cancelled: 2, lost: 0 })
  })

  it("runs in post after a kill, also of one step without any service", async () => {
    const run = new ActionRun({ environmentOf: () => ({}) }, suite(`${KILL_ENGINE}; sleep 60`))
    const step = await run.job("all", { inputs: { ...CLEANUP, workers: "1" } })
    expect(step).toMatchObject({ conclusion: "failure", exitCode: 137 })
    // The launcher notices a little later that its engine is gone; the scenario must not live on.
    expect(step.survivors.filter(({ command }) => command.includes("sleep 60"))).toEqual([])
    expect(run.read("ran")).toBe(TORN_DOWN)
    expect(step.post?.log.join("\n")).not.toContain("upload")
  })

  it("runs in main where nothing is cut, and post has nothing to do", async () => {
    const run = new ActionRun({ environmentOf: () => ({}) }, suite("echo fine"))
    const step = await run.job("all", { inputs: { ...CLEANUP, workers: "1" } })
    expect(step).toMatchObject({ conclusion: "success", post: { log: [] } })
    expect(run.read("ran")).toBe(
      ["quick", "drop space-slow eu passed 1", "last", "never", "shard passed eu", "good", ""].join(
        "\n",
      ),
    )
  })
})

describe.runIf(process.platform === "linux")("fixtures of a job", () => {
  const suite = (run: string, stop: string) => ({
    "smoke.yml": `
fixtures:
  vm:
    key: pool
    start: 'echo "$SMOKE_MATRIX_POOL up" >> trace; echo "id=$SMOKE_MATRIX_POOL-1" >> "$SMOKE_OUTPUT"'
    stop: '${stop}echo "$SMOKE_MATRIX_POOL down $id $SMOKE_RUN_ID" >> trace'
scenarios:
  s: { run: ${JSON.stringify(run)}, fixtures: [vm], strategy: { matrix: { pool: [p, q] } } }
`,
  })
  const traceOf = (run: ActionRun) => run.read("trace").trim().split("\n").toSorted()

  it("are stopped in post where a cancelled step had no time for it", async () => {
    const slow = "[ -e once ] || { touch once; sleep 30; }; "
    const run = new ActionRun(service, suite("echo up >> up; sleep 60", slow))
    await run.plan({ inputs: { shards: "1", workers: "1" } })
    const shard = await run.shard(1, { cancelAfter: areUp(run, 1) })
    expect(shard).toMatchObject({ conclusion: "cancelled", exitCode: 130, survivors: [] })
    const log = shard.post?.log.join("\n") ?? ""
    expect(log).toMatch(/after the run: stop of fixture vm, instance 1: passed in/u)
    const [down, up, ...rest] = traceOf(run)
    expect([down, up, rest]).toEqual([expect.stringMatching(/^p down p-1 \S+$/u), "p up", []])
    const aggregate = await run.aggregate()
    expect(aggregate.summary).not.toContain("stopped before its end")
  })

  it("are stopped in post after the step was killed", async () => {
    const run = new ActionRun({ environmentOf: () => ({}) }, suite(`${KILL_ENGINE}; sleep 60`, ""))
    const step = await run.job("all", { inputs: { workers: "1" } })
    expect(step).toMatchObject({ conclusion: "failure", exitCode: 137 })
    expect(traceOf(run)).toEqual([expect.stringMatching(/^p down p-1 \S+$/u), "p up"])
  })

  it("are cleaned up after once, by the last job, where a runner was lost", async () => {
    const run = new ActionRun(service, suite("true", ""))
    const cleanup = 'echo "$SMOKE_VERDICT $SMOKE_LABELS" >> cleaned'
    await run.plan({ inputs: { shards: "2", workers: "1" } })
    await run.shard(1, { inputs: { cleanup } })
    expect(run.read("cleaned")).toBe("")
    const aggregate = await run.aggregate({ inputs: { cleanup } })
    expect(aggregate.log.join("\n")).toContain("clean-up after a lost runner: passed")
    expect(run.read("cleaned")).toMatch(/^lost smoke-run-id=\S+\n$/u)
    await run.shard(2, { inputs: { cleanup } })
    await run.aggregate({ inputs: { cleanup } })
    expect(run.read("cleaned")).toMatch(/^lost smoke-run-id=\S+\n$/u)
  })
})

describe.runIf(process.platform === "linux")("main is killed", () => {
  it("post uploads what the journal has, the rest is lost", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": `
scenarios:
  good: { run: echo fine, estimate: 1m }
  killer: { run: ${JSON.stringify(`sleep 0.2; ${KILL_ENGINE}`)}, needs: [good] }
  never: { run: echo never, needs: [killer] }
`,
    })
    await run.plan({ inputs: { shards: "1", workers: "1" } })
    const shard = await run.shard(1)
    expect(shard).toMatchObject({ conclusion: "failure", exitCode: 137, outputs: {} })
    expect(shard.post?.log.join("\n")).toContain("uploaded smoke-checkout-shard-1-a1")

    const aggregate = await run.aggregate()
    expect(aggregate).toMatchObject({
      conclusion: "failure",
      exitCode: 4,
      outputs: { conclusion: "incomplete", passed: "1", lost: "2" },
    })
    expect(aggregate.summary).toContain("shard 1 of 1 stopped before its end")
    expect(aggregate.summary).toContain("attempt 1 was running")
    expect(aggregate.summary).toContain("it had not started")

    const settled = await run.shard(1, { attempt: 2 })
    expect(settled.log.join("\n")).toContain("attempt 2: 3 scenarios of 3 to run")
  })

  it("before it began: post has nothing to do and says nothing", async () => {
    const run = new ActionRun(service, { "smoke.yml": "scenarios: { a: 'true' }" })
    const shard = await run.shard(1, { impatient: true })
    expect(shard).toMatchObject({ conclusion: "failure", exitCode: 4 })
    expect(shard.post).toMatchObject({ conclusion: "success", log: [], annotations: [] })
  })

  it("a cancelled shard is run again by the next attempt, what had passed is not", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": `
scenarios:
  quick: echo quick >> ran; echo $$ > pid
  slow: |
    echo slow >> ran
    until test -e mended || { test -s pid && ! kill -0 "$(cat pid)"; }; do sleep 0.02; done
    echo up >> up
    test -e mended || sleep 60
`,
    })
    await run.plan({ inputs: { shards: "1", workers: "2" } })
    const up = areUp(run, 1)
    const cut = await run.shard(1, { cancelAfter: up })
    expect(cut.conclusion).toBe("cancelled")
    run.write("mended", "")
    run.write("ran", "")
    expect((await run.shard(1, { attempt: 2 })).conclusion).toBe("success")
    expect(run.read("ran")).toBe("slow\n")
    expect(await run.aggregate({ attempt: 2 })).toMatchObject({
      conclusion: "success",
      outputs: { passed: "2", cancelled: "0" },
    })
  })
})

describe.runIf(process.platform === "linux")("a runner is lost", () => {
  it("what its checkpoint holds is in the report, the rest is lost, and a re-run repeats only that", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": `
scenarios:
  good: { run: echo good >> ran, estimate: 1m }
  killer: { run: ${JSON.stringify(`[ -e again ] && exit 0; until [ -e go ]; do sleep 0.05; done; ${KILL_ENGINE}`)}, needs: [good] }
  never: { run: echo never, needs: [killer] }
`,
    })
    await run.plan({ inputs: { shards: "1", workers: "1" } })
    const stored = () =>
      service.requests.filter(
        ({ about, method, status }) =>
          method === "POST" && status === 200 && about?.includes("-checkpoint-1-a1-c") === true,
      ).length
    const lost = run.shard(1, { inputs: { checkpoint: "1s" }, lost: true })
    const deadline = performance.now() + 60_000
    // Two requests for each upload: the second one, or a later one, has the first verdict.
    while (stored() < 4 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    run.write("go", "")
    expect(await lost).toMatchObject({ exitCode: 137, post: null })

    const aggregate = await run.aggregate()
    expect(aggregate).toMatchObject({ conclusion: "failure", exitCode: 4 })
    expect(verdictsOf(aggregate)).toBe("good passed, killer lost, never lost")

    run.write("again", "")
    const settled = await run.shard(1, { attempt: 2 })
    expect(settled).toMatchObject({ conclusion: "success" })
    expect(run.read("ran")).toBe("good\ngood\n")
    expect(verdictsOf(await run.aggregate({ attempt: 2 }))).toBe(
      "good passed, killer passed, never passed",
    )
  })
})
