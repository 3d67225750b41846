import { join } from "node:path"
import { expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../../src/app/suite/load-suite.ts"
import { DefinitionSchema } from "../../../src/formats/plan.ts"
import { renderFailure } from "../../../src/report/text/failure-text.ts"
import { valid } from "../../__rig__/valid.ts"

const root = join(import.meta.dirname, "../../__fixtures__/whole-language")

it("a suite with nearly every key of the language is valid", () => {
  const loaded = loadSuite({ files: nodeFiles, root, github: { ref_name: "main" }, vars: {} })
  if (!loaded.ok) throw new Error(renderFailure(loaded.error))
  const suite = loaded.value
  expect(suite.warnings).toEqual([])
  for (const { definition } of suite.scenarios) valid(DefinitionSchema, definition)
  expect(suite.scenarios.filter(({ id }) => id.startsWith("storage:"))).toHaveLength(12)
  expect(Object.keys(suite.groups)).toEqual(["slow", "iceberg", "pool[rep2]", "pool[rep3]"])
  expect(suite.groups["slow"]?.conflicts).toEqual(["iceberg"])
  expect(Object.keys(suite.runners ?? {})).toEqual(["linux", "gpu"])
  expect(Object.keys(suite.probes ?? {})).toHaveLength(6)
  expect(Object.keys(suite.fixtures ?? {})).toEqual(["browser", "vm-group"])
})
