import { describe, expect, it } from "vitest"
import {
  foldersUpwards,
  parseCgroup,
  parseCpuMax,
  parseCpuQuota,
  parseMeminfo,
  parseMemoryLimit,
  statBytes,
} from "../../../src/core/quantities/linux-limits.ts"

describe("control groups", () => {
  it("finds the place in either version", () => {
    expect(parseCgroup("0::/system.slice/runner.service\n", "cpu")).toEqual({
      version: 2,
      path: "/system.slice/runner.service",
    })
    const mixed = "12:memory:/docker/abc\n3:cpuacct,cpu:/docker/def\n0::/\n"
    expect(parseCgroup(mixed, "memory")).toEqual({ version: 1, path: "/docker/abc" })
    expect(parseCgroup(mixed, "cpu")).toEqual({ version: 1, path: "/docker/def" })
    expect(parseCgroup("garbage", "cpu")).toBeNull()
  })

  it("names every folder that bounds a process", () => {
    expect(foldersUpwards("/a/b")).toEqual(["/a/b", "/a", ""])
    expect(foldersUpwards("/")).toEqual([""])
    expect(foldersUpwards("/../../x")).toEqual(["/x", ""])
  })

  it.each([
    ["max 100000\n", null],
    ["200000 100000\n", 2],
    ["50000 100000", 0.5],
    ["150000", 1.5],
    ["0 100000", null],
    ["200000 0", null],
    ["-5 100000", null],
    ["", null],
    ["a lot", null],
  ])("reads cpu.max %j", (text, cores) => {
    expect(parseCpuMax(text)).toBe(cores)
  })

  it("reads quota and period of version 1", () => {
    expect(parseCpuQuota("-1\n", "100000\n")).toBeNull()
    expect(parseCpuQuota("250000\n", "100000\n")).toBe(2.5)
  })

  it.each([
    ["max\n", null],
    ["536870912\n", 536_870_912],
    ["9223372036854771712\n", null],
    ["-1", null],
    ["", null],
  ])("reads a memory limit %j", (text, bytes) => {
    expect(parseMemoryLimit(text)).toBe(bytes)
  })

  it("reads a line of memory.stat", () => {
    const text = "anon 4096\ninactive_file 8192\nactive_file 1\n"
    expect(statBytes(text, "inactive_file")).toBe(8_192)
    expect(statBytes(text, "active")).toBe(0)
  })
})

describe("parseMeminfo", () => {
  it("reads what is available", () => {
    const text = "MemTotal:       16384000 kB\nMemFree:  100 kB\nMemAvailable:   8192000 kB\n"
    expect(parseMeminfo(text)).toEqual({
      totalBytes: 16_384_000 * 1_024,
      availableBytes: 8_192_000 * 1_024,
    })
  })

  it("makes do with what old kernels say, and gives up without a total", () => {
    expect(parseMeminfo("MemTotal: 10 kB\nMemFree: 5 kB\n")).toEqual({
      totalBytes: 10_240,
      availableBytes: 5_120,
    })
    expect(parseMeminfo("MemFree: 5 kB")).toBeNull()
    expect(parseMeminfo("")).toBeNull()
  })
})
