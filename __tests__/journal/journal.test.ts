import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import type { EventBody, RunEvent } from "../../src/events/event.ts"
import { JOURNAL_FILE, openJournal } from "../../src/journal/journal.ts"
import { readJournal } from "../../src/journal/read-journal.ts"
import { FakeClock } from "../__rig__/fakes/clock.ts"

const BODIES: readonly EventBody[] = [
  { type: "attempt-started", id: "a", number: 1, worker: 1, log: "logs/a.1.log" },
  { type: "note", level: "info", message: 'line\nbreak, quote " and \u2028 and 🦊' },
  { type: "scenario-finished", id: "a", verdict: "passed", cause: null },
  { type: "run-finished", verdicts: 1 },
]

const STARTED: EventBody = {
  type: "run-started",
  runId: "r",
  attempt: 2,
  suite: "s",
  command: "run",
  planDigest: "sha256:0",
  shards: 2,
  workers: 1,
  seed: 1,
  version: "0",
  runner: { name: "box", os: "linux", arch: "x64", cores: 1, memoryBytes: 1 },
  commit: null,
  ref: null,
}

function written(bodies: readonly EventBody[] = BODIES) {
  const folder = mkdtempSync(join(tmpdir(), "smoke-journal-"))
  const journal = openJournal({ files: nodeFiles, clock: new FakeClock(), folder, shard: 2 })
  if (!journal.ok) throw new Error(journal.error.message)
  for (const body of bodies) journal.value.append(body)
  expect(journal.value.close().ok).toBe(true)
  return join(folder, JOURNAL_FILE)
}

function read(path: string, shard = 2) {
  const events: RunEvent[] = []
  const reading = readJournal(nodeFiles.readLines(path), {
    shard,
    apply: (event) => events.push(event),
  })
  return { ...reading, types: events.map(({ type }) => type), all: events }
}

const TORN_DOWN: EventBody = {
  ...{ type: "hook-finished", id: null, number: null, stage: "after", name: "Drop", index: 1 },
  ...{ outcome: "passed", durationMs: 5, message: null, log: "logs/shard-after.1.log" },
}

const STOPPED: EventBody = {
  ...{ type: "instance-stopped", fixture: "vm", instance: 1, because: "owed" },
}

const NESTED = `${"[".repeat(9_000)}${"]".repeat(9_000)}`

describe("a journal that has ended", () => {
  it("has ended all the same when what tears down came later", () => {
    expect(read(written([...BODIES, STOPPED, TORN_DOWN, BODIES[1] ?? STOPPED]))).toMatchObject({
      finished: true,
      torn: null,
    })
  })

  it.each([
    ["hooks alone", [TORN_DOWN]],
    ["another event after them", [...BODIES, TORN_DOWN, BODIES[2] ?? TORN_DOWN]],
  ])("has not ended with %s", (_, bodies) => {
    expect(read(written(bodies)).finished).toBe(false)
  })
})

describe("journal", () => {
  it("gives back what was written, numbered and stamped", () => {
    const reading = read(written())
    expect(reading).toMatchObject({ events: 4, lastSeq: 4, finished: true, torn: null })
    expect(reading.all.map(({ v, seq, shard }) => [v, seq, shard])).toEqual([
      [1, 1, 2],
      [1, 2, 2],
      [1, 3, 2],
      [1, 4, 2],
    ])
    expect(reading.all[1]).toMatchObject(BODIES[1] ?? {})
  })

  it("has every event on disk when append returns", () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-journal-"))
    const journal = openJournal({ files: nodeFiles, clock: new FakeClock(), folder, shard: 1 })
    if (!journal.ok) throw new Error(journal.error.message)
    journal.value.append({ type: "run-finished", verdicts: 0 })
    expect(readFileSync(join(folder, JOURNAL_FILE), "utf8")).toMatch(/"run-finished".*\n$/u)
    journal.value.close()
  })

  it("goes on after a line that was cut when the engine was killed", () => {
    const whole = readFileSync(written(), "utf8")
    for (const cut of [1, 20, whole.length - 1]) {
      const path = written()
      writeFileSync(path, whole.slice(0, cut))
      const before = read(path)
      expect(before.continuable).toBe(true)
      const journal = openJournal({
        files: nodeFiles,
        clock: new FakeClock(),
        folder: dirname(path),
        shard: 2,
        lastSeq: before.lastSeq,
      })
      if (!journal.ok) throw new Error(journal.error.message)
      journal.value.append(STARTED)
      journal.value.append({ type: "run-finished", verdicts: 0 })
      journal.value.close()
      const after = read(path)
      expect(after).toMatchObject({ torn: null, finished: true, events: before.events + 2 })
    }
  })

  it("does not pass over a line that was cut where nobody began anew after it", () => {
    const path = written()
    const lines = readFileSync(path, "utf8").split("\n")
    lines[1] = (lines[1] ?? "").slice(0, 10)
    writeFileSync(path, lines.join("\n"))
    expect(read(path)).toMatchObject({
      events: 1,
      torn: "line 2 is cut off or not JSON",
      continuable: false,
    })
  })

  it("is damaged where a line is longer than any of ours, and nobody writes on", () => {
    const path = written()
    appendFileSync(path, "x".repeat(33 << 20))
    expect(read(path)).toMatchObject({
      events: BODIES.length,
      finished: false,
      torn: "it has a line of more than 32 MiB",
      continuable: false,
    })
  })

  it.each([
    ["objects", `[${"{},".repeat(2_000_000)}{}]`],
    ["lists", "[".repeat(3_000_000)],
    ["numbers", `[${"1,".repeat(2_500_000)}1]`],
  ])("is damaged where a line holds more %s than are worth parsing", (_, line) => {
    const path = written()
    appendFileSync(path, `${line}\n`)
    expect(read(path)).toMatchObject({
      events: BODIES.length,
      torn: `line ${BODIES.length + 1} is longer than any event`,
      continuable: false,
    })
  })

  it("takes a line of half a million names", () => {
    const forgotten = Array.from({ length: 500_000 }, (_, i) => `scenario-${i}`)
    const path = written([
      { ...STARTED, forgotten },
      { type: "run-finished", verdicts: 0 },
    ])
    expect(read(path)).toMatchObject({ torn: null, finished: true, events: 2 })
  })

  it("is damaged where it cannot be read, and missing where there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-journal-"))
    expect(read(folder)).toMatchObject({
      events: 0,
      torn: "it is a folder, not a regular file",
      continuable: false,
    })
    expect(read(join(folder, JOURNAL_FILE))).toMatchObject({ events: 0, torn: null })
  })

  it("uses all whole lines of a journal cut at any byte, and never calls it finished", () => {
    const path = written()
    const whole = readFileSync(path)
    fc.assert(
      fc.property(fc.nat(whole.length - 2), (length) => {
        writeFileSync(path, whole.subarray(0, length))
        const reading = read(path)
        const lines = whole.subarray(0, length).toString().split("\n").length - 1
        expect(reading.events).toBeGreaterThanOrEqual(lines)
        expect(reading.events).toBeLessThanOrEqual(lines + 1)
        expect(reading.finished).toBe(false)
      }),
    )
  })

  it.each([
    [
      "a line is taken out",
      (lines: string[]) => lines.toSpliced(1, 1),
      "line 2 has number 3, not 2",
    ],
    ["a line exists twice", (lines: string[]) => lines.toSpliced(1, 0, lines[0] ?? ""), "number 1"],
    [
      "a line is not JSON",
      (lines: string[]) => lines.with(1, "{"),
      "line 2 is cut off or not JSON",
    ],
    [
      "a verdict is made up",
      (lines: string[]) => lines.map((line) => line.replace('"passed"', '"great"')),
      "line 3 is not an event: verdict",
    ],
    [
      "the version is unknown",
      (lines: string[]) => lines.map((line) => line.replace('"v":1', '"v":9')),
      "line 1 has the unknown version 9",
    ],
    [
      "a value has no end of depth",
      (lines: string[]) => lines.map((line) => line.replace('"v":1', `"v":${NESTED}`)),
      "line 1 is cut off or not JSON",
    ],
  ])("names the place when %s", (_, change, torn) => {
    const path = written()
    const lines = readFileSync(path, "utf8").trimEnd().split("\n")
    writeFileSync(path, `${change(lines).join("\n")}\n`)
    expect(read(path).torn).toContain(torn)
    expect(read(path).finished).toBe(false)
  })

  it("refuses events of another shard", () => {
    expect(read(written(), 1).torn).toBe("line 1 is of shard 2, not 1")
  })

  it("passes over event types that a later version adds", () => {
    const path = written(BODIES.slice(0, 3))
    appendFileSync(path, '{"v":1,"seq":4,"at":1,"shard":2,"type":"moon-phase","phase":"full"}\n')
    appendFileSync(path, '{"v":1,"seq":5,"at":1,"shard":2,"type":"run-finished","verdicts":1}\n')
    expect(read(path)).toMatchObject({ events: 4, finished: true, torn: null })
  })

  it("a journal that does not exist is empty and not finished", () => {
    expect(read("/nowhere/journal.ndjson")).toMatchObject({ events: 0, finished: false })
  })
})
