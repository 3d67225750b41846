/**
 * How a person would call this program again, by the way it was called.
 */
import posix from "node:path/posix"
import { shellWord } from "../report/results/reproduce.ts"

/** Shell text for the working directory: a name that the shell finds, a path, or a script for node. */
export function calledAs(by: {
  /** Absolute path of what was started: a link in a folder of programs, or a script. */
  readonly script: string
  readonly cwd: string
  /** The variable `PATH`. */
  readonly path: string
}): string {
  const script = by.script.replaceAll("\\", "/")
  const { dir, base, ext } = posix.parse(script)
  const isProgram = ext === "" && base === "parallel-smoke"
  // npm and npx add folders of their own, which the person's shell does not have.
  const isFound = !dir.includes("/node_modules/") && by.path.split(":").includes(dir)
  if (isProgram && isFound) return base
  const inside = script.startsWith(`${by.cwd}/`)
  const shown = shellWord(inside ? `./${script.slice(by.cwd.length + 1)}` : script)
  if (isProgram) return shown
  return `node ${shown.replace(/^\.\//u, "")}`
}
