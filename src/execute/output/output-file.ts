/**
 * What an attempt wrote to `$SMOKE_OUTPUT` (or `$GITHUB_OUTPUT`): lines `name=value`, or
 * `name<<END` … `END` for several lines, as GitHub Actions reads them. Broken lines are passed over:
 * the text comes from a child and may be anything.
 */
import type { Files } from "../../ports/files.ts"

/** Reads the text; the last of several values of a name counts. */
export function parseOutputs(text: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>()
  const lines = text.split(/\r?\n/u)
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ""
    const heredoc = /^([A-Za-z_][\w-]*)<<(.+)$/u.exec(line)
    if (heredoc !== null) {
      const end = lines.indexOf(heredoc[2] ?? "", i + 1)
      if (end < 0) break
      outputs.set(heredoc[1] ?? "", lines.slice(i + 1, end).join("\n"))
      i = end
      continue
    }
    const pair = /^([A-Za-z_][\w-]*)=(.*)$/u.exec(line)
    if (pair !== null) outputs.set(pair[1] ?? "", pair[2] ?? "")
  }
  return outputs
}

/** What an attempt writes for those that follow, by the name of its file in the attempt's folder. */
const TOLD_FILES: Readonly<Record<string, string>> = {
  github_output: "$GITHUB_OUTPUT",
  output: "$SMOKE_OUTPUT",
  github_env: "$GITHUB_ENV",
}

/**
 * Why something that was told cannot be read, as a sentence; null where nothing is lost. A link to
 * nowhere is a file that nobody has written.
 */
export function findUntold(
  temporary: string,
  of: { readonly names: Iterable<string>; readonly files: Files },
): string | null {
  const { names, files } = of
  for (const name of names) {
    const variable = TOLD_FILES[name]
    const read = variable === undefined ? null : files.readHead(`${temporary}/${name}`, 1)
    if (read === null || read.ok || read.error.code === "ENOENT") continue
    return `${variable} cannot be read: ${read.error.message}`
  }
  return null
}

/** Names that no child may set for those that follow: they are ours, or the loader's. */
const FIXED = /^(?:SMOKE_|GITHUB_|RUNNER_|ACTIONS_|LD_|NODE_OPTIONS$)/u

/** A file of variables is read up to here. */
const VARIABLES_READ_BYTES = 65_536

/** What was written to `$GITHUB_ENV` of an attempt, for the commands that follow in it. */
export function readVariables(temporary: string, files: Files): Record<string, string> {
  const path = `${temporary}/github_env`
  if (!files.exists(path)) return {}
  const text = files.readHead(path, VARIABLES_READ_BYTES)
  if (!text.ok) return {}
  return Object.fromEntries([...parseOutputs(text.value)].filter(([name]) => !FIXED.test(name)))
}
