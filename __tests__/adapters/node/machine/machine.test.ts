import { platform, totalmem } from "node:os"
import { describe, expect, it } from "vitest"
import { nodeMachine } from "../../../../src/adapters/node/machine/machine.ts"

function machine(files: Readonly<Record<string, string>>) {
  return nodeMachine((path) => files[path] ?? null, "linux")
}

const MEMINFO = "MemTotal:       16000000 kB\nMemFree: 1 kB\nMemAvailable:    8000000 kB\n"
const PRESSURE = (avg10: string) =>
  `some avg10=${avg10} avg60=0.00 avg300=0.00 total=1\nfull avg10=9.00`

describe("nodeMachine", () => {
  it("reads memory and pressure of a machine without limits", () => {
    const { sample } = machine({
      "/proc/meminfo": MEMINFO,
      "/proc/pressure/cpu": PRESSURE("12.50"),
      "/proc/pressure/memory": PRESSURE("0.00"),
    })
    expect(sample()).toEqual({
      cpuBusy: null,
      cpuPressure: 12.5,
      memoryPressure: 0,
      memoryAvailableBytes: 8_192_000_000,
      memoryTotalBytes: 16_384_000_000,
    })
  })

  it("counts what a control group allows; file cache can be given up", () => {
    const { sample } = machine({
      "/proc/self/cgroup": "0::/job\n",
      "/sys/fs/cgroup/job/memory.current": "3000000\n",
      "/sys/fs/cgroup/job/memory.max": "4000000\n",
      "/sys/fs/cgroup/job/memory.stat": "anon 5\ninactive_file 500000\n",
      "/sys/fs/cgroup/job/memory.pressure": PRESSURE("33.00"),
      "/proc/meminfo": MEMINFO,
      "/proc/pressure/memory": PRESSURE("1.00"),
    })
    expect(sample()).toMatchObject({
      memoryPressure: 33,
      memoryAvailableBytes: 1_500_000,
      memoryTotalBytes: 4_000_000,
    })
  })

  it.each([
    [
      "of a group further up",
      {
        "/proc/self/cgroup": "0::/pod/job\n",
        "/sys/fs/cgroup/pod/job/memory.max": "9000000\n",
        "/sys/fs/cgroup/pod/job/memory.current": "1000000\n",
        "/sys/fs/cgroup/pod/memory.max": "4000000\n",
        "/sys/fs/cgroup/pod/memory.current": "3500000\n",
        "/sys/fs/cgroup/pod/memory.stat": "inactive_file 500000\n",
      },
    ],
    [
      "of the first version",
      {
        "/proc/self/cgroup": "5:memory:/docker/abc\n0::/\n",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes": "4000000\n",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes": "3500000\n",
        "/sys/fs/cgroup/memory/memory.stat": "inactive_file 9\ntotal_inactive_file 500000\n",
      },
    ],
  ])("the tightest bound counts: %s", (_, files) => {
    const { sample } = machine({ ...files, "/proc/meminfo": MEMINFO })
    expect(sample()).toMatchObject({
      memoryAvailableBytes: 1_000_000,
      memoryTotalBytes: 4_000_000,
    })
  })

  it("a group without a limit leaves the machine's figures", () => {
    const { sample } = machine({
      "/proc/self/cgroup": "0::/\n",
      "/sys/fs/cgroup/memory.current": "3000000\n",
      "/sys/fs/cgroup/memory.max": "max\n",
      "/proc/meminfo": MEMINFO,
    })
    expect(sample().memoryTotalBytes).toBe(16_384_000_000)
  })

  it("tells how busy processors were between two samples", () => {
    let stat = "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3\n"
    const { sample } = nodeMachine((path) => (path === "/proc/stat" ? stat : null), "linux")
    expect(sample().cpuBusy).toBeNull()
    stat = "cpu  160 0 100 730 110 0 0 0 0 0\n"
    expect(sample().cpuBusy).toBeCloseTo(0.6)
  })

  it.each([
    {},
    { "/proc/meminfo": "garbage", "/proc/pressure/cpu": "x", "/proc/stat": "cpu  a b" },
  ])("knows nothing where nothing can be read: %j", (files) => {
    expect(machine(files).sample()).toMatchObject({
      cpuPressure: null,
      memoryPressure: null,
      memoryAvailableBytes: null,
      memoryTotalBytes: null,
    })
  })

  it("reads the machine that runs this", () => {
    const { sample } = nodeMachine()
    sample()
    const { memoryAvailableBytes, memoryTotalBytes, cpuPressure } = sample()
    expect(memoryTotalBytes).toBeGreaterThan(2 ** 20)
    expect(memoryTotalBytes).toBeLessThanOrEqual(totalmem())
    expect(memoryAvailableBytes).toBeLessThanOrEqual(memoryTotalBytes ?? 0)
    if (platform() === "linux" && cpuPressure !== null) expect(cpuPressure).toBeLessThanOrEqual(100)
  })
})
