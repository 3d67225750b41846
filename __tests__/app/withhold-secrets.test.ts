import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files.ts"
import { withholdSecrets, withoutSecrets } from "../../src/app/withhold-secrets.ts"
import { redactor, secretForms } from "../../src/core/secret.ts"
import type { EventBody } from "../../src/events/event.ts"

const SECRET = "hush-hush"

describe("withoutSecrets", () => {
  const redact = redactor(secretForms([SECRET]))
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

  it("cleans every text of a child's own and leaves what names things", () => {
    expect(withoutSecrets(ended, redact)).toEqual({
      ...ended,
      message: "exit code 1: ***",
      tail: "a *** b",
      summary: "# ***",
      problems: [
        { severity: "error", file: "a", line: 1, column: 1, code: null, message: "no ***" },
      ],
    })
  })

  it("cleans what skips and notes say", () => {
    const skipped: EventBody = {
      type: "scenario-skipped",
      id: "a",
      reason: "self",
      message: SECRET,
    }
    expect(withoutSecrets(skipped, redact)).toMatchObject({ message: "***" })
    const note: EventBody = { type: "note", level: "info", message: SECRET }
    expect(withoutSecrets(note, redact)).toMatchObject({ message: "***" })
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
})
