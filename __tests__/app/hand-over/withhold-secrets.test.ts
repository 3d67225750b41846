import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { eventWithoutSecrets } from "../../../src/app/hand-over/clean-texts.ts"
import { withholdSecrets } from "../../../src/app/hand-over/withhold-secrets.ts"
import { cleanTexts } from "../../../src/core/schema/clean-texts.ts"
import type { Shape } from "../../../src/core/schema/collections.ts"
import * as s from "../../../src/core/schema/make.ts"
import { type AnySchema, Schema } from "../../../src/core/schema/schema.ts"
import { Redactor } from "../../../src/core/text/secret.ts"
import { type EventBody, RunEventSchema } from "../../../src/events/event.ts"
import { AttemptRecordSchema } from "../../../src/formats/attempt.ts"
import { ResultsSchema } from "../../../src/formats/results.ts"

const SECRET = "hush-hush"

/** Secrets that a journal is full of. */
const WORDS = "attempt-finished message failed"

const AT = { v: 1, at: 5, shard: 1 }

const redactor = new Redactor([SECRET])

const ended: EventBody = {
  type: "attempt-finished",
  id: SECRET,
  number: 1,
  worker: 1,
  outcome: "failed",
  cause: "exit-code",
  exitCode: 1,
  signal: null,
  durationMs: 1,
  cpuMs: null,
  peakMemoryBytes: null,
  outputBytes: 1,
  message: `exit code 1: ${SECRET}`,
  tail: `a ${SECRET} b`,
  summary: `# ${SECRET}`,
  problems: [
    { severity: "error", file: "a", line: 1, column: 1, code: null, message: `no ${SECRET}` },
  ],
}

/** Members of a schema whose texts stay, by their names. */
function keptIn(schema: AnySchema): string[] {
  const found = new Set<string>()
  const walk = (part: AnySchema, member: string): void => {
    if (part.notes.clean === "keep") found.add(member)
    for (const [key, inner] of Object.entries(part)) {
      if (inner instanceof Schema) walk(inner, member)
      if (inner instanceof Map) for (const option of inner.values()) walk(option, member)
      if (key === "options" && Array.isArray(inner)) for (const one of inner) walk(one, member)
      if (key !== "shape") continue
      for (const [name, one] of Object.entries(inner as Shape)) walk(one, name)
    }
  }
  walk(schema, "")
  return [...found].sort()
}

describe("events and results without secrets", () => {
  it("cleans every text of a child's own and leaves what names things", () => {
    const named = { ...ended, artifacts: [`artifacts/${SECRET}.1/${SECRET}`] }
    expect(eventWithoutSecrets(named, redactor)).toEqual({
      artifacts: ["artifacts/***.1/***"],
      ...ended,
      message: "exit code 1: ***",
      tail: "a *** b",
      summary: "# ***",
      problems: [
        { severity: "error", file: "a", line: 1, column: 1, code: null, message: "no ***" },
      ],
    })
  })

  it("cleans whatever is new, wherever it stands", () => {
    const more = {
      fresh: SECRET,
      deep: [{ inner: [`a ${SECRET}`, 1, null] }],
      by: new Map([["x", SECRET]]),
    }
    expect(eventWithoutSecrets({ ...ended, ...more }, redactor)).toMatchObject({
      ...{ fresh: "***", deep: [{ inner: ["a ***", 1, null] }], by: new Map([["x", "***"]]) },
    })
    const results = {
      problems: [{ code: "shard/x", more: SECRET }],
      run: { id: SECRET, fresh: SECRET },
    }
    expect(cleanTexts(ResultsSchema, results, redactor)).toEqual({
      ...{ problems: [{ code: "shard/x", more: "***" }], run: { id: SECRET, fresh: "***" } },
    })
  })

  it("takes an output whose name or value is secret for none", () => {
    for (const outputs of [{ a: SECRET }, { [SECRET]: "a" }]) {
      expect(eventWithoutSecrets({ ...ended, outputs }, redactor).outputs).toBeNull()
    }
    expect(eventWithoutSecrets({ ...ended, outputs: { a: "b" } }, redactor).outputs).toEqual({
      a: "b",
    })
  })

  it("cleans a text that is added to a schema, until it is marked as a name", () => {
    const fresh = AttemptRecordSchema.extend({ fresh: s.text(), named: s.name() })
    const record = { number: 1, fresh: SECRET, named: SECRET, outcome: SECRET }
    expect(cleanTexts(fresh, record, redactor)).toEqual({ ...record, fresh: "***" })
  })

  it("leaves only what names things", () => {
    expect(keptIn(RunEventSchema)).toEqual(
      [
        ...["id", "runId", "suite", "command", "planDigest", "version", "commit", "ref", "log"],
        ...["name", "os", "arch", "unit", "signal", "forgotten", "env", "inherit"],
        ...["fixture", "key", "because", "alongside", "job", "neighbours", "queue"],
      ].sort(),
    )
    expect(keptIn(ResultsSchema)).toEqual(
      [
        ...["id", "suite", "command", "planDigest", "commit", "ref", "log", "signal", "reason"],
        ...["name", "key", "file", "tags", "group", "runner", "scope", "unit", "code", "until"],
        ...["neighbours", "ids", "at", "since", "commits", "reset"],
        ...["startedAt", "finishedAt", "endedAt", "endedBecause", "fixture", "alongside", "job"],
      ].sort(),
    )
  })

  it("cleans what skips and notes say", () => {
    const skipped: EventBody = {
      type: "scenario-skipped",
      id: "a",
      reason: "self",
      message: SECRET,
    }
    expect(eventWithoutSecrets(skipped, redactor)).toMatchObject({ message: "***" })
    const note: EventBody = { type: "note", level: "info", message: SECRET }
    expect(eventWithoutSecrets(note, redactor)).toMatchObject({ message: "***" })
  })
})

describe("withholdSecrets", () => {
  it("cleans logs, kept files and the combined log, and nothing else", () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-withhold-"))
    const paths = [
      "logs/a.1.log",
      "logs/shard-before.1.log",
      "artifacts/a.1/out.txt",
      "combined.log",
    ]
    for (const path of [...paths, "plan.json"]) {
      mkdirSync(join(folder, path, ".."), { recursive: true })
      writeFileSync(join(folder, path), `x ${SECRET} aHVzaC1odXNo y`)
    }
    withholdSecrets(folder, { files: nodeFiles, secrets: [SECRET, "1"] })
    for (const path of paths) expect(readFileSync(join(folder, path), "utf8")).toBe("x *** *** y")
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toContain(SECRET)
  })

  it("also takes out what logs ask to be masked, in all its forms, and counts the places", () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-withhold-"))
    mkdirSync(join(folder, "logs"))
    const log =
      "::add-mask::made here%0Atwo lines\nmade here\nbWFkZSBoZXJl made%20here\ntwo lines\n"
    writeFileSync(join(folder, "logs/a.1.log"), log)
    writeFileSync(join(folder, "combined.log"), "in another: made here, plain")
    expect(withholdSecrets(folder, { files: nodeFiles, secrets: [] })).toBe(7)
    expect(readFileSync(join(folder, "combined.log"), "utf8")).toBe("in another: ***, plain")
    expect(readFileSync(join(folder, "logs/a.1.log"), "utf8")).toBe(
      "::add-mask::***%0A***\n***\n*** ***\n***\n",
    )
    expect(withholdSecrets(folder, { files: nodeFiles, secrets: ["***"] })).toBe(0)
  })

  it("cleans the texts of journal and results, and nothing by which they are read", () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-withhold-"))
    const lines = [
      { ...AT, seq: 1, type: "attempt-started", id: SECRET, number: 1, worker: 1, log: "logs/a" },
      { ...AT, seq: 2, ...ended, tail: `"${SECRET}"\n${WORDS}`, outputs: { a: SECRET } },
      { ...AT, seq: 3, type: "note", level: "info", message: `failed ${WORDS} "v":1` },
    ].map((event) => JSON.stringify(event))
    const torn = `{"v":1,"seq":4,"message":"${SECRET}`
    writeFileSync(join(folder, "journal.ndjson"), [...lines, torn].join("\n"))
    const options = { files: nodeFiles, secrets: [SECRET, ...WORDS.split(" ")] }
    expect(withholdSecrets(folder, options)).toBeGreaterThan(5)
    const journal = readFileSync(join(folder, "journal.ndjson"), "utf8").split("\n")
    expect(journal.slice(0, 3).map((line) => JSON.parse(line))).toEqual([
      JSON.parse(lines[0] ?? ""),
      {
        ...AT,
        seq: 2,
        ...eventWithoutSecrets(ended, redactor),
        tail: '"***"\n*** *** ***',
        outputs: null,
      },
      { ...AT, seq: 3, type: "note", level: "info", message: '*** *** *** *** "v":1' },
    ])
    expect(journal.slice(3)).toEqual(['{"v":1,"seq":4,"***":"***', ""])
    expect(withholdSecrets(folder, options)).toBe(0)
  })
})

it("a journal that cannot be looked through to its end is not handed over", () => {
  const folder = mkdtempSync(join(tmpdir(), "smoke-withhold-"))
  writeFileSync(join(folder, "journal.ndjson"), `${"x".repeat(33 << 20)}${SECRET}\n`)
  withholdSecrets(folder, { files: nodeFiles, secrets: [SECRET] })
  expect(nodeFiles.exists(join(folder, "journal.ndjson"))).toBe(false)
})
