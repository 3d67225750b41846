/**
 * Makes the pictures of the HTML page in docs/images: `node scripts/page-pictures.mjs`, with Chromium or Chrome on the
 * machine (or `CHROME=/path`). The run that they show is made up, so that they are the same each time.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { chromium } from "playwright-core"
import { examplePage } from "../__tests__/__rig__/example-page.ts"

const DESK = { width: 1280, height: 800 }
const PHONE = { width: 375, height: 800 }

const images = fileURLToPath(new URL("../docs/images/", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "page-pictures-"))
try {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  })
  try {
    const file = join(folder, "report.html")
    writeFileSync(file, examplePage(await screenshotOfShop(browser)))
    const address = pathToFileURL(file).href
    const open = async (hash, viewport, colorScheme = "light") => {
      const context = await browser.newContext({ viewport, colorScheme, timezoneId: "UTC" })
      const page = await context.newPage()
      await page.goto(address + hash)
      await page.getByRole("navigation").waitFor()
      return page
    }
    const take = async (page, name) => {
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: join(images, name) })
      await page.context().close()
      console.log(`wrote docs/images/${name}`)
    }
    await take(await open("#/", DESK), "report-list.png")
    const failed = await open("#/", DESK)
    await failed.getByRole("option", { name: "failed checkout:card" }).click()
    await failed.locator(".line").first().waitFor()
    await failed.getByText("of the last 10 runs").click()
    await take(failed, "report-failed.png")
    const kept = await open("#/scenarios?id=checkout:card", DESK)
    await kept.locator("figure img").scrollIntoViewIfNeeded()
    await take(kept, "report-kept.png")
    await take(await open("#/failures", DESK), "report-failures.png")
    await take(await open("#/needs", DESK), "report-needs.png")
    await take(await open("#/timeline", DESK), "report-timeline.png")
    await take(await open("#/timeline", PHONE, "dark"), "report-phone.png")
  } finally {
    await browser.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** What a browser test keeps when it fails. */
async function screenshotOfShop(browser) {
  const page = await browser.newPage({ viewport: { width: 480, height: 270 } })
  await page.setContent(`<style>
body { margin: 0; font: 16px system-ui, sans-serif; color: #222 }
header { padding: 14px 20px; background: #123b5d; color: #fff; font-weight: 600 }
main { padding: 24px 20px }
button { margin-top: 16px; padding: 8px 16px }
p { padding: 10px 14px; background: #fde8e8; color: #8a1c1c }
</style><header>Web shop</header><main><b>Checkout</b>
<p>502 Bad Gateway: your card was not charged.</p><button>Pay 42.00</button></main>`)
  const image = await page.screenshot()
  await page.close()
  return image
}
