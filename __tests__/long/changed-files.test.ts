/** Thousands of changed files of every kind; a few of each are read on every push. */
import { afterEach, beforeEach, it } from "vitest"
import { CHANGED, readChanged } from "../__rig__/changed-files.ts"
import { makeSuiteFolder, type SuiteFolder } from "../__rig__/suite-folder.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

it.each(CHANGED)("$name, changed anywhere, is a suite or has diagnostics", (one) => {
  readChanged(folder, one, 5_000)
})
