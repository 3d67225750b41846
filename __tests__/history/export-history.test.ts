/**
 * The export in each form, with text that the forms must not take for their own.
 */
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { exportHistory } from "../../src/history/export-history.ts"
import { history, job, passed } from "./history-rig.ts"

const HISTORY = {
  ...history({ "-a/b:c": [passed(0, 1.5), [1, "failed", 3, 2.5, 0.8, 4096]], d: [passed(1, 2)] }, [
    job({ runner: '=cmd|"x", y' }),
    job({ run: "it's\\", shard: 2 }),
  ]),
  suite: "shop; DROP TABLE smoke_runs; --'",
}

describe("history export", () => {
  it.each(["csv", "ndjson", "sql"] as const)("as %s", async (form) => {
    const text = [...exportHistory(HISTORY, form)].join("")
    await expect(text).toMatchFileSnapshot(`__golden__/export.${form}`)
  })

  it("is SQL that a database takes, with every row whole", () => {
    const database = new DatabaseSync(":memory:")
    database.exec([...exportHistory(HISTORY, "sql")].join(""))
    const rows = database.prepare("SELECT suite, scenario, run, seconds FROM smoke_runs").all()
    expect(rows).toHaveLength(3)
    expect(rows[1]).toEqual({ suite: HISTORY.suite, scenario: "-a/b:c", run: "it's/", seconds: 3 })
    database.close()
  })
})
