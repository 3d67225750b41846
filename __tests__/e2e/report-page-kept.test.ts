/**
 * What a run keeps besides the logs of attempts, in the HTML page: files, logs of fixtures and of hooks.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { crc32, deflateSync } from "node:zlib"
import axe from "axe-core"
import type { Browser, Locator } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { openReport, startBrowser } from "../__rig__/browser.ts"
import { CHROMIUM, describeLayer } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"

const SUITE = `
before: { name: Load images, run: echo "images <b>loaded</b>" }
after: { name: Clean up, if: always(), run: 'echo "error: the cluster stays"; exit 1' }
fixtures:
  store:
    serve: 'echo "store is up"; while sleep 0.1; do echo "store: slow query"; done'
    ready: { log: store is up }
scenarios:
  order:
    fixtures: [store]
    artifacts: { paths: ["shots/*"] }
    run: |
      mkdir -p shots && cp picture.png shots/ && cp picture.png 'shots/"><img src=x onerror=alert(1)>.png'
      echo '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(2)"/>' | tee shots/drawing.svg > shots/fake.png
      echo '{"order": 1}' > shots/order.json
      sleep 0.5; echo "error: no order"; exit 1
`

describeLayer(CHROMIUM, (chromium) => {
  const project = new Project({ "smoke.yml": SUITE })
  const file = join(project.root, "report.html")
  let browser: Browser

  beforeAll(async () => {
    writeFileSync(join(project.root, "picture.png"), redSquare(40))
    const ran = await project.run(["run", "--out", "run", "--html", "report.html"])
    expect(ran.stderr + ran.stdout).toContain("no order")
    browser = await startBrowser(chromium)
  })

  afterAll(async () => {
    await browser.close()
  })

  it("shows kept images, and names other files", async () => {
    const { page, incidents } = await openReport(browser, file, { hash: "#/scenarios?id=order" })
    const section = page.getByRole("region", { name: "5 kept files" })
    const image = section.getByRole("img", { name: "picture.png", exact: true })
    await expect.poll(() => widthOf(image)).toBe(40)
    const names = await section.getByRole("listitem").allTextContents()
    expect(names.map((name) => name.split("/").at(-1))).toEqual(["drawing.svg", "order.json"])
    // Neither the name of a file nor a drawing in an image's clothes does anything.
    const hostile = section.getByRole("img", { name: '"><img src=x onerror=alert(1)>.png' })
    await expect.poll(() => widthOf(hostile)).toBe(40)
    expect(await page.locator("svg[onload], [onerror]").count()).toBe(0)
    expect(incidents).toEqual([])
  })

  it("shows what fixtures wrote while an attempt that failed had them, and their whole logs", async () => {
    const { page, incidents } = await openReport(browser, file, { hash: "#/scenarios?id=order" })
    const section = page.getByRole("region", { name: "Fixtures of attempt 1" })
    await expect.poll(() => section.textContent()).toContain("store: slow query")
    expect(await section.textContent()).toContain("store, instance 1, use 1")
    await section.getByText("Whole log of store, instance 1").click()
    const lines = section.getByRole("region", { name: "Whole log of store, instance 1" })
    await expect.poll(() => lines.textContent()).toContain("store is up")
    expect(incidents).toEqual([])
  })

  it("shows the logs of hooks and fixtures of each shard, those of failed hooks first", async () => {
    const { page, incidents } = await openReport(browser, file, { hash: "#/run" })
    const section = page.getByRole("region", { name: "Logs of hooks and fixtures" })
    const titles = section.locator("summary")
    await expect.poll(() => titles.count()).toBe(3)
    expect(await titles.first().textContent()).toMatch(
      /^Shard 1: Hooks after the scenarios: Clean up failed /u,
    )
    await section.getByText("Load images").click()
    await expect.poll(() => section.textContent()).toContain("images <b>loaded</b>")
    await section.getByText("Fixture store.1").click()
    await expect.poll(() => section.textContent()).toContain("store is up")
    const row = page.getByRole("row", { name: /^store 1 1 1 0 % not-warm 1 / })
    expect(await row.count()).toBe(1)
    expect(incidents).toEqual([])
  })

  it.each(["#/scenarios?id=order", "#/run"])("is accessible at %s", async (hash) => {
    const { page } = await openReport(browser, file, { hash })
    await page.locator("details").first().waitFor()
    for (const summary of await page.locator("summary").all()) await summary.click()
    await page.locator(".line").first().waitFor()
    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate("axe.run()")) as { violations: object[] }
    expect(violations).toEqual([])
  })
})

/** Its own width, which it has when it is decoded. */
function widthOf(image: Locator): Promise<number> {
  return image.evaluate((one) => (one as unknown as { readonly naturalWidth: number }).naturalWidth)
}

/** A PNG of one colour. */
function redSquare(side: number): Buffer {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, Buffer.from([200, 30, 30]))])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(Array<Buffer>(side).fill(row)))),
    chunk("IEND", Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
