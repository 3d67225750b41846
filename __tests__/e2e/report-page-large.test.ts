/**
 * A page with more than fits: its list is virtual and still says how long it is, and it says what was cut.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { pack } from "../../src/adapters/node/files/pack.ts"
import { pagePieces } from "../../src/report/page/page.ts"
import { PAGE_TEMPLATE } from "../../src/report/page/template.ts"
import { openReport, startBrowser } from "../__rig__/browser.ts"
import { buildPlan, buildShard } from "../__rig__/builders.ts"
import { CHROMIUM, describeLayer } from "../__rig__/layers.ts"
import { sampleRun } from "../__rig__/sample-runs.ts"

const COUNT = 3_000

describeLayer(CHROMIUM, (chromium) => {
  it("tells its length and what it has no room for", async () => {
    const folder = mkdtempSync(join(tmpdir(), "report-large-"))
    const file = join(folder, "report.html")
    writeFileSync(file, largePage())
    expect(statSync(file).size).toBeLessThanOrEqual(20_000_000)
    const browser = await startBrowser(chromium)
    try {
      const { page, incidents } = await openReport(browser, file)
      const rows = page.locator(".row")
      await rows.first().waitFor()
      expect(await rows.count()).toBeLessThan(60)
      expect(await rows.first().getAttribute("aria-setsize")).toBe(String(COUNT))
      await page.getByRole("listbox").focus()
      await page.keyboard.press("End")
      await page.locator(`.row[aria-posinset="${COUNT}"]`).waitFor()
      expect(await rows.count()).toBeLessThan(60)

      await page.getByRole("link", { name: "Run", exact: true }).click()
      const said = page.getByText(/^This page has no room for [\d,]+ logs of failed attempts, /u)
      const [failed = "", others = ""] = (await said.textContent())?.match(/\d[\d,]*/gu) ?? []
      expect(Number(others.replace(",", ""))).toBe(COUNT / 2)
      expect(Number(failed.replace(",", ""))).toBeGreaterThan(1_000)
      expect(incidents).toEqual([])
    } finally {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

/** Every other scenario failed; no log can be compressed. */
function largePage(): string {
  const ids = Array.from({ length: COUNT }, (_, i) => `s${i}`)
  const plan = buildPlan({ shards: [ids] })
  const script = ids.reduce(
    (shard, id, i) => (i % 2 === 0 ? shard.passed(id) : shard.failed(id, {})),
    buildShard(plan).start(),
  )
  const run = sampleRun(plan, [script.finish()])
  const log = "x".repeat(600_000)
  const pieces = pagePieces({
    ...{ ...run, every: () => run.results.scenarios, version: "1", template: PAGE_TEMPLATE },
    pack: (text) => (text.includes('"parts"') ? Buffer.from(text).toString("base64") : pack(text)),
    ...{ past: null, fixtureLogs: () => [], readFile: () => null },
    readLog: () => ({ parts: [log], bytes: log.length }),
  })
  return [...pieces].join("")
}
