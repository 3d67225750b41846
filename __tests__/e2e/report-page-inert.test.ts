/**
 * Texts that try to act on whoever shows them, in every text of a page at once, in a real browser.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { pack } from "../../src/adapters/node/files/pack.ts"
import { pagePieces } from "../../src/report/page/page.ts"
import { PAGE_TEMPLATE } from "../../src/report/page/template.ts"
import { openReport, startBrowser } from "../__rig__/browser.ts"
import { INERT_TEXTS } from "../__rig__/inert-texts.ts"
import { CHROMIUM, describeLayer } from "../__rig__/layers.ts"
import { pastRuns } from "../__rig__/past-runs.ts"
import { badDay } from "../__rig__/sample-runs.ts"

/** Members whose values are words of our own, or instants. */
const WORDS = new Set([
  ...["verdict", "cause", "outcome", "conclusion", "status", "base", "rate", "flaky"],
  ...["startedAt", "finishedAt", "endedAt", "planDigest", "at"],
])

/** Everything that a text could bring to life; what is ours is not among it. */
const ALIVE = [
  ...[
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "foreignObject",
    "style ~ style",
    "script ~ script",
  ],
  ...["form:not(.filters)"],
  ...["onclick", "onload", "onerror", "onmouseover", "onfocus", "autofocus"].map((on) => `[${on}]`),
  ...["a[href]:not([href^='#'])", "img:not([src^='data:image/'])", "meta[http-equiv='refresh']"],
].join(", ")

describeLayer(CHROMIUM, (chromium) => {
  const folder = mkdtempSync(join(tmpdir(), "report-inert-"))
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser(chromium)
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  // In each page every place of a text has another one of them.
  it.each([0, 1, 2, 3, 4])("are only texts: turn %i", async (turn) => {
    const file = join(folder, `${turn}.html`)
    writeFileSync(file, pageOf(turn))
    const { page, incidents } = await openReport(browser, file)
    const openAll = async () => {
      for (const summary of await page.locator("summary").all()) await summary.click()
      expect(await page.locator(ALIVE).count()).toBe(0)
      expect(await page.evaluate("getComputedStyle(document.body).display")).toBe("block")
    }
    for (const view of ["failures", "timeline", "needs", "run"]) {
      await page.evaluate(`location.hash = "#/${view}"`)
      await page.locator(`nav a[href="#/${view}"][aria-current=page]`).waitFor()
      await openAll()
    }
    await page.evaluate(`location.hash = "#/scenarios"`)
    const rows = page.locator(".row")
    for (const row of [rows.nth(0), rows.nth(1), page.locator(".row:has(.flaky)").first()]) {
      await row.click()
      await page.locator("article summary").first().waitFor()
      await page.locator("figure img").first().waitFor({ state: "attached" })
      await openAll()
    }
    await page.getByRole("searchbox").first().fill("alert(")
    await page.getByRole("button", { name: "Copy" }).click()
    await openAll()
    expect(incidents).toEqual([])
    await page.context().close()
  })
})

/** A page in which every foreign text is one of the hostile ones; ids have a number behind it. */
function pageOf(turn: number): string {
  let place = turn * 7
  const text = (): string => {
    place += 1
    return INERT_TEXTS[place % INERT_TEXTS.length] ?? ""
  }
  const { results, state, plan } = badDay()
  const ids = new Map(
    results.scenarios.map(({ id }, index) => [id, `${text().toWellFormed()} ${index}`]),
  )
  const [first = ""] = ids.values()
  const poisoned = poison(results, text, ids) as typeof results
  const lease = { instance: 1, use: 1, others: 2 }
  const scenarios = poisoned.scenarios.map((scenario) => ({
    ...scenario,
    ...{ tags: [text()], group: [text()], matrix: { [text()]: text() }, reproduce: text() },
    attempts: scenario.attempts.map((attempt) => ({
      ...{ ...attempt, artifacts: [text(), `${text()}.png`] },
      fixtures: [
        { ...lease, fixture: text(), key: text(), log: text(), alongside: [text()], tail: text() },
      ],
    })),
  }))
  const hook = { type: "hook-finished", id: null, number: null, stage: "before", outcome: "failed" }
  const shards = new Map(
    [...state.shards].map(([number, shard]) => [
      number,
      { ...shard, hooks: [{ ...hook, name: text(), message: text(), durationMs: 1, log: text() }] },
    ]),
  ) as unknown as typeof state.shards
  const planned = Object.values(plan.scenarios)[0]
  const needing = Object.fromEntries(
    [...ids.values()].map((id) => [id, { ...planned, needs: id === first ? [] : [first] }]),
  ) as typeof plan.scenarios
  const past = pastRuns({ any: ["passed", "failed"] })("any").map((run) => ({
    ...run,
    job: { ...run.job, commit: text(), ref: text(), at: text() },
  }))
  const pieces = pagePieces({
    ...{
      results: { ...poisoned, scenarios },
      every: () => scenarios,
      plan: { scenarios: needing },
    },
    ...{ state: { scenarios: new Map(), shards }, version: text(), template: PAGE_TEMPLATE, pack },
    past: () => past,
    readLog: () => ({ parts: [INERT_TEXTS.join("\n"), text()], bytes: 10_000 }),
    fixtureLogs: () => [`${text()}.log`],
    readFile: () => Buffer.from(text()).toString("base64"),
  })
  return [...pieces].join("")
}

/** The value with another text for every text in it. */
function poison(value: unknown, text: () => string, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return ids.get(value) ?? text()
  if (Array.isArray(value)) return value.map((one) => poison(one, text, ids))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      WORDS.has(key) && typeof member === "string" ? member : poison(member, text, ids),
    ]),
  )
}
