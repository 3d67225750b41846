import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, afterEach, describe, expect, it, vi } from "vitest"
import { openJournal } from "../../../../src/journal/journal.ts"
import { FakeClock } from "../../../__rig__/fakes/clock.ts"

/** What the system was asked to do, in order: names of calls and of the files they were for. */
const { calls, refused } = vi.hoisted(() => ({ calls: [] as string[], refused: new Set<string>() }))

vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>()
  const names = new Map<number, string>()
  const told =
    <A extends unknown[], R>(call: string, act: (fd: number, ...rest: A) => R) =>
    (fd: number, ...rest: A): R => {
      calls.push(`${call} ${names.get(fd)}`)
      if (refused.has(call)) throw Object.assign(new Error(call), { code: "EIO" })
      return act(fd, ...rest)
    }
  return {
    ...real,
    openSync: (path: string, flags: string) => {
      const fd = real.openSync(path, flags)
      names.set(fd, path.slice(path.lastIndexOf("/") + 1).replace(/\.\d+-\d+\.tmp$/u, ".tmp"))
      return fd
    },
    writeSync: told("write", real.writeSync as (fd: number, ...rest: unknown[]) => number),
    writeFileSync: told("write", real.writeFileSync as (fd: number, text: string) => void),
    fsyncSync: told("sync", real.fsyncSync),
    fdatasyncSync: told("sync", real.fdatasyncSync),
    fdatasync: told("sync beside", real.fdatasync),
    closeSync: told("close", real.closeSync),
    renameSync: (from: string, to: string) => {
      calls.push(`rename ${to.slice(to.lastIndexOf("/") + 1)}`)
      real.renameSync(from, to)
    },
  }
})

// Files of tests share what is loaded: this one needs its own, and leaves none of it behind.
vi.resetModules()
const { nodeFiles } = await import("../../../../src/adapters/node/files/files.ts")
afterAll(() => {
  vi.doUnmock("node:fs")
  vi.resetModules()
})

const folder = mkdtempSync(join(tmpdir(), "durable-"))
const at = basename(folder)

afterEach(() => {
  calls.length = 0
  refused.clear()
})

describe("writeAtomic", () => {
  it("brings the text to the disk, then the name", () => {
    expect(nodeFiles.writeAtomic(`${folder}/results.json`, "{}", { durable: true }).ok).toBe(true)
    expect(calls).toEqual([
      "write results.json.tmp",
      "sync results.json.tmp",
      "close results.json.tmp",
      "rename results.json",
      `sync ${at}`,
      `close ${at}`,
    ])
  })

  it("waits for no disk where nobody asks for it", () => {
    nodeFiles.writeAtomic(`${folder}/list.json`, "{}")
    expect(calls.filter((call) => call.startsWith("sync"))).toEqual([])
  })

  it("keeps the file of before when the disk refuses", () => {
    nodeFiles.writeAtomic(`${folder}/kept.json`, "old")
    refused.add("sync")
    expect(nodeFiles.writeAtomic(`${folder}/kept.json`, "new", { durable: true })).toMatchObject({
      error: { code: "EIO" },
    })
    expect(readFileSync(`${folder}/kept.json`, "utf8")).toBe("old")
  })
})

describe("a journal", () => {
  const open = (clock: FakeClock) => {
    const journal = openJournal({ files: nodeFiles, clock, folder, shard: 1 })
    if (!journal.ok) throw new Error(journal.error.message)
    calls.length = 0
    return journal.value
  }
  const NOTE = { type: "note", level: "info", message: "x" } as const

  it("is on the disk when it is closed", () => {
    const journal = open(new FakeClock())
    journal.append(NOTE)
    journal.append(NOTE)
    expect(journal.close().ok).toBe(true)
    const file = "journal.ndjson"
    expect(calls).toEqual([`write ${file}`, `write ${file}`, `sync ${file}`, `close ${file}`])
  })

  it("is closed only when nothing is under way with it", async () => {
    const clock = new FakeClock()
    const journal = open(clock)
    journal.append(NOTE)
    await clock.advance(1_000)
    journal.close()
    expect(calls.slice(1)).toEqual(["sync beside journal.ndjson", "sync journal.ndjson"])
    await vi.waitFor(() => {
      expect(calls.at(-1)).toBe("close journal.ndjson")
    })
  })

  it("tells when the disk refuses it", () => {
    const journal = open(new FakeClock())
    journal.append(NOTE)
    refused.add("sync")
    expect(journal.close()).toMatchObject({ error: { code: "EIO" } })
    journal.append(NOTE)
    expect(journal.problem).toMatchObject({ code: "EIO" })
  })
})
