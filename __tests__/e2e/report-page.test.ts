/**
 * The HTML report of a real run in a real browser: opened from disk, without network.
 */

import { join } from "node:path"
import axe from "axe-core"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { openReport, startBrowser } from "../__rig__/browser.ts"
import { CHROMIUM, describeLayer } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"

const EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script> \"'&"

const SUITE = `name: 'web shop ${EVIL.replaceAll("'", "''")}'
scenarios:
  home:
    name: Home page answers
    run: for i in $(seq 1 300); do echo "line $i of the page"; done
  login:
    tags: [auth]
    retry: { max-attempts: 2, delay: 5ms }
    run: 'echo "try $SMOKE_ATTEMPT"; test "$SMOKE_ATTEMPT" = 2 || { echo "error: token expired"; exit 1; }'
  checkout:
    needs: login
    tags: [payment]
    run: |
      for i in $(seq 1 200); do printf '\\033[36mstep\\033[0m %d\\n' $i; done
      printf '\\033[31merror:\\033[0m the gateway answered 502\\n'
      exit 3
  gone:
    requires: no-such-thing
    run: 'true'
  evil:
    name: '${EVIL.replaceAll("'", "''")}'
    tags: ['${EVIL.replaceAll("'", "''")}']
    run: |
      echo '${EVIL.replaceAll("'", "")}'
      echo '<svg onload=alert(3)><style>body{display:none}</style><a href="javascript:alert(4)">x</a>'
      exit 1
`

/** Selects have options too. */
const optionsOf = (page: Page) => page.getByRole("listbox").getByRole("option")

describeLayer(CHROMIUM, (chromium) => {
  const project = new Project({ "smoke.yml": SUITE })
  const file = join(project.root, "report.html")
  let browser: Browser

  beforeAll(async () => {
    const ran = await project.run(["run", "--out", "run", "--html", "report.html"])
    expect(ran.stderr + ran.stdout).toContain("2 of 5 failed")
    browser = await startBrowser(chromium)
  })

  afterAll(async () => {
    await browser.close()
  })

  it("shows what failed first, and why, without network", async () => {
    const { page, incidents } = await openReport(browser, file)
    const options = optionsOf(page)
    await expect.poll(() => options.count()).toBe(5)
    expect(await options.first().textContent()).toContain("the gateway answered 502")
    expect(await options.nth(2).textContent()).toContain("login")
    expect(await page.getByRole("status").first().textContent()).toBe("5 scenarios")
    expect(incidents).toEqual([])
  })

  it("is searched, filtered, and says how many are left", async () => {
    const { page, incidents } = await openReport(browser, file)
    const status = page.getByRole("search").getByRole("status")
    await page.getByRole("searchbox").fill("GATEWAY 502")
    await expect.poll(() => status.textContent()).toBe("1 of 5 scenarios")
    await page.getByRole("searchbox").fill("")
    await page.getByRole("button", { name: "flaky 1" }).click()
    await expect.poll(() => status.textContent()).toBe("1 of 5 scenarios")
    expect(await optionsOf(page).textContent()).toContain("login")
    await page.reload()
    await expect.poll(() => status.textContent()).toBe("1 of 5 scenarios")
    expect(incidents).toEqual([])
  })

  it("by keyboard alone: the list, a scenario, its log, and back", async () => {
    const { page, incidents } = await openReport(browser, file)
    await page.getByRole("listbox").focus()
    await page.keyboard.press("End")
    await page.keyboard.press("Home")
    await page.keyboard.press("Enter")
    const heading = page.getByRole("heading", { level: 2 })
    await expect.poll(() => heading.textContent()).toBe("checkout")
    const log = page.getByRole("region", { name: "Lines of the log" })
    await expect.poll(() => log.textContent()).toContain("error: the gateway answered 502")
    expect(await page.evaluate("document.activeElement.textContent")).toBe("checkout")
    await page.keyboard.press("Escape")
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe("listbox")
    expect(incidents).toEqual([])
  })

  it("opens at a line of a log by its address", async () => {
    const hash = "#/scenarios?id=home&line=150"
    const { page, incidents } = await openReport(browser, file, { hash })
    const log = page.getByRole("region", { name: "Lines of the log" })
    await expect.poll(() => log.locator(".linked").textContent()).toContain("line 150 of the page")
    expect(await log.textContent()).not.toContain("line 1 of the page")
    await page.getByRole("searchbox", { name: "Search in this log" }).fill("line 299")
    await expect.poll(() => log.locator(".hit").textContent()).toContain("line 299 of the page")
    expect(incidents).toEqual([])
  })

  it("shows hostile texts as they are", async () => {
    const { page, incidents } = await openReport(browser, file, { hash: "#/scenarios?id=evil" })
    const log = page.getByRole("region", { name: "Lines of the log" })
    await expect.poll(() => log.textContent()).toContain("<svg onload=alert(3)>")
    expect(await page.locator("article").textContent()).toContain("<img src=x onerror=alert(1)>")
    expect(await page.locator("img, iframe, object, [href^='javascript:']").count()).toBe(0)
    await page.getByRole("link", { name: /^Failures/u }).click()
    await expect.poll(() => page.getByRole("heading", { level: 2 }).count()).toBe(3)
    expect(incidents).toEqual([])
  })

  it("of several shards holds the logs of all of them", async () => {
    await project.run(["plan", "--shards", "2", "-o", "plan.json"])
    for (const shard of ["1", "2"]) {
      await project.run([
        "run",
        "--plan",
        "plan.json",
        "--shard",
        shard,
        "--out",
        `shards/${shard}`,
      ])
    }
    await project.run(["aggregate", "shards", "--plan", "plan.json", "--html", "merged.html"])
    const merged = join(project.root, "merged.html")
    for (const [id, text] of [
      ["home", "line 300 of the page"],
      ["checkout", "the gateway answered 502"],
      ["evil", "<svg onload=alert(3)>"],
    ]) {
      const { page, incidents } = await openReport(browser, merged, {
        hash: `#/scenarios?id=${id}`,
      })
      await page.getByRole("searchbox", { name: "Search in this log" }).fill(text ?? "")
      const hit = page.locator(".hit")
      await expect.poll(() => hit.textContent()).toContain(text)
      expect(incidents).toEqual([])
    }
  })

  it("shows when each worker ran what, as bars and as a table", async () => {
    const { page, incidents } = await openReport(browser, file, { hash: "#/timeline" })
    const bars = page.getByRole("listbox", { name: "Attempts by worker" })
    const failed = bars.getByRole("option", { name: /^login, attempt 1, failed, from / })
    await expect.poll(() => failed.count()).toBe(1)
    expect(
      await bars.getByRole("option", { name: /^login, attempt 2, passed, from / }).count(),
    ).toBe(1)
    const row = page.getByRole("row", { name: /^login 2 passed 1 / })
    expect(await row.count()).toBe(1)

    const heading = page.getByRole("heading", { level: 2 })
    await failed.click()
    await expect.poll(() => heading.allTextContents()).toEqual(["login"])
    expect(await page.evaluate("location.hash")).toBe("#/scenarios?id=login&attempt=1")

    await page.goBack()
    await bars.focus()
    await page.keyboard.press("End")
    await page.keyboard.press("Home")
    const current = await bars.getAttribute("aria-activedescendant")
    const name = await page.locator(`#${current}`).getAttribute("aria-label")
    await page.keyboard.press("Enter")
    const id = name?.split(", attempt ")[0]
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe(id)
    expect(incidents).toEqual([])
  })

  it("shows what waits for what, with the critical path, as a picture and as a table", async () => {
    const { page, incidents } = await openReport(browser, file)
    await page.getByRole("link", { name: "Needs" }).click()
    const picture = page.getByRole("listbox", { name: "Scenarios by their needs" })
    const nodes = picture.getByRole("option")
    await expect.poll(() => nodes.count()).toBe(2)
    for (const name of [
      /^flaky login .+s needs nothing, needed by checkout, number 1 of the critical path$/u,
      /^failed checkout .+s needs login, number 2 of the critical path$/u,
    ]) {
      expect(await picture.getByRole("option", { name }).count()).toBe(1)
    }
    expect(await picture.locator("path.edge.critical").count()).toBe(1)
    const row = page.getByRole("row", { name: /^checkout failed .+s login – number 2$/u })
    expect(await row.count()).toBe(1)

    await picture.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("End")
    const current = await picture.getAttribute("aria-activedescendant")
    expect(await page.locator(`#${current}`).textContent()).toContain("checkout")
    await page.keyboard.press("Enter")
    const focused = () => page.evaluate("document.activeElement.textContent")
    await expect.poll(focused).toBe("checkout")
    expect(incidents).toEqual([])
  })

  it("shows what a scenario did in earlier runs", async () => {
    const twice = new Project({
      "smoke.yml": `scenarios:
  turns: 'test -e ran || { touch ran; echo "error: not yet"; exit 1; }'
`,
    })
    await twice.run(["run", "--html", "first.html"])
    await twice.run(["run", "--html", "second.html"])
    await twice.run(["run", "--html", "without.html", "--history", "off"])
    const hash = "#/scenarios?id=turns"
    const open = (name: string) => openReport(browser, join(twice.root, name), { hash })
    const [first, second, without] = [
      await open("first.html"),
      await open("second.html"),
      await open("without.html"),
    ]
    const sectionOf = ({ page }: typeof first) => page.getByRole("region", { name: "Earlier runs" })
    await expect.poll(() => sectionOf(first).textContent()).toContain("has no earlier run of it")

    const section = sectionOf(second)
    await expect.poll(() => section.textContent()).toContain("Failed in the last run")
    await section.getByText("Failed in the last run").click()
    expect(await section.getByRole("row").count()).toBe(2)
    expect(await section.getByRole("row").last().textContent()).toMatch(/\d{4}, .+failed/u)
    await second.page.evaluate(axe.source)
    const { violations } = (await second.page.evaluate("axe.run()")) as { violations: object[] }
    expect(violations).toEqual([])

    await without.page.locator(".line").first().waitFor()
    expect(await sectionOf(without).count()).toBe(0)
    for (const { incidents } of [first, second, without]) expect(incidents).toEqual([])
  })

  it("says how often a repeated scenario failed, and how sure that is", async () => {
    const often = new Project({
      "smoke.yml": `scenarios:
  odd: 'test $((SMOKE_ITERATION % 4)) != 0 || { echo "error: every fourth"; exit 1; }'
`,
    })
    await often.run(["run", "--repeat", "8", "--out", "run", "--html", "report.html"])
    const { page, incidents } = await openReport(browser, join(often.root, "report.html"), {
      hash: "#/scenarios?id=odd",
    })
    expect(await page.getByRole("link", { name: "Needs" }).count()).toBe(0)
    const section = page.getByRole("region", { name: "8 iterations" })
    await expect.poll(() => section.textContent()).toContain("Failure rate25 %")
    expect(await section.textContent()).toContain("First failureiteration 4")
    expect(await section.getByRole("row").last().textContent()).toContain(
      "error: every fourth24, 8",
    )
    await page.evaluate(axe.source)
    const found = (await page.evaluate("axe.run()")) as { readonly violations: readonly object[] }
    expect(found.violations).toEqual([])
    expect(incidents).toEqual([])
  })

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 375],
    ["dark", 375],
  ] as const)("is accessible: %s, %i px", async (colorScheme, width) => {
    const context = { colorScheme, viewport: { width, height: 800 } }
    const { page } = await openReport(browser, file, { context })
    // By the debugging protocol: the policy of the page allows no script besides its own.
    await page.evaluate(axe.source)
    for (const [hash, shown] of [
      ["#/", ".row"],
      ["#/scenarios?id=checkout", ".line"],
      ["#/failures", ".cluster"],
      ["#/timeline", ".bar"],
      ["#/needs", ".need"],
      ["#/run", "table"],
    ]) {
      await page.evaluate(`location.hash = "${hash}"`)
      await page
        .locator(shown ?? "")
        .first()
        .waitFor()
      const found = (await page.evaluate("axe.run()")) as {
        readonly violations: readonly { readonly id: string; readonly nodes: readonly object[] }[]
      }
      expect(found.violations.map(({ id, nodes }) => [id, nodes])).toEqual([])
      const overflows = "document.documentElement.scrollWidth > innerWidth"
      expect(await page.evaluate(overflows)).toBe(false)
    }
    await page.context().close()
  })
})
