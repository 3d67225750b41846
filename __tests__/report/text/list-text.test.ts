import { describe, expect, it } from "vitest"
import { type ListedScenario, renderScenarioList } from "../../../src/report/text/list-text.ts"

function listed(id: string, rest: Partial<ListedScenario> = {}): ListedScenario {
  return {
    id,
    name: id,
    file: "smoke.yml",
    line: 3,
    tags: [],
    selected: true,
    why: "",
    ...rest,
  }
}

describe("renderScenarioList", () => {
  it("is a table with the columns that say something", async () => {
    const all = [
      listed("home", { name: "Home page", tags: ["quick", "web"] }),
      listed("storage:rep2:small", { line: 40, why: "needed by storage:rep2:large" }),
      listed("日本", {
        name: "hostile ##[error] \u001b[2J\nname",
        selected: false,
        why: "--exclude",
      }),
    ]
    const text = [
      renderScenarioList(all),
      renderScenarioList([listed("a"), listed("bb")], { total: 9 }),
    ]
    await expect(`${text.join("\n----\n")}\n`).toMatchFileSnapshot("__golden__/list.txt")
  })

  it.each([
    [[], 0, "0 scenarios"],
    [[], 7, "0 scenarios of 7"],
    [[listed("a")], 1, "1 scenario"],
    [[listed("a"), listed("b", { selected: false })], 2, "1 scenario of 2"],
  ] as const)("counts %#", (scenarios, total, footer) => {
    expect(renderScenarioList(scenarios, { total }).split("\n").at(-1)).toBe(footer)
  })

  it("names every ignored file between the table and the count", () => {
    const ignored = Array.from({ length: 30 }, (_, i) => ({
      ...{ path: `lib/${i}.sh`, reason: "it has no header", noHeader: true },
    }))
    const lines = renderScenarioList([listed("a")], { ignored }).split("\n")
    expect(lines.slice(3, 5)).toEqual(["ignored files: 30", "  lib/0.sh   it has no header"])
    expect(lines.at(-3)).toBe("  lib/29.sh  it has no header")
    expect(lines.at(-1)).toBe("1 scenario")
  })
})
