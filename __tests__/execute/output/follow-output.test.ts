import { appendFileSync, mkdirSync, mkdtempSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { Redactor } from "../../../src/core/text/secret.ts"
import type { RunEvent } from "../../../src/events/event.ts"
import { LOOK_MS, type Output, OutputFollower } from "../../../src/execute/output/follow-output.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"

function following(
  follows: (id: string) => boolean = () => true,
  earlier: Readonly<Record<string, string>> = {},
) {
  const clock = new FakeClock()
  const folder = mkdtempSync(join(tmpdir(), "follow-"))
  mkdirSync(join(folder, "logs"))
  for (const [name, text] of Object.entries(earlier)) {
    writeFileSync(join(folder, `logs/${name}.log`), text)
  }
  const told: Output[] = []
  const secrets: string[] = []
  const follower = new OutputFollower(
    {
      follows,
      folder,
      onOutput: (output) => {
        told.push(output)
      },
      mask: (values) => {
        secrets.push(...values)
      },
      redact: (text) => new Redactor(secrets).redact(text),
    },
    { clock, files: nodeFiles },
  )
  const stamp = { v: 1, seq: 1, at: 0, shard: 1 } as const
  const begin = (id: string, number = 1) => {
    follower.onEvent({
      ...{ ...stamp, type: "attempt-started", id, number, worker: 1, log: `logs/${id}.log` },
    })
  }
  const end = (id: string) => {
    follower.onEvent({ ...stamp, type: "attempt-finished", id } as RunEvent)
  }
  const write = (id: string, text: string | Buffer) => {
    appendFileSync(join(folder, `logs/${id}.log`), text)
  }
  const look = () => clock.advance(LOOK_MS)
  const lines = () => told.flatMap((output) => output.lines)
  return { clock, folder, told, secrets, follower, begin, end, write, look, lines }
}

describe("OutputFollower", () => {
  it("tells whole lines as they come, and what is left at the end", async () => {
    const { begin, end, write, look, lines, clock } = following()
    begin("a")
    write("a", "one\ntwo\nthr")
    await look()
    expect(lines()).toEqual(["one", "two"])
    write("a", "ee\n\nfour")
    await look()
    expect(lines()).toEqual(["one", "two", "three", ""])
    end("a")
    expect(lines()).toEqual(["one", "two", "three", "", "four"])
    expect(clock.waiting).toBe(0)
  })

  it("follows who is chosen, each attempt for itself, from where the attempt begins", async () => {
    const { begin, end, write, look, told, clock } = following((id) => id !== "quiet", {
      a: "before\n",
    })
    begin("quiet")
    expect(clock.waiting).toBe(0)
    begin("a")
    begin("b")
    write("a", "first\n")
    write("b", "beside\n")
    write("quiet", "nobody reads this\n")
    await look()
    end("a")
    begin("a", 2)
    write("a", "second\n")
    end("a")
    end("b")
    end("quiet")
    expect(told.map(({ id, number, lines }) => [id, number, ...lines])).toEqual([
      ["a", 1, "first"],
      ["b", 1, "beside"],
      ["a", 2, "second"],
    ])
  })

  it("tells also what was written before the attempt is announced", () => {
    const { begin, end, write, lines } = following()
    write("a", "all\n")
    begin("a")
    end("a")
    expect(lines()).toEqual(["all"])
  })

  it("tells the log of a hook for none of the scenarios that fail by it", () => {
    const { begin, write, lines, end } = following()
    write("shard-before.1", "no images\n")
    begin("shard-before.1")
    end("shard-before.1")
    expect(lines()).toEqual([])
  })

  it("keeps secret what the output itself asks for, also what comes before in the same look", async () => {
    const { begin, write, look, lines, secrets } = following()
    begin("a")
    write("a", "token hunter2-hunter2\n::add-mask::hunter2-hunter2\nagain hunter2-hunter2\n")
    await look()
    expect(lines()).toEqual(["token ***", "again ***"])
    expect(secrets).toEqual(["hunter2-hunter2"])
  })

  it("finds a mask in what it passes over, and never tells half a secret", async () => {
    const { begin, write, look, told, end } = following()
    begin("a")
    write("a", `::add-mask::hunter2-hunter2\n${"x".repeat(99)}\n`.repeat(2_000))
    write("a", "secret hunter2-")
    await look()
    write("a", "hunter2\n")
    await look()
    end("a")
    const all = told.flatMap(({ lines }) => lines).join("\n")
    expect(all).not.toContain("hunter2")
    expect(all).toContain("secret ***")
    expect(told[0]?.skippedBytes).toBeGreaterThan(200_000)
  })

  it("tells so much a look and counts the rest, down to the byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(
            fc.constantFrom("", "short", "ü".repeat(300), "é".repeat(9_000), "z".repeat(30_000)),
            {
              minLength: 1,
              maxLength: 60,
            },
          ),
          { minLength: 1, maxLength: 5 },
        ),
        async (pieces) => {
          const { begin, end, write, look, told } = following()
          begin("a")
          let written = 0
          for (const piece of pieces) {
            const text = Buffer.from(piece.map((line) => `${line}\n`).join(""))
            // Cut anywhere, also within a character.
            const cut = Math.floor(text.length / 3)
            write("a", text.subarray(0, cut))
            await look()
            write("a", text.subarray(cut))
            await look()
            written += text.length
          }
          end("a")
          const shown = told.flatMap(({ lines }) => lines)
          const skipped = told.reduce((sum, output) => sum + output.skippedBytes, 0)
          expect(skipped + Buffer.byteLength(shown.map((line) => `${line}\n`).join(""))).toBe(
            written,
          )
          for (const { lines } of told) {
            expect(lines.length).toBeLessThanOrEqual(200)
            expect(Buffer.byteLength(lines.join("\n"))).toBeLessThanOrEqual(16_384)
          }
          const all = new Set(pieces.flat())
          expect(shown.every((line) => all.has(line))).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  })

  it("is done with a log of a gigabyte in an instant, and says what it left out", async () => {
    const { begin, end, write, look, told, folder } = following()
    begin("a")
    write("a", "")
    truncateSync(join(folder, "logs/a.log"), 2 ** 30)
    write("a", "\nthe end\n")
    await look()
    expect(told).toEqual([])
    end("a")
    expect(told).toEqual([{ id: "a", number: 1, skippedBytes: 2 ** 30 + 1, lines: ["the end"] }])
  })

  it("goes on where a log became shorter, and where there is none", async () => {
    const { begin, end, write, look, lines, folder } = following()
    begin("a")
    begin("none")
    await look()
    write("a", "one\ntwo\n")
    await look()
    writeFileSync(join(folder, "logs/a.log"), "")
    await look()
    write("a", "three\n")
    await look()
    end("a")
    end("none")
    expect(lines()).toEqual(["one", "two", "three"])
  })

  it("shares a look among many", async () => {
    const { begin, write, look, told } = following()
    for (let i = 0; i < 12; i += 1) {
      begin(`s${i}`)
      write(`s${i}`, `${"y".repeat(79)}\n`.repeat(1_000))
    }
    await look()
    const shown = told.flatMap(({ lines }) => lines).length * 80
    expect(shown).toBeGreaterThan(50_000)
    expect(shown).toBeLessThanOrEqual(65_536)
  })
})
