/**
 * What `plan` shows of the example, with the number of cores that its README speaks of.
 */
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { gitChanges } from "../../../src/adapters/node/machine/changes.ts"
import { nodeCommands } from "../../../src/adapters/node/machine/commands.ts"
import { type PlanRequest, planRun } from "../../../src/app/plan/plan-run.ts"
import { PRICES, PRICES_DATE } from "../../../src/plan/estimate/prices.ts"
import { curveOf } from "../../../src/plan/explain/curve.ts"
import { renderCurve } from "../../../src/report/plan/curve-text.ts"
import { renderPlan } from "../../../src/report/plan/plan-text.ts"

const root = fileURLToPath(new URL("../../../examples/storefront", import.meta.url))

function plan(more: Partial<PlanRequest>) {
  const planned = planRun(
    {
      ...{ root, suite: undefined, github: {}, vars: {}, shards: 3 },
      settings: {},
      assumedWorkers: 2,
      ...more,
    },
    {
      ...{ files: nodeFiles, changes: gitChanges, env: {}, commands: nodeCommands },
      sha256: sha256Text,
    },
  )
  if (!planned.ok) throw new Error(planned.error.reason)
  return planned.value
}

describe("plan of examples/storefront", () => {
  it("is a table that a person understands", async () => {
    const { plan: made, suite, cutting } = plan({})
    const curve = renderCurve(curveOf(cutting, { to: 4, prices: PRICES }), {
      chosen: 3,
      pricesDate: PRICES_DATE,
    })
    const text = renderPlan(made, { ignored: suite.ignored, scenarios: true })
    await expect(`${text}\n\n${curve}\n`).toMatchFileSnapshot("__golden__/plan-storefront.txt")
  })

  it("keeps scenarios where they are by hash when others are left out", () => {
    const homes = (filter: readonly string[]) => {
      const { plan: made } = plan({
        shards: 4,
        // One class: of several, each keeps its number of shards only while all of them have work.
        here: true,
        settings: { strategy: "hash", filter },
      })
      return made.shards.map(({ scenarios }) => scenarios.filter((id) => id.startsWith("page:")))
    }
    const all = homes([]).filter((ids) => ids.length > 0)
    const some = homes(["page"]).filter((ids) => ids.length > 0)
    expect(some.map((ids) => ids.toSorted())).toEqual(all.map((ids) => ids.toSorted()))
  })

  it("refuses two classes for scenarios that need each other, and plans them here all the same", () => {
    const files = {
      ...nodeFiles,
      readText: (path: string) => {
        const text = nodeFiles.readText(path)
        if (!path.endsWith("/smoke.yml") || !text.ok) return text
        const more = `  one: { run: "true", runner: a }\n  two: { run: "true", runner: b, needs: [one] }\n`
        return {
          ok: true,
          value: text.value
            .replace("runners:\n", "runners:\n  a: { runs-on: a }\n  b: { runs-on: b }\n")
            .replace("scenarios:\n", `scenarios:\n${more}`),
        } as const
      },
    }
    const request: PlanRequest = {
      ...{ root, suite: undefined, github: {}, vars: {}, shards: 3 },
      settings: { filter: ["two"], workers: 2 },
      assumedWorkers: 2,
    }
    const ports = {
      files,
      changes: gitChanges,
      env: {},
      commands: nodeCommands,
      sha256: sha256Text,
    }
    const refused = planRun(request, ports)
    if (refused.ok || refused.error.reason !== "config/invalid") throw new Error("not refused")
    const [first] = refused.error.diagnostics
    expect(first?.message).toBe(
      "`two` (runner `b`) and `one` (runner `a`) are joined by needs, but a shard runs on one class",
    )
    const text = (at: NonNullable<typeof first>["location"] | undefined) =>
      at?.file.text.slice(at.range.start, at.range.end)
    expect([first?.location, first?.related?.[0]?.location].map(text)).toEqual(["runner", "runner"])
    expect(first?.location.range.start).toBeGreaterThan(
      first?.related?.[0]?.location.range.start ?? 0,
    )
    expect(planRun({ ...request, here: true }, ports).ok).toBe(true)
  })
})
