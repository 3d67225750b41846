import { describe, expect, it } from "vitest"
import type { ActionContext } from "../../src/action/context.ts"
import { tellWarnings } from "../../src/action/log.ts"
import type { SelectedSuite } from "../../src/app/plan/plan-run.ts"
import { makeSuiteFolder } from "../__rig__/suite-folder.ts"

const TREE = {
  "smoke.yml":
    'include: ["checks/**/*.sh"]\ndefaults: { name: same }\nscenarios: { a: x, b: x, c: { run: x, name: o }, d: { run: x, name: o } }',
  "checks/lib.sh": "echo",
}

function told(command: "all" | "plan"): readonly string[] {
  const folder = makeSuiteFolder()
  const lines: string[] = []
  try {
    const selected = { suite: folder.loaded(TREE), selection: { unmatched: [] }, notes: [] }
    const context = { console: { info: (line: string) => lines.push(line) }, inputs: { command } }
    tellWarnings(selected as unknown as SelectedSuite, context as unknown as ActionContext)
  } finally {
    folder.remove()
  }
  return lines
}

describe("warnings in a job's log", () => {
  it("speak of repeated names once, where the suite is planned alone", () => {
    const [text = "", ...rest] = told("plan")
    expect(rest).toEqual([])
    expect(text.match(/scenario\/duplicate-name/gu)).toHaveLength(1)
    expect(text).toContain("two scenarios have the name `same`; 1 other name is repeated too")
  })

  it("count scripts without a header where the suite is run", () => {
    expect(told("all")).toEqual([
      "1 script has no header and is not run; `parallel-smoke list --all` names it",
    ])
  })
})
