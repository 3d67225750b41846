import { describe, expect, it } from "vitest"
import type { Diagnostic } from "../../src/core/problems/diagnostic.ts"
import { failureAnnotations } from "../../src/report/view/failure-annotations.ts"

const FILE = { path: "ci/smoke.yml", text: "name: x\nscenarios:\n  a: { rum: y }\n" }

const problem = (fields: Partial<Diagnostic> = {}): Diagnostic => ({
  code: "suite/unknown-key",
  severity: "error",
  message: "unknown key `rum`",
  location: { file: FILE, range: { start: 26, end: 29 } },
  ...fields,
})

describe("failureAnnotations", () => {
  it("puts each error of a suite on its own line, with the mend", () => {
    const diagnostics = [
      problem({ hint: "did you mean `run`?" }),
      problem({ severity: "warning" }),
      problem({ location: { file: { ...FILE, path: "b.yml" }, range: { start: 0, end: 4 } } }),
    ]
    expect(failureAnnotations({ reason: "config/invalid", diagnostics })).toEqual([
      {
        level: "error",
        title: "parallel-smoke: suite/unknown-key",
        message: "unknown key `rum`; did you mean `run`?",
        file: "ci/smoke.yml",
        line: 3,
      },
      {
        level: "error",
        title: "parallel-smoke: suite/unknown-key",
        message: "unknown key `rum`",
        file: "b.yml",
        line: 1,
      },
    ])
  })

  it("names at most ten, which is what the runner keeps", () => {
    const diagnostics = Array.from({ length: 25 }, () => problem())
    expect(failureAnnotations({ reason: "config/invalid", diagnostics })).toHaveLength(10)
  })

  it("is one annotation without a place for everything else", () => {
    expect(failureAnnotations({ reason: "plan/no-such-shard", shard: 3, shards: 2 })).toEqual([
      {
        level: "error",
        title: "parallel-smoke",
        message: expect.stringMatching(/^error: there is no shard 3: .*\nhelp: /u),
        file: null,
        line: null,
      },
    ])
  })

  it("is inert and bounded", () => {
    const message = `::error::x\n##[error]y ${"z".repeat(10_000)}`
    const [usage] = failureAnnotations({ reason: "usage/invalid", message })
    const [config] = failureAnnotations({
      reason: "config/invalid",
      diagnostics: [problem({ message })],
    })
    for (const one of [usage, config]) {
      expect(one?.message.length).toBeLessThanOrEqual(4_096)
      expect(one?.message).not.toMatch(/^\s*::|##\[/mu)
    }
  })
})
