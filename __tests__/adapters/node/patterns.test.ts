import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodePatterns } from "../../../src/adapters/node/patterns.ts"

const FOR_EVER = { source: "^(a+)+$", flags: "", texts: [`${"a".repeat(60)}!`] }
const MODULE = join(import.meta.dirname, "../../../src/adapters/node/patterns.ts")

function search(source: string, ...texts: string[]) {
  return nodePatterns.match({ source, flags: "mu", texts, budgetMs: 1_000 })
}

/** Runs a script with the real patterns in a process of its own. */
function inProcess(script: string): string {
  const text = `import { nodePatterns } from ${JSON.stringify(MODULE)}\n${script}`
  const args = ["--input-type=module", "-e", text]
  return execFileSync(process.execPath, args, { encoding: "utf8", timeout: 30_000 })
}

describe("nodePatterns", () => {
  it("gives the groups of the first match in each text", async () => {
    expect(await search("(\\d)(x)?", "a1b2", "none", "3x")).toEqual({
      ok: true,
      value: [["1", "1", null], null, ["3x", "3", "x"]],
    })
  })

  it("says what is wrong with a pattern", async () => {
    const found = await search("(")
    expect(found).toMatchObject({ ok: false, error: { code: "broken" } })
    expect(found.ok ? "" : found.error.message).toContain("Unterminated group")
  })

  it("ends a search that is not over in its time, and goes on with the others", async () => {
    const slow = nodePatterns.match({ ...FOR_EVER, budgetMs: 100 })
    const next = search("b", "abc")
    expect(await slow).toMatchObject({ ok: false, error: { code: "slow" } })
    expect(await next).toEqual({ ok: true, value: [["b"]] })
  })

  it("gives up what nobody waits for any more, running, waiting or new", async () => {
    const stop = new AbortController()
    const given = { ...FOR_EVER, budgetMs: 600_000, stop: stop.signal }
    const asked = [nodePatterns.match(given), nodePatterns.match(given)]
    stop.abort()
    for (const answer of [...asked, nodePatterns.match(given)]) {
      expect(await answer).toMatchObject({ ok: false, error: { code: "stopped" } })
    }
    expect(await search("b", "b")).toMatchObject({ ok: true })
  })

  it("lets timers go on while it searches", async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await nodePatterns.match({ ...FOR_EVER, budgetMs: 200 })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
  })

  it("keeps a process for its answer, and no longer", () => {
    const script = `
      const found = await nodePatterns.match({ source: "b", flags: "", texts: ["abc"], budgetMs: 1000 })
      console.log(JSON.stringify(found))
    `
    expect(inProcess(script)).toBe('{"ok":true,"value":[["b"]]}\n')
  })
})
