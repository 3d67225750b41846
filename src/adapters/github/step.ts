/**
 * The step by `@actions/core`. It takes a while to load: import this file only when it is needed.
 */
import { existsSync, lstatSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import * as core from "@actions/core"
import { defined } from "../../core/defined.ts"
import type { Step } from "../../ports/step.ts"

/** What only children that went looking for it can have written to before the step's end. */
const FILES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH"]

/** The step that this process is. */
export function githubStep(env: Readonly<Record<string, string>>): Step {
  const saved = new Map<string, string>()
  let summarised = false
  return {
    annotate: ({ level, title, message, file, line, column }) => {
      const place = { file: file ?? undefined, startLine: line ?? undefined, startColumn: column }
      const properties = defined({ title, ...place })
      if (level === "error") core.error(message, properties)
      else if (level === "warning") core.warning(message, properties)
      else core.notice(message, properties)
    },
    summarise: async (markdown) => {
      if ((env["GITHUB_STEP_SUMMARY"] ?? "") === "") return
      summarised = true
      emptyFile(env["GITHUB_STEP_SUMMARY"])
      await core.summary.addRaw(markdown, true).write({ overwrite: true })
    },
    setOutputs: (outputs) => {
      // A child can find the files through /proc; an open text in one would swallow what follows.
      const strange = FILES.filter((name) => emptyFile(env[name]))
      const summary = !summarised && emptyFile(env["GITHUB_STEP_SUMMARY"])
      emptyFile(env["GITHUB_STATE"])
      if (strange.length > 0 || summary) {
        core.warning("something else had spoken to the runner in this step's name; it was removed")
      }
      for (const [name, value] of saved) core.saveState(name, value)
      for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
    },
    saveState: (name, value) => {
      saved.set(name, value)
      if (isStrange(env["GITHUB_STATE"])) emptyFile(env["GITHUB_STATE"])
      core.saveState(name, value)
    },
    mask: (value) => {
      core.setSecret(value)
    },
  }
}

/** Writing to it might wait for somebody, or write elsewhere. */
function isStrange(path: string | undefined): boolean {
  if (path === undefined || path === "") return false
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === false
}

/** Leaves an empty file, whatever was there; true when something was. */
function emptyFile(path: string | undefined): boolean {
  if (path === undefined || path === "" || !existsSync(dirname(path))) return false
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found?.isFile() === true) {
    if (found.size > 0) truncateSync(path, 0)
    return found.size > 0
  }
  rmSync(path, { recursive: true, force: true })
  writeFileSync(path, "")
  return found !== undefined
}
