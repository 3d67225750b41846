import { describe, expect, it } from "vitest"
// @ts-expect-error a script without types
import { countTests } from "../../scripts/test-counts.mjs"

interface FakeFile {
  readonly name?: string
  readonly status?: string
  readonly tests?: readonly (readonly [title: string, status: string])[]
}

function counted(
  files: readonly FakeFile[],
  options: { readonly exitCode?: number; readonly requireLayers?: boolean } = {},
): unknown {
  const testResults = files.map(({ name = "a.test.ts", status = "passed", tests = [] }) => ({
    name,
    status,
    assertionResults: tests.map(([title, state]) => ({ title, status: state })),
  }))
  const text = JSON.stringify({ testResults })
  return countTests({ text, exitCode: 0, requireLayers: false, ...options })
}

const ACT_MISSING = ["skipped: act: not found", "skipped"] as const

describe("countTests", () => {
  it("counts passed tests", () => {
    const tests = [
      ["a", "passed"],
      ["b", "passed"],
    ] as const
    expect(counted([{ tests }])).toEqual({ failed: 0, lines: ["2 passed, 0 failed"] })
  })

  it("counts failed and skipped tests", () => {
    const tests = [
      ["a", "passed"],
      ["b", "failed"],
      ["c", "skipped"],
      ["d", "todo"],
    ] as const
    expect(counted([{ status: "failed", tests }], { exitCode: 1 })).toEqual({
      failed: 1,
      lines: ["1 passed, 1 failed, 2 skipped"],
    })
  })

  it("names tests that passed only on the second try", () => {
    const flaky = { title: "b", fullName: "a b", status: "passed", failureMessages: ["no"] }
    const testResults = [{ name: "a.test.ts", status: "passed", assertionResults: [flaky] }]
    const text = JSON.stringify({ testResults })
    expect(countTests({ text, exitCode: 0, requireLayers: true })).toEqual({
      failed: 0,
      lines: ["passed only on the second try: a.test.ts: a b", "1 passed, 0 failed"],
    })
  })

  it("names each layer that could not run", () => {
    expect(counted([{ tests: [["a", "passed"], ACT_MISSING] }])).toEqual({
      failed: 0,
      lines: ["skipped: act: not found", "1 passed, 0 failed, 1 skipped"],
    })
  })

  it("fails for a layer that had to run", () => {
    const files = [{ tests: [["a", "passed"], ACT_MISSING, ["b", "skipped"]] as const }]
    expect(counted(files, { requireLayers: true })).toEqual({
      failed: 1,
      lines: [
        "skipped: act: not found",
        "layers that had to run but were skipped: 1",
        "1 passed, 1 failed, 1 skipped",
      ],
    })
  })

  it("fails for a file that does not load", () => {
    const files = [{ tests: [["a", "passed"]] as const }, { name: "b.test.ts", status: "failed" }]
    expect(counted(files, { exitCode: 1 })).toEqual({
      failed: 1,
      lines: ["failed outside any test: b.test.ts", "1 passed, 1 failed"],
    })
  })

  it("fails for an exit code that no test explains", () => {
    const files = [{ tests: [["a", "passed"]] as const }]
    expect(counted(files, { exitCode: 1 })).toEqual({
      failed: 1,
      lines: ["the test run ended with exit code 1 although no test failed", "1 passed, 1 failed"],
    })
  })

  it("fails where no test ran", () => {
    expect(counted([])).toEqual({ failed: 1, lines: ["no test ran", "0 passed, 1 failed"] })
  })

  it.each([null, "", "{", "{}", "null"])("fails for the report %j", (text) => {
    expect(countTests({ text, exitCode: 0, requireLayers: false })).toEqual({
      failed: 1,
      lines: ["the test run left no report", "0 passed, 1 failed"],
    })
  })
})
