import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { renderSuiteTemplate } from "../../../src/app/create/create-suite.ts"
import type { Found } from "../../../src/app/create/find-tests.ts"

const FOUND: Found = {
  include: ["smoke/checkout.sh"],
  tests: [
    {
      id: "smoke",
      what: "scripts",
      run: '"$SMOKE_FILE"',
      files: Array.from({ length: 9 }, (_, i) => `scripts/smoke-${i}.sh`),
    },
    {
      id: "go",
      what: "packages of Go",
      run: 'go test "$SMOKE_MATRIX_PACKAGE"',
      matrix: { name: "package", values: [".", "./calc"] },
    },
  ],
}

describe("renderSuiteTemplate", () => {
  it("writes a scenario for each file and each package", async () => {
    const text = renderSuiteTemplate({ name: "shop", found: FOUND })
    await expect(text).toMatchFileSnapshot("__golden__/created-suite.yml")
  })

  it("writes no scenario of its own beside scripts with a header", () => {
    const text = renderSuiteTemplate({ name: "shop", found: { ...FOUND, tests: [] } })
    expect(parse(text)).not.toHaveProperty("scenarios")
  })

  it("takes any name", () => {
    const text = renderSuiteTemplate({ name: 'a "b": #c', found: FOUND })
    expect(parse(text).name).toBe('a "b": #c')
  })
})
