/**
 * Reports that the tools themselves have made, each with what is read of it. The list of tools and versions is
 * in the README of the fixtures.
 */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { ReportReader } from "../../src/child-reports/read-report.ts"
import { Tally } from "../../src/child-reports/tally.ts"

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../__fixtures__/child-reports")

const reports = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(?:xml|tap)$/u.test(path) && statSync(join(FOLDER, path)).isFile())
  .sort()

/** In pieces of a size, so that no boundary of them matters. */
function read(path: string, size: number) {
  const bytes = readFileSync(join(FOLDER, path))
  const tally = new Tally()
  const reader = new ReportReader(tally, null)
  for (let at = 0; at < bytes.length; at += size) {
    if (!reader.write(bytes.subarray(at, at + size))) break
  }
  const problem = reader.end()
  const { cases, ...counts } = tally.result()
  const rows = cases.map(({ outcome, suite, name, message, reruns = [], places }) => ({
    test: `${outcome}: ${suite === null ? "" : `${suite} > `}${name}`,
    ...(message === null ? {} : { message }),
    ...(reruns.length === 0 ? {} : { reruns }),
    ...(places.length === 0
      ? {}
      : { places: places.slice(0, 3).map(({ file, line }) => `${file}:${line}`) }),
  }))
  return { ...counts, problem, rows }
}

describe("reports of tools", () => {
  it("are forty and more", () => {
    expect(reports.length).toBeGreaterThanOrEqual(40)
  })

  it.each(reports)("%s", async (path) => {
    const whole = read(path, 1 << 16)
    await expect(`${JSON.stringify(whole, null, 2)}\n`).toMatchFileSnapshot(
      join(FOLDER, path.replace(/\.(\w+)$/u, ".$1.json")),
    )
    expect(read(path, 7)).toEqual(whole)
  })
})
