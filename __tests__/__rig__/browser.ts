/**
 * A Chromium without a screen that opens a report from disk, and everything that must not happen in it.
 */
import { pathToFileURL } from "node:url"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"

/** Starts the browser. Root has no sandbox, and in a container there may be none at all. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox"] })
}

/** A report in a tab. */
export interface OpenReport {
  readonly page: Page
  /** What must stay empty: requests, dialogs, errors, tabs, and complaints of the policy. */
  readonly incidents: readonly string[]
}

/** Opens a file, at a place in it, and waits until its data are shown. */
export async function openReport(
  browser: Browser,
  file: string,
  how: { readonly hash?: string; readonly context?: BrowserContextOptions } = {},
): Promise<OpenReport> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    ...how.context,
  })
  const page = await context.newPage()
  const incidents: string[] = []
  const own = pathToFileURL(file).href
  page.on("request", (request) => {
    const url = request.url()
    if (url.split("#")[0] !== own && !url.startsWith("blob:")) incidents.push(`request ${url}`)
  })
  page.on("dialog", (dialog) => {
    incidents.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("pageerror", (error) => incidents.push(`error ${error.message}`))
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") incidents.push(message.text())
  })
  context.on("page", (other) => incidents.push(`tab ${other.url()}`))
  await page.goto(own + (how.hash ?? ""))
  await page.getByRole("navigation").waitFor({ timeout: 30_000 })
  return { page, incidents }
}
