/**
 * Systems without `/proc`: what their programs write is read, what is asked of them is what they take.
 */
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { describe, expect, it } from "vitest"
import {
  PROCESSES,
  parseCpuTime,
  parseEnvironment,
  parseMarked,
  parseProcesses,
  ps,
} from "../../../../src/adapters/node/processes/process-table.ts"
import {
  signalTree,
  taskkillArguments,
} from "../../../../src/adapters/node/processes/send-signal.ts"

/** `ps -axo pid=,ppid=,pgid=,rss=,time=` in the columns of macOS. */
const MACOS = `    1     0     1  14560   4:11.32
  345     1   345   9216   0:00.05
 1021   345  1021 812736 123:45.67
 1022  1021  1021      0   0:00.00
`

/** The same of procps. */
const PROCPS = `      1       0       1 13208 00:00:02
     41       1      41  3372 01:02:03
     42      41      41  8120 2-00:00:01
`

/** \`ps -axwwE -o pid=,command=\` of macOS. */
const WITH_ENVIRONMENT = `  501 /sbin/launchd
 1021 bash /tmp/a.sh PATH=/usr/bin:/bin SMOKE_SCENARIO=login SMOKE_ATTEMPT=2 SMOKE_ATTEMPT_ID=r1-7 SMOKE_TMP=/tmp/smoke/7
 1022 sleep 60 SMOKE_ATTEMPT_ID=r1-77 SMOKE_TMP=/tmp/smoke/77 HOME=/Users/me
 1023 grep XSMOKE_ATTEMPT_ID=r1-7
`

describe("ps", () => {
  it("is read in the columns of macOS and of Linux", () => {
    expect(parseProcesses(MACOS)).toEqual([
      { pid: 1, parent: 0, group: 1, residentBytes: 14_560 * 1_024, cpuMs: 251_320 },
      { pid: 345, parent: 1, group: 345, residentBytes: 9_216 * 1_024, cpuMs: 50 },
      { pid: 1021, parent: 345, group: 1021, residentBytes: 812_736 * 1_024, cpuMs: 7_425_670 },
      { pid: 1022, parent: 1021, group: 1021, residentBytes: 0, cpuMs: 0 },
    ])
    expect(parseProcesses(PROCPS).map(({ pid, cpuMs }) => [pid, cpuMs])).toEqual([
      [1, 2_000],
      [41, 3_723_000],
      [42, 172_801_000],
    ])
    expect(parseProcesses("  PID  PPID  PGID    RSS      TIME\nps: no such thing\n")).toEqual([])
  })

  it.each([
    ["0:00.05", 50],
    ["12:34", 754_000],
    ["1:02:03", 3_723_000],
    ["1-00:00:00", 86_400_000],
    ["", null],
    ["5", null],
    ["1:2:3", null],
  ])("processor time %s is %s ms", (text, ms) => {
    expect(parseCpuTime(text)).toBe(ms)
  })

  it.each([
    ["SMOKE_ATTEMPT_ID=r1-7\0", [1021]],
    ["SMOKE_TMP=/tmp/smoke/7\0", [1021]],
    ["SMOKE_TMP=/tmp/smoke/", [1021, 1022]],
    ["SMOKE_ATTEMPT_ID=r2\0", []],
  ])("finds %j among the variables", (marker, pids) => {
    expect(parseMarked(WITH_ENVIRONMENT, marker)).toEqual(pids)
  })

  it("tells the variables of a process", () => {
    const [, line = ""] = WITH_ENVIRONMENT.split("\n")
    expect(parseEnvironment(line)).toMatchObject({ SMOKE_SCENARIO: "login", SMOKE_ATTEMPT: "2" })
    expect(parseEnvironment("/sbin/launchd")).toEqual({})
  })

  it.runIf(process.platform !== "win32")("of this machine knows this process", () => {
    const listed = parseProcesses(ps(PROCESSES) ?? "")
    const own = listed.find(({ pid }) => pid === process.pid)
    expect(own).toMatchObject({ parent: process.ppid })
    expect(own?.residentBytes).toBeGreaterThan(10_000_000)
    expect(own?.cpuMs).toBeGreaterThanOrEqual(0)
    expect(ps(["--no-such-option"])).toBeNull()
  })
})

describe("signalTree", () => {
  it.each([
    ["SIGTERM", ["/PID", "12", "/T"]],
    ["SIGKILL", ["/PID", "12", "/T", "/F"]],
  ] as const)("%s of a tree on Windows", (signal, args) => {
    expect(taskkillArguments(12, signal)).toEqual(args)
  })

  it("without the program that ends trees says that nothing was sent", () => {
    expect(signalTree(2 ** 22 + 1, "SIGTERM", "win32")).toBe(false)
  })

  it.runIf(process.platform !== "win32")("reaches the whole group elsewhere", async () => {
    const child = spawn("bash", ["-c", "sleep 60 & sleep 60"], { detached: true, stdio: "ignore" })
    const ended = once(child, "exit")
    expect(signalTree(child.pid ?? 0, "SIGKILL")).toBe(true)
    expect((await ended)[1]).toBe("SIGKILL")
    const group = () =>
      execFileSync("ps", ["-axo", "pgid=,stat="], { encoding: "utf8" })
        .split("\n")
        .filter((line) => new RegExp(`^\\s*${child.pid}\\s+[^Z]`, "u").test(line))
    await expect.poll(group, { timeout: 5_000 }).toEqual([])
    // Larger than any process id may be.
    expect(signalTree(2 ** 22 + 1, "SIGTERM")).toBe(false)
  })
})
