/**
 * A suite in a real temporary folder, read as the program reads it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../src/app/suite/load-suite.ts"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"
import type { Scenario, Suite } from "../../src/scenario/model.ts"

/** Texts by path. */
export type Tree = Readonly<Record<string, string>>

/** A folder named `shop`, and what is read from it. */
export interface SuiteFolder {
  readonly root: string
  write(tree: Tree): void
  load(suite?: string): ReturnType<typeof loadSuite>
  /** Writes the files and reads a suite that must be valid. */
  loaded(tree: Tree, suite?: string): Suite
  remove(): void
}

/** Makes an empty folder. */
export function makeSuiteFolder(): SuiteFolder {
  const root = join(mkdtempSync(join(tmpdir(), "load-")), "shop")
  mkdirSync(root)
  const write = (tree: Tree) => {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  }
  const load = (suite?: string) =>
    loadSuite({
      files: nodeFiles,
      root,
      github: { ref_name: "main" },
      vars: { POOLS: '["a", "b"]' },
      ...(suite === undefined ? {} : { suite }),
    })
  return {
    root,
    write,
    load,
    loaded: (tree, suite) => {
      write(tree)
      const result = load(suite)
      if (result.ok) return result.value
      const { error } = result
      throw new Error(
        error.reason === "config/invalid" ? renderDiagnostics(error.diagnostics) : error.reason,
      )
    },
    remove: () => rmSync(dirname(root), { recursive: true, force: true }),
  }
}

/** A scenario by its id. */
export function scenarioOf(suite: Suite, id: string): Scenario {
  const found = suite.scenarios.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no ${id} in ${suite.scenarios.map((one) => one.id)}`)
  return found
}

/** Ids of a suite in their order. */
export function idsOf(suite: Suite): readonly string[] {
  return suite.scenarios.map(({ id }) => id)
}
