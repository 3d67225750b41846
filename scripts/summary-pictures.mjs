/**
 * Makes the pictures of job summaries in docs/images: `node scripts/summary-pictures.mjs`, with Chromium or Chrome on
 * the machine (or `CHROME=/path`). What renders the Markdown as GitHub does is installed into a temporary folder.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { exampleSummaries } from "../__tests__/__rig__/example-summaries.ts"

const PACKAGES = [
  "marked@18.2.1",
  "github-markdown-css@5.9.0",
  "mermaid@12.3.0",
  "puppeteer-core@25.16.0",
  "@discordapp/twemoji@16.0.1",
]

/** Widths of GitHub's page of a run: on a desk, and on a phone. */
const DESK = 1_012
const PHONE = 375

/** Pictures of emoji: a machine for tests may have no font with them. */
const TWEMOJI = "node_modules/@discordapp/twemoji/dist"

const images = fileURLToPath(new URL("../docs/images/", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "summary-pictures-"))
try {
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, ...PACKAGES], {
    stdio: "inherit",
  })
  const load = createRequire(join(folder, "package.json"))
  const { marked } = await import(pathToFileURL(load.resolve("marked")))
  const { default: puppeteer } = await import(pathToFileURL(load.resolve("puppeteer-core")))
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--allow-file-access-from-files"],
  })
  const { red, green } = exampleSummaries()
  try {
    await picture(browser, { markdown: red, width: DESK, file: "summary.png" })
    await picture(browser, { markdown: red, width: PHONE, file: "summary-phone.png" })
    await picture(browser, { markdown: green, width: DESK, file: "summary-green.png" })
    await picture(browser, { markdown: green, width: PHONE, file: "summary-green-phone.png" })
  } finally {
    await browser.close()
  }

  async function picture(browser, { markdown, width, file }) {
    const page = join(folder, "page.html")
    writeFileSync(page, htmlOf(markdown, width))
    const tab = await browser.newPage()
    await tab.setViewport({ width, height: 100 })
    await tab.goto(pathToFileURL(page).href)
    await tab.addScriptTag({ path: join(folder, "node_modules/mermaid/dist/mermaid.min.js") })
    await tab.addScriptTag({ path: join(folder, `${TWEMOJI}/twemoji.min.js`) })
    await tab.evaluate(async (base) => {
      globalThis.twemoji.parse(document.body, { base, folder: "svg", ext: ".svg" })
      globalThis.mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })
      await globalThis.mermaid.run()
    }, `${TWEMOJI}/`)
    await tab.waitForNetworkIdle({ idleTime: 200 })
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth)
    if (wide > width) throw new Error(`${file} is ${wide} pixels wide, more than ${width}`)
    await tab.screenshot({ path: join(images, file), fullPage: true })
    await tab.close()
    console.log(`wrote docs/images/${file}`)
  }

  function htmlOf(markdown, width) {
    const css = readFileSync(load.resolve("github-markdown-css/github-markdown-light.css"), "utf8")
    const html = marked
      .parse(markdown, { gfm: true })
      .replace(/<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g, (_, text) => {
        return `<pre class="mermaid">${text}</pre>`
      })
    return `<!doctype html><meta charset="utf-8">
<style>${css}
body { margin: 0 }
.markdown-body { box-sizing: border-box; padding: ${width === PHONE ? 16 : 32}px }
img.emoji { height: 1em; width: 1em; margin: 0 0.05em; vertical-align: -0.1em; background: none }
</style><article class="markdown-body">${html}</article>`
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
