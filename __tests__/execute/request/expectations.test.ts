import { describe, expect, it } from "vitest"
import { nodePatterns } from "../../../src/adapters/node/patterns.ts"
import {
  judgeCommand,
  judgeText,
  type KnownText,
} from "../../../src/execute/request/expectations.ts"
import type { ExpectSpec, TextTestSpec } from "../../../src/formats/run-specs.ts"

const NOTHING: ExpectSpec = {
  exitCodes: null,
  stdout: null,
  stderr: null,
  output: null,
  withinMs: null,
}

function test(spec: Partial<TextTestSpec>): TextTestSpec {
  return { contains: [], matches: [], notContains: [], ...spec }
}

async function judged(spec: Partial<TextTestSpec>, text: string, whole = true): Promise<string> {
  const known = { text, whole }
  const said = await judgeText(test(spec), { name: "stdout", known, patterns: nodePatterns })
  return said.join("; ")
}

describe("judgeText", () => {
  it.each<[Partial<TextTestSpec>, string, string]>([
    [{ contains: ["ok"] }, "all ok\n", ""],
    [{ contains: ["ok"] }, "", 'expected stdout to contain "ok", but it is empty'],
    [
      { contains: ["ok", "all"] },
      "all\nis lost \n\n",
      'expected stdout to contain "ok", but it ends with "is lost"',
    ],
    [{ matches: ["^v\\d+$"] }, "a\nv12\nb", ""],
    [
      { matches: ["^v\\d+$"] },
      "v12b",
      'expected stdout to match "^v\\\\d+$", but it ends with "v12b"',
    ],
    [
      { notContains: ["error"] },
      "one\nan error here\nerror",
      'expected stdout not to contain "error", but line 2 does: "an error here"',
    ],
    [{ notContains: ["error"] }, "fine", ""],
    [
      { contains: ["x"], notContains: ["y"] },
      "y",
      'expected stdout to contain "x", but it ends with "y"; expected stdout not to contain "y", but line 1 does: "y"',
    ],
  ])("%j of %j", async (spec, text, said) => {
    expect(await judged(spec, text)).toBe(said)
  })

  it("does not take the start of a text for the whole of it", async () => {
    expect(await judged({ notContains: ["error"] }, "fine", false)).toContain(
      "longer than the 8 MiB",
    )
    expect(await judged({ contains: ["fine"] }, "fine", false)).toBe("")
    expect(await judged({ contains: ["x"] }, "fine", false)).toContain("only its first 8 MiB")
  })

  it("quotes a long line in part, whatever it holds", async () => {
    const said = await judged({ contains: ["x"] }, `${"é\u0007".repeat(200)}\ud800`)
    expect(said.length).toBeLessThan(900)
    expect(said).toContain("\\u0007")
  })

  it("ends a pattern that would try for ever", async () => {
    const begun = performance.now()
    expect(await judged({ matches: ["^(a+)+$"] }, `${"a".repeat(60)}!`)).toBe(
      'expected stdout to match "^(a+)+$", but its search took longer than 1.0s',
    )
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})

describe("judgeCommand", () => {
  const read = (): KnownText => ({ text: "", whole: true })

  it("judges how long it took, to the millisecond", async () => {
    const judge = (durationMs: number) =>
      judgeCommand({ ...NOTHING, withinMs: 800 }, { durationMs, read, patterns: nodePatterns })
    expect(await judge(800)).toBeNull()
    expect(await judge(1_250)).toBe("expected to end within 800ms, but it took 1.3s")
  })

  it("reads only what is asked for", async () => {
    const asked: string[] = []
    await judgeCommand(
      { ...NOTHING, stderr: test({ contains: ["x"] }) },
      {
        durationMs: 1,
        patterns: nodePatterns,
        read: (name) => {
          asked.push(name)
          return { text: "x", whole: true }
        },
      },
    )
    expect(asked).toEqual(["stderr"])
  })
})
