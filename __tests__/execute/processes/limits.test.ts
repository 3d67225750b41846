import { readFileSync, writeFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { formatBytes } from "../../../src/execute/processes/watch-limits.ts"
import type { LimitsSpec } from "../../../src/formats/plan.ts"
import type { HookSpec } from "../../../src/formats/run-specs.ts"
import type { ControlGroups } from "../../../src/ports/control-groups.ts"
import { dispatching } from "../execute-rig.ts"

const NONE: LimitsSpec = { memoryBytes: null, cpuPercent: null, cpuTimeMs: null, outputBytes: null }

function watching(more: {
  limits?: Partial<LimitsSpec>
  idleTimeoutMs?: number
  timeoutMs?: number
  timeoutSignal?: "SIGQUIT"
  onTimeout?: HookSpec
  controlGroups?: ControlGroups
}) {
  const { limits, controlGroups, ...rest } = more
  const definition = {
    ...rest,
    ...(limits === undefined ? {} : { limits: { ...NONE, ...limits } }),
  }
  const groups = controlGroups === undefined ? {} : { controlGroups }
  const rig = dispatching([{ id: "a", definition }], groups)
  const run = rig.dispatcher.run()
  const use = (cpuMs: number, memoryBytes: number) => {
    rig.processes.usages.set(rig.processes.of("a").pid, { cpuMs, memoryBytes })
  }
  const write = (bytes: number) => {
    writeFileSync(`${rig.root}/run/logs/a.1.log`, "x".repeat(bytes))
  }
  const finished = () => rig.events.find((event) => event.type === "attempt-finished")
  return { ...rig, run, use, write, finished }
}

const DUMP: HookSpec = {
  ...{ name: "./dump.sh", run: "./dump.sh", if: null, shell: "bash", env: {} },
  ...{ workingDirectory: ".", timeoutMs: 10_000 },
}

describe("an attempt whose time is over", () => {
  const late = [
    { name: "timeout", more: { timeoutMs: 2_000 } },
    { name: "idle-timeout", more: { idleTimeoutMs: 2_000 } },
  ] as const
  it.each(late)(
    "$name: its command first, then its signal, TERM and KILL",
    async ({ name, more }) => {
      const rig = watching({ ...more, onTimeout: DUMP, timeoutSignal: "SIGQUIT" })
      await rig.clock.advance(10)
      const [child] = rig.processes.children
      if (child === undefined) throw new Error("nothing was started")
      child.onTerm = () => {}
      await rig.clock.advance(2_500)
      const [, dump] = rig.processes.children
      expect(dump?.spec.env).toMatchObject({ SMOKE_PID: String(child.pid), SMOKE_SCENARIO: "a" })
      expect(dump?.spec.log).toBe(child.spec.log)
      expect(child.signals).toEqual([])
      dump?.exit(0)
      await rig.clock.advance(200)
      expect(child.signals).toEqual(["SIGQUIT"])
      await rig.clock.advance(1_500)
      expect(child.signals).toEqual(["SIGQUIT"])
      await rig.clock.advance(600)
      expect(child.signals).toEqual(["SIGQUIT", "SIGTERM"])
      await rig.clock.advance(4_500)
      await rig.run
      expect(child.signals).toEqual(["SIGQUIT", "SIGTERM", "SIGKILL"])
      expect(rig.finished()).toMatchObject({ outcome: "failed", cause: name })
      const log = readFileSync(`${rig.root}/run/logs/a.1.log`, "utf8")
      expect(log).toMatch(
        /^--- on-timeout: \.\/dump\.sh\n--- on-timeout: \.\/dump\.sh: passed after /u,
      )
    },
  )

  it("gives its command 10 s, and nothing of that to what ended otherwise", async () => {
    const rig = watching({ timeoutMs: 2_000, onTimeout: DUMP })
    await rig.clock.advance(2_100)
    const [child, dump] = rig.processes.children
    await rig.clock.advance(9_800)
    expect(dump?.signals).toEqual([])
    await rig.clock.advance(400)
    await rig.run
    expect(dump?.signals).toEqual(["SIGTERM"])
    expect(child?.signals).toEqual(["SIGTERM"])
    expect(readFileSync(`${rig.root}/run/logs/a.1.log`, "utf8")).toMatch(
      /dump\.sh: failed after .*, timed out after 10\.0s\n/u,
    )
    const other = watching({
      limits: { outputBytes: 10 },
      onTimeout: DUMP,
      timeoutSignal: "SIGQUIT",
    })
    await other.clock.advance(10)
    other.write(11)
    await other.clock.advance(500)
    await other.run
    expect(other.processes.children).toHaveLength(1)
    expect(other.processes.of("a").signals).toEqual(["SIGTERM"])
  })

  it("is sent no further signal once the first has ended it", async () => {
    const rig = watching({ timeoutMs: 1_000, timeoutSignal: "SIGQUIT" })
    await rig.clock.advance(10)
    rig.processes.of("a").onOther = (signal) => rig.processes.of("a").exit(null, signal)
    await rig.clock.advance(1_200)
    await rig.run
    expect(rig.processes.of("a").signals).toEqual(["SIGQUIT"])
    expect(rig.finished()).toMatchObject({ cause: "timeout", signal: "SIGQUIT" })
  })
})

describe("limits", () => {
  it("idle-timeout counts from the last growth of the log", async () => {
    const rig = watching({ idleTimeoutMs: 2_000 })
    await rig.clock.advance(1_500)
    rig.write(1)
    await rig.clock.advance(1_900)
    expect(rig.finished()).toBeUndefined()
    await rig.clock.advance(600)
    await rig.run
    expect(rig.finished()).toMatchObject({ cause: "idle-timeout", message: "no output for 2.0s" })
  })

  it("idle-timeout does not count what is lost while all is stopped", async () => {
    const rig = watching({ idleTimeoutMs: 2_000 })
    await rig.clock.advance(1_500)
    rig.clock.suspend(60_000)
    await rig.clock.advance(300)
    expect(rig.finished()).toBeUndefined()
    await rig.clock.advance(600)
    await rig.run
    expect(rig.finished()).toMatchObject({ cause: "idle-timeout" })
  })

  it("output: ends what writes too much, and judges what ended before anybody looked", async () => {
    const rig = watching({ limits: { outputBytes: 1_000 } })
    await rig.clock.advance(200)
    rig.write(1_001)
    await rig.clock.advance(300)
    await rig.run
    expect(rig.finished()).toMatchObject({
      cause: "output-limit",
      message: "wrote more than 1000 bytes",
      signal: "SIGTERM",
    })
    const quick = watching({ limits: { outputBytes: 1_000 } })
    await quick.clock.advance(10)
    quick.write(1_001)
    quick.processes.of("a").exit(0)
    await quick.run
    expect(quick.finished()).toMatchObject({
      outcome: "failed",
      cause: "output-limit",
      exitCode: 0,
    })
  })

  it("output: 100 MiB where nothing is said", async () => {
    const rig = watching({})
    await rig.clock.advance(10)
    rig.write(100 * 1024 * 1024 + 1)
    await rig.clock.advance(300)
    await rig.run
    expect(rig.finished()).toMatchObject({ message: "wrote more than 100 MiB" })
  })

  it("memory: by the system itself, where it makes groups", async () => {
    const seen: string[] = []
    let ranOut = false
    const controlGroups: ControlGroups = {
      make: ({ memoryBytes }) => {
        seen.push(`made ${memoryBytes}`)
        return { path: "/groups/1", ranOut: () => ranOut, remove: () => seen.push("removed") }
      },
    }
    const rig = watching({ limits: { memoryBytes: 1 << 30 }, controlGroups })
    await rig.clock.advance(10)
    expect(rig.processes.of("a").spec.controlGroup).toBe("/groups/1")
    // What several share counts for each in a look, but not for the system.
    rig.use(0, 2 << 30)
    await rig.clock.advance(1_000)
    expect(rig.finished()).toBeUndefined()
    ranOut = true
    rig.processes.of("a").exit(null, "SIGKILL")
    await rig.run
    expect(rig.finished()).toMatchObject({
      cause: "memory-limit",
      message: "used memory, more than 1 GiB",
      signal: "SIGKILL",
    })
    expect(seen).toEqual(["made 1073741824", "removed"])
  })

  it("memory: no group is made for what has no limit, and where there is none it is looked at", async () => {
    const made: number[] = []
    const controlGroups: ControlGroups = {
      make: ({ memoryBytes }) => {
        made.push(memoryBytes)
        return null
      },
    }
    const free = watching({ limits: { cpuTimeMs: 1_000 }, controlGroups })
    await free.clock.advance(10)
    free.processes.of("a").exit(0)
    await free.run
    expect(made).toEqual([])
    const rig = watching({ limits: { memoryBytes: 1_000 }, controlGroups })
    await rig.clock.advance(10)
    expect(rig.processes.of("a").spec.controlGroup).toBeUndefined()
    rig.use(0, 1_001)
    await rig.clock.advance(1_000)
    await rig.run
    expect([made, rig.finished()]).toMatchObject([[1_000], { cause: "memory-limit" }])
  })

  it("memory: all of the group together", async () => {
    const rig = watching({ limits: { memoryBytes: 1 << 30 } })
    await rig.clock.advance(10)
    rig.use(0, 1 << 30)
    await rig.clock.advance(1_000)
    expect(rig.finished()).toBeUndefined()
    rig.use(0, 1.5 * 2 ** 30)
    await rig.clock.advance(300)
    await rig.run
    expect(rig.finished()).toMatchObject({
      cause: "memory-limit",
      message: "used 1.5 GiB of memory, more than 1 GiB",
      peakMemoryBytes: 1.5 * 2 ** 30,
    })
  })

  it("cpu: an average over a second, not a moment", async () => {
    const rig = watching({ limits: { cpuPercent: 150 } })
    await rig.clock.advance(10)
    for (let second = 1; second <= 4; second++) {
      rig.use(second * 1_500, 1)
      await rig.clock.advance(1_000)
    }
    expect(rig.finished()).toBeUndefined()
    rig.use(9_000, 1)
    await rig.clock.advance(1_300)
    await rig.run
    expect(rig.finished()).toMatchObject({ cause: "cpu-limit" })
  })

  it.each([
    [502, "used 50.2 % of a processor, more than 50 %"],
    [500.1, "used 50.1 % of a processor, more than 50 %"],
    [800, "used 80 % of a processor, more than 50 %"],
  ])("cpu: %f ms in a second are told as more than they may be", async (cpuMs, message) => {
    const rig = watching({ limits: { cpuPercent: 50 } })
    await rig.clock.advance(10)
    rig.use(0, 1)
    await rig.clock.advance(300)
    rig.use(cpuMs, 1)
    await rig.clock.advance(1_000)
    await rig.run
    expect(rig.finished()).toMatchObject({ cause: "cpu-limit", message })
  })

  it("cpu-time: the sum, also of what ends while it runs", async () => {
    const rig = watching({ limits: { cpuTimeMs: 5_000 } })
    await rig.clock.advance(10)
    rig.use(5_000, 1)
    await rig.clock.advance(300)
    rig.use(100, 1)
    await rig.clock.advance(300)
    expect(rig.finished()).toBeUndefined()
    rig.use(5_010, 1)
    await rig.clock.advance(300)
    await rig.run
    expect(rig.finished()).toMatchObject({ cause: "cpu-limit", cpuMs: 5_010 })
  })

  it("says once that a scenario is slow, after a minute or three times its estimate", async () => {
    const rig = watching({})
    const notes = () => rig.events.filter(({ type }) => type === "note")
    await rig.clock.advance(59_900)
    expect(notes()).toEqual([])
    await rig.clock.advance(200)
    expect(notes()).toMatchObject([{ message: "a has been running for 1m00s" }])
    rig.processes.of("a").exit(0)
    await rig.clock.advance(500_000)
    await rig.run
    expect(notes()).toHaveLength(1)
    expect(rig.clock.waiting).toBe(0)
  })
})

describe("formatBytes", () => {
  it.each([
    [0, "0 bytes"],
    [1_023, "1023 bytes"],
    [1_536, "1.5 KiB"],
    [2 ** 30, "1 GiB"],
    [2 ** 50, "1024 TiB"],
  ])("%d is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})
