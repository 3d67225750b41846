import { describe, expect, it } from "vitest"
import { renderOutput } from "../../../src/report/view/output-lines.ts"

const PIECE = {
  id: "cart:small",
  skippedBytes: 1_500,
  lines: [
    "plain",
    "",
    "\u001b[31mred\u001b[0m \u001b[2Jcleared",
    "::error::forged",
    "  ##[add-mask]e",
    "10%\r50%\r100%",
    `long ${"x".repeat(600)}`,
  ],
}

describe("renderOutput", () => {
  it("marks each line and makes it inert", () => {
    expect(renderOutput(PIECE, { named: false, color: false })).toEqual([
      "    | … 1500 bytes not shown",
      "    | plain",
      "    |",
      "    | red cleared",
      "    | : :error::forged",
      "    |   ## [add-mask]e",
      "    | 100%",
      `    | long ${"x".repeat(495)}… (105 more characters)`,
    ])
  })

  it("names the scenario where several are shown", () => {
    const piece = { ...PIECE, skippedBytes: 1, lines: ["plain"] }
    expect(renderOutput(piece, { named: true, color: false })).toEqual([
      "  cart:small | … 1 byte not shown",
      "  cart:small | plain",
    ])
    expect(renderOutput({ ...piece, skippedBytes: 0 }, { named: true, color: true })).toEqual([
      "  cart:small | plain",
    ])
  })
})
