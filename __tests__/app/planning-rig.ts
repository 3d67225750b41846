/**
 * A suite in a temporary folder, read as commands read it: with profiles, selections and commands.
 */

import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { gitChanges } from "../../src/adapters/node/machine/changes.ts"
import { nodeCommands } from "../../src/adapters/node/machine/commands.ts"
import { readSuite, type SelectedSuite } from "../../src/app/plan/plan-run.ts"
import type { Failure } from "../../src/core/problems/failure.ts"
import type { Result } from "../../src/core/problems/result.ts"
import { renderFailure } from "../../src/report/text/failure-text.ts"
import type { Values } from "../../src/settings/table.ts"
import { makeSuiteFolder, type SuiteFolder, type Tree } from "../__rig__/suite-folder.ts"

/** The environment of commands; with a token that none of them may see. */
export const ENV = { PATH: process.env["PATH"] ?? "", ACTIONS_RUNTIME_TOKEN: "secret" }

/** What a user asks for. */
export interface Ask extends Values {
  readonly runCommands?: boolean
  readonly flagNames?: () => ReadonlySet<string>
}

/** A folder and the ways to read a suite in it. */
export interface PlanningRig {
  readonly folder: SuiteFolder
  read(tree: Tree, ask?: Ask): Result<SelectedSuite, Failure>
  /** The suite, which must be valid. */
  suiteOf(tree: Tree, ask?: Ask): SelectedSuite
  /** The text of the failure; empty when there is none. */
  failureOf(tree: Tree, ask?: Ask): string
  /** Ids that are selected. */
  selectedOf(tree: Tree, ask?: Ask): readonly string[]
}

/** Makes an empty folder. */
export function makePlanningRig(): PlanningRig {
  const folder = makeSuiteFolder()
  const read: PlanningRig["read"] = (tree, ask = {}) => {
    const { runCommands = true, flagNames = () => new Set<string>(), ...settings } = ask
    folder.write(tree)
    return readSuite(
      {
        root: folder.root,
        suite: undefined,
        github: { ref_name: "main" },
        vars: {},
        flagNames,
        settings,
      },
      {
        files: nodeFiles,
        changes: gitChanges,
        env: ENV,
        commands: runCommands ? nodeCommands : null,
      },
    )
  }
  const suiteOf: PlanningRig["suiteOf"] = (tree, ask) => {
    const result = read(tree, ask)
    if (!result.ok) throw new Error(renderFailure(result.error))
    return result.value
  }
  return {
    folder,
    read,
    suiteOf,
    failureOf: (tree, ask) => {
      const result = read(tree, ask)
      return result.ok ? "" : renderFailure(result.error)
    },
    selectedOf: (tree, ask) => [...suiteOf(tree, ask).selection.selected],
  }
}
