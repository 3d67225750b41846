/**
 * The step by `@actions/core`. It takes a while to load: import this file only when it is needed.
 */
import { existsSync, statSync, truncateSync } from "node:fs"
import * as core from "@actions/core"
import type { Step } from "../../ports/step.ts"

/** The step that this process is. */
export function githubStep(env: Readonly<Record<string, string>>): Step {
  const saved = new Map<string, string>()
  return {
    annotate: ({ level, title, message, file, line }) => {
      const properties = {
        title,
        ...(file === null ? {} : { file }),
        ...(line === null ? {} : { startLine: line }),
      }
      if (level === "error") core.error(message, properties)
      else if (level === "warning") core.warning(message, properties)
      else core.notice(message, properties)
    },
    summarise: async (markdown) => {
      if ((env["GITHUB_STEP_SUMMARY"] ?? "") === "") return
      await core.summary.addRaw(markdown, true).write({ overwrite: true })
    },
    setOutputs: (outputs) => {
      // A child can find the files through /proc; an open text in one would swallow what follows.
      if (emptyCommandFile(env["GITHUB_OUTPUT"])) {
        core.warning("something else had written to the outputs of this step; it was removed")
      }
      emptyCommandFile(env["GITHUB_STATE"])
      for (const [name, value] of saved) core.saveState(name, value)
      for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
    },
    saveState: (name, value) => {
      saved.set(name, value)
      core.saveState(name, value)
    },
    mask: (value) => {
      core.setSecret(value)
    },
  }
}

/** Empties a command file; true when there was something in it. */
function emptyCommandFile(path: string | undefined): boolean {
  if (path === undefined || path === "" || !existsSync(path)) return false
  const written = statSync(path).size > 0
  truncateSync(path, 0)
  return written
}
