import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { maskOf, masksIn } from "../../../src/execute/output/masks.ts"

describe("maskOf", () => {
  it.each([
    ["::add-mask::value", "value"],
    [" \t ::add-mask::value", "value"],
    ["::ADD-Mask::value", "value"],
    ["::add-mask name=x,y=z::value", "value"],
    ["::add-mask:: a value ", " a value "],
    ["::add-mask::a::b", "a::b"],
    ["::add-mask::one%0Atwo%0D%25x%3B%5D", "one\ntwo\r%x%3B%5D"],
    ["::add-mask::100%250A", "100%0A"],
    ["::add-mask::small%0a", "small%0a"],
    ["##[add-mask]value", "value"],
    ["text before ##[Add-Mask x=1;]value", "value"],
    ["##[add-mask]a%3Bb%5Dc%25%0Ad", "a;b]c%\nd"],
    ["::unknown::##[add-mask]value", "value"],
  ])("reads %j as the runner does", (line, value) => {
    expect(maskOf(line)).toBe(value)
  })

  it.each([
    "text ::add-mask::value",
    "::add-mask:value",
    "::add-masks::value",
    ":: add-mask::value",
    "##[add-mask value",
    "##[error]##[add-mask]value",
    "add-mask value",
  ])("%j asks for nothing", (line) => {
    expect(maskOf(line)).toBeNull()
  })
})

describe("masksIn", () => {
  it("finds each value of a log once, and none that is blank", () => {
    const path = join(mkdtempSync(join(tmpdir(), "smoke-masks-")), "log")
    const log =
      "::add-mask::one\n  ::add-mask::two\r\n50%\r::add-mask::three\rx\n::add-mask::one\n::add-mask:: \nx ::add-mask::no\n##[add-mask]four"
    writeFileSync(path, log)
    expect(masksIn(nodeFiles, { path, from: 0 })).toEqual(["one", "two", "three", "four"])
  })
  it.each([
    ["values", (i: number) => `::add-mask::value-${i}\n`, 1_000],
    ["characters", (i: number) => `::add-mask::${`${i}`.padEnd(1_024, "x")}\n`, 64],
    ["lines", (i: number) => (i === 50_000 ? "::add-mask::late\n" : "x ::add-mask::no\n"), 0],
  ])("takes no more %s than anybody needs", (_, line, most) => {
    const path = join(mkdtempSync(join(tmpdir(), "smoke-masks-")), "log")
    writeFileSync(path, Array.from({ length: 50_001 }, (_, i) => line(i)).join(""))
    expect(masksIn(nodeFiles, { path, from: 0 })).toHaveLength(most)
  })
})
