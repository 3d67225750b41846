import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { aggregate } from "../../../src/app/collect/aggregate.ts"
import { toReport } from "../../../src/app/collect/report.ts"
import { writeManifest } from "../../../src/app/folder/run-folder.ts"
import type { EventBody } from "../../../src/events/event.ts"
import type { Plan } from "../../../src/formats/plan.ts"
import { openJournal } from "../../../src/journal/journal.ts"
import { makePlan } from "../../../src/plan/make-plan.ts"
import { partOfShard } from "../../../src/plan/shard-slice.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { planOptions } from "../../plan/plan-rig.ts"

const DIGEST = `sha256:${"a".repeat(64)}`
const PLAN: Plan = {
  ...makePlan(
    planOptions(
      ["a", "b", "c", "d"].map((id) => ({ id, estimateMs: 1_000 })),
      { shards: 2 },
    ),
  ),
  digest: DIGEST,
}

type Verdict = "passed" | "failed"

/** Writes a shard's folder as a real run does. */
function shardFolder(options: {
  readonly into: string
  readonly name: string
  readonly shard: number
  readonly attempt?: number
  readonly digest?: string
  readonly verdicts: Readonly<Record<string, Verdict>>
  readonly unfinished?: boolean
}): string {
  const { shard, attempt = 1, digest = DIGEST, verdicts } = options
  const folder = join(options.into, options.name)
  writeManifest(nodeFiles, folder, {
    schemaVersion: 1,
    suite: "suite",
    planDigest: digest,
    runId: `run-${attempt}`,
    shard,
    shards: 2,
    attempt,
    runner: "default",
    complete: options.unfinished !== true,
  })
  const journal = openJournal({ files: nodeFiles, clock: new FakeClock(), folder, shard })
  if (!journal.ok) throw new Error(journal.error.message)
  const bodies: EventBody[] = [
    {
      type: "run-started",
      runId: `run-${attempt}`,
      attempt,
      suite: "suite",
      command: "run",
      planDigest: digest,
      shards: 2,
      workers: 1,
      seed: 1,
      version: "0.0.0",
      runner: { name: "r", os: "linux", arch: "x64", cores: 1, memoryBytes: 1 },
      commit: null,
      ref: null,
    },
  ]
  for (const [id, verdict] of Object.entries(verdicts)) {
    const failed = verdict === "failed"
    bodies.push(
      { type: "attempt-started", id, number: 1, worker: 1, log: `logs/${id}.1.log` },
      {
        type: "attempt-finished",
        id,
        number: 1,
        worker: 1,
        outcome: verdict,
        cause: failed ? "exit-code" : null,
        exitCode: failed ? 1 : 0,
        signal: null,
        durationMs: 10,
        cpuMs: null,
        peakMemoryBytes: null,
        outputBytes: 0,
        message: failed ? "exit code 1" : null,
        tail: null,
      },
      { type: "scenario-finished", id, verdict, cause: failed ? "exit-code" : null },
    )
  }
  if (options.unfinished !== true) {
    bodies.push({ type: "run-finished", verdicts: Object.keys(verdicts).length })
  }
  for (const body of bodies) journal.value.append(body)
  journal.value.close()
  return folder
}

function idsOf(shard: number): string[] {
  return PLAN.shards.find((one) => one.shard === shard)?.scenarios ?? []
}

function verdicts(shard: number, verdict: Verdict = "passed"): Record<string, Verdict> {
  return Object.fromEntries(idsOf(shard).map((id) => [id, verdict]))
}

function merged(folders: readonly string[]) {
  const state = aggregate({ plan: PLAN, folders }, nodeFiles)
  if (!state.ok) throw new Error(JSON.stringify(state.error))
  const report = toReport(state.value, { ifEmpty: "fail", failOn: [] })
  const { summary, problems, scenarios } = report.results
  return {
    exitCode: summary.exitCode,
    summary,
    codes: problems.map(({ code }) => code),
    text: problems.map(({ message }) => message).join("\n"),
    byId: Object.fromEntries(scenarios.map(({ id, verdict }) => [id, verdict])),
  }
}

function temporary(): string {
  return mkdtempSync(join(tmpdir(), "smoke-aggregate-"))
}

describe("aggregate", () => {
  it("refuses the part of a shard: nobody would miss the other shards", () => {
    const part = partOfShard(PLAN, 1, () => DIGEST)
    const merged = aggregate({ plan: part, folders: [] }, nodeFiles)
    expect(merged).toMatchObject({ ok: false, error: { reason: "usage/invalid" } })
  })

  it("is green when every shard exists and passed", () => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    shardFolder({ into, name: "deep/er/y", shard: 2, verdicts: verdicts(2) })
    expect(merged([into])).toMatchObject({ exitCode: 0, codes: [], summary: { passed: 4 } })
  })

  it("is red when a shard is missing, and names its scenarios as lost", () => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    const result = merged([into])
    expect(result).toMatchObject({ exitCode: 4, codes: ["shard-missing"] })
    expect(result.summary).toMatchObject({ passed: 2, lost: 2, conclusion: "incomplete" })
    for (const id of idsOf(2)) expect(result.byId[id]).toBe("lost")
  })

  it("is red when no folder holds anything", () => {
    expect(merged([temporary()])).toMatchObject({ exitCode: 4, summary: { lost: 4 } })
  })

  it("refuses a folder of another plan and names both digests", () => {
    const into = temporary()
    const digest = `sha256:${"b".repeat(64)}`
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    shardFolder({ into, name: "y", shard: 2, digest, verdicts: verdicts(2) })
    const result = merged([into])
    expect(result.exitCode).toBe(4)
    expect(result.codes).toContain("folder-foreign")
    expect(result.text).toContain(DIGEST)
    expect(result.text).toContain(digest)
    expect(result.summary.lost).toBe(2)
  })

  it("refuses a folder whose manifest lies about the plan of its journal", () => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    const other = shardFolder({
      into,
      name: "y",
      shard: 2,
      digest: `sha256:${"b".repeat(64)}`,
      verdicts: verdicts(2),
    })
    const manifest = join(other, "manifest.json")
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/sha256:b+/u, DIGEST))
    expect(merged([into])).toMatchObject({ exitCode: 4 })
    expect(merged([into]).codes).toContain("journal-foreign")
  })

  it("is red when a journal has no end", () => {
    const into = temporary()
    const [first = ""] = idsOf(2)
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    shardFolder({ into, name: "y", shard: 2, verdicts: { [first]: "passed" }, unfinished: true })
    const result = merged([into])
    expect(result).toMatchObject({ exitCode: 4, codes: ["journal-unfinished"] })
    expect(result.summary).toMatchObject({ passed: 3, lost: 1 })
  })

  it("is red when a journal is cut, and keeps what is whole", () => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    const folder = shardFolder({ into, name: "y", shard: 2, verdicts: verdicts(2) })
    const journal = join(folder, "journal.ndjson")
    const text = readFileSync(journal, "utf8")
    truncateSync(journal, text.lastIndexOf("scenario-finished") + 5)
    const result = merged([into])
    expect(result.exitCode).toBe(4)
    expect(result.codes).toContain("journal-torn")
    expect(result.summary).toMatchObject({ passed: 3, lost: 1 })
  })

  it("is red when a finished shard has no verdict for a scenario of its own", () => {
    const into = temporary()
    const [first = ""] = idsOf(2)
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    shardFolder({ into, name: "y", shard: 2, verdicts: { [first]: "passed" } })
    const result = merged([into])
    expect(result.exitCode).toBe(4)
    expect(result.summary).toMatchObject({ passed: 3, lost: 1 })
  })

  it("takes the same folder twice as one, two different ones as a problem", () => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    const folder = shardFolder({ into, name: "y", shard: 2, verdicts: verdicts(2) })
    cpSync(folder, join(into, "copy"), { recursive: true })
    expect(merged([into]).exitCode).toBe(0)
    rmSync(join(into, "copy"), { recursive: true })
    shardFolder({ into, name: "z", shard: 2, verdicts: verdicts(2, "failed") })
    expect(merged([into])).toMatchObject({ exitCode: 4, codes: ["folder-duplicate"] })
  })

  it("lets the newest attempt win for each scenario, wherever it lies", () => {
    const into = temporary()
    const [first = "", second = ""] = idsOf(2)
    shardFolder({ into, name: "z", shard: 1, verdicts: verdicts(1) })
    shardFolder({
      into,
      name: "y-old",
      shard: 2,
      verdicts: { [first]: "failed", [second]: "passed" },
    })
    expect(merged([into]).exitCode).toBe(1)
    shardFolder({ into, name: "a-new", shard: 2, attempt: 2, verdicts: { [first]: "passed" } })
    expect(merged([into])).toMatchObject({ exitCode: 0, byId: { [second]: "passed" } })
  })

  it("a crashed attempt is made up for by a later one only where that has a verdict", () => {
    const into = temporary()
    const [first = "", second = ""] = idsOf(2)
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    shardFolder({ into, name: "y", shard: 2, verdicts: { [first]: "passed" }, unfinished: true })
    shardFolder({ into, name: "z", shard: 2, attempt: 2, verdicts: { [second]: "passed" } })
    expect(merged([into]).exitCode).toBe(0)
    shardFolder({ into, name: "w", shard: 2, attempt: 3, verdicts: {} })
    expect(merged([into]).exitCode).toBe(0)
  })

  it("refuses a journal of another run of the same plan", () => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    const ours = shardFolder({ into, name: "y", shard: 2, verdicts: verdicts(2, "failed") })
    const other = shardFolder({ into: temporary(), name: "y", shard: 2, verdicts: verdicts(2) })
    const journal = readFileSync(join(other, "journal.ndjson"), "utf8")
    writeFileSync(join(ours, "journal.ndjson"), journal.replace("run-1", "run-7"))
    const result = merged([into])
    expect(result).toMatchObject({ exitCode: 4, summary: { passed: 2, lost: 2 } })
    expect(result.text).toContain("line 1 is of run run-7, its manifest of run-1")
  })

  it.each([
    ["an earlier", 1, 2],
    ["a later", 2, 1],
  ])("refuses a journal of %s attempt than its manifest's", (_, written, told) => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    const folder = shardFolder({
      into,
      name: "y",
      shard: 2,
      attempt: written,
      verdicts: verdicts(2),
    })
    const manifest = join(folder, "manifest.json")
    const text = readFileSync(manifest, "utf8")
    writeFileSync(manifest, text.replace(`"attempt": ${written}`, `"attempt": ${told}`))
    const result = merged([into])
    expect(result.exitCode).toBe(4)
    expect(result.text).toContain(`is of attempt ${written} of the run, its manifest of ${told}`)
  })

  it.each([
    ["has nothing in it", "{}"],
    [
      "is nested too deeply",
      `{"request":{"flags":{"a":${"[".repeat(9_000)}${"]".repeat(9_000)}}}}`,
    ],
  ])("names a folder that it cannot read: its manifest %s", (_, text) => {
    const into = temporary()
    shardFolder({ into, name: "x", shard: 1, verdicts: verdicts(1) })
    const folder = shardFolder({ into, name: "y", shard: 2, verdicts: verdicts(2) })
    writeFileSync(join(folder, "manifest.json"), text)
    const result = merged([into])
    expect(result.exitCode).toBe(4)
    expect(result.codes.toSorted()).toEqual(["folder-unreadable", "shard-missing"])
  })

  it("says when a folder that was named is not there", () => {
    expect(aggregate({ plan: PLAN, folders: ["/no/such/folder"] }, nodeFiles)).toEqual({
      ok: false,
      error: {
        reason: "files/unusable",
        path: "/no/such/folder",
        message: "there is no such folder",
      },
    })
  })
})
