import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { findScripts, renderSuiteTemplate } from "../../src/app/create-suite.ts"

describe("findScripts", () => {
  const found = (counts: Readonly<Record<string, number>>) =>
    findScripts("/r", {
      glob: (root, [pattern = ""]) => {
        expect(root).toBe("/r")
        const place = Object.keys(counts).find((folder) => pattern.startsWith(`${folder}/*.`))
        return Array.from({ length: counts[place ?? ""] ?? 0 }, (_, index) => `${index}.sh`)
      },
    })

  it("takes the first usual place that holds any", () => {
    expect(found({ "ci/smoke": 4, "test/smoke": 2, smoke: 0 })).toEqual({
      pattern: "test/smoke/*.{sh,bash,py,js,mjs}",
      count: 2,
    })
    expect(found({ src: 9 })).toBeNull()
  })
})

describe("renderSuiteTemplate", () => {
  it.each([
    { file: "suite-with-scripts.yml", scripts: { pattern: "smoke/*.sh", count: 3 } },
    { file: "suite-without-scripts.yml", scripts: null },
  ])("writes $file", async ({ file, scripts }) => {
    const text = renderSuiteTemplate({ name: "shop", scripts })
    await expect(text).toMatchFileSnapshot(`__golden__/${file}`)
  })

  it("takes any name", () => {
    const text = renderSuiteTemplate({ name: 'a "b": #c', scripts: null })
    expect(parse(text).name).toBe('a "b": #c')
  })
})
