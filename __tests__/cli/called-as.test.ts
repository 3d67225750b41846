import { describe, expect, it } from "vitest"
import { calledAs } from "../../src/cli/called-as.ts"

const CWD = "/home/ann/shop"

describe("calledAs", () => {
  it.each([
    ["a program in a folder of PATH", "/usr/local/bin/parallel-smoke", "parallel-smoke"],
    ["a program elsewhere", "/opt/smoke/parallel-smoke", "/opt/smoke/parallel-smoke"],
    [
      "what the project has installed, also by npm or npx, which add to PATH",
      `${CWD}/node_modules/.bin/parallel-smoke`,
      "./node_modules/.bin/parallel-smoke",
    ],
    ["a script of the project", `${CWD}/dist/cli/index.js`, "node dist/cli/index.js"],
    ["a script elsewhere", "/opt/my tools/cli.js", "node '/opt/my tools/cli.js'"],
  ])("%s", (_, script, expected) => {
    const path = `/usr/bin:/usr/local/bin:${CWD}/node_modules/.bin`
    expect(calledAs({ script, cwd: CWD, path })).toBe(expected)
  })
})
