import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { oldNodeMessage } from "../../../src/adapters/node/old-node.ts"

it.each([
  ["v24.0.0", null],
  ["v24.21.0", null],
  ["v100.1.0", null],
  ["v25.0.0-nightly2026", null],
  ["v20.20.2", "parallel-smoke needs Node 24 or later; this is Node 20.20.2"],
  ["v0.12.18", "parallel-smoke needs Node 24 or later; this is Node 0.12.18"],
])("Node %s is %s", (version, message) => {
  expect(oldNodeMessage(version)).toBe(message)
})

it("asks for what the package asks for", () => {
  const { engines } = JSON.parse(
    readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
  )
  const [, oldest] = /^>=(\d+)$/u.exec(engines.node) ?? []
  expect(oldNodeMessage(`v${oldest}.0.0`)).toBe(null)
  expect(oldNodeMessage(`v${Number(oldest) - 1}.99.0`)).not.toBe(null)
})
