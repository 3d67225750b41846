/**
 * The way of somebody who has never seen the page: why did it fail, what did it do before, how is it repeated?
 * docs/report.md describes it, scripts/page-pictures.mjs makes its pictures from the same run.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { openReport, startBrowser } from "../__rig__/browser.ts"
import { examplePage } from "../__rig__/example-page.ts"
import { CHROMIUM, describeLayer } from "../__rig__/layers.ts"

const PICTURE = fileURLToPath(new URL("../../docs/images/report-kept.png", import.meta.url))
const WHY = "error: the payment gateway answered 502 Bad Gateway"
const AGAIN = "parallel-smoke run smoke.yml --seed 42 --filter checkout:card"

describeLayer(CHROMIUM, (chromium) => {
  const folder = mkdtempSync(join(tmpdir(), "report-path-"))
  const file = join(folder, "report.html")
  let browser: Browser

  beforeAll(async () => {
    writeFileSync(file, examplePage(readFileSync(PICTURE)))
    browser = await startBrowser(chromium)
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it("takes three clicks, and nothing has to be scrolled", async () => {
    const { page, incidents } = await openReport(browser, file)
    await page.getByRole("option", { name: "failed checkout:card" }).click()
    const details = page.getByRole("article")
    await expectInSight(page, details.getByText(WHY).first())
    await expectInSight(page, details.getByText(AGAIN))

    await details.getByText("Failed in 2 of the last 10 runs").click()
    const days = details.getByRole("region", { name: "Table of its history" }).getByRole("row")
    await expect.poll(() => days.count()).toBe(11)
    for (const row of await days.all()) await expectInSight(page, row)
    expect(await days.nth(2).textContent()).toMatch(/^27 Feb 2026, .+failed1.0s[0-9a-f]{9}main$/u)

    await details.getByRole("button", { name: "Copy" }).click()
    await expect.poll(() => copied(page)).toBe(AGAIN)
    expect(incidents).toEqual([])
  })

  it("works by keyboard alone", async () => {
    const { page, incidents } = await openReport(browser, file)
    const focused = () =>
      page.evaluate(
        "document.activeElement.getAttribute('role') ?? document.activeElement.textContent",
      )
    await tabUntil(page, async () => (await focused()) === "listbox")
    await page.keyboard.press("End")
    await page.keyboard.press("Home")
    await page.keyboard.press("Enter")
    await expect.poll(focused).toBe("checkout:card")
    const details = page.getByRole("article")
    await expectInSight(page, details.getByText(WHY).first())

    await tabUntil(page, async () => (await focused()) === "Copy")
    await page.keyboard.press("Enter")
    await tabUntil(page, async () => String(await focused()).startsWith("Failed in 2 of"))
    await page.keyboard.press("Enter")
    const days = details.getByRole("region", { name: "Table of its history" }).getByRole("row")
    await expect.poll(() => days.count()).toBe(11)
    await page.keyboard.press("Escape")
    expect(await focused()).toBe("listbox")
    await expect.poll(() => copied(page)).toBe(AGAIN)
    expect(incidents).toEqual([])
  })
})

/** What was copied, by pasting it; or what is selected where the browser allows no clipboard. */
async function copied(page: Page): Promise<unknown> {
  const selected = await page.evaluate("String(getSelection())")
  if (selected !== "") return selected
  const search = page.getByRole("searchbox").first()
  await search.fill("")
  await search.press("Control+V")
  return search.inputValue()
}

async function tabUntil(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await page.keyboard.press("Tab")
    if (await isThere()) return
  }
  throw new Error("not reached by 20 times Tab")
}

async function expectInSight(page: Page, shown: ReturnType<Page["locator"]>): Promise<void> {
  await shown.waitFor()
  const box = await shown.boundingBox()
  const { height } = page.viewportSize() ?? { height: 0 }
  expect(box?.y).toBeGreaterThanOrEqual(0)
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height)
}
