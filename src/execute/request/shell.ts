/**
 * Shells as GitHub Actions knows them: a name or a template with `{0}` for the script's path.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"
import { splitWords } from "../../core/text/split-words.ts"
import type { ShellName } from "../../scenario/text/shells.ts"

interface Shell {
  readonly template: readonly string[]
  readonly extension: string
}

/** Templates of GitHub's workflow syntax; `node` is ours. */
const TEMPLATES: Readonly<Record<ShellName, Shell>> = {
  bash: { template: ["bash", "--noprofile", "--norc", "-eo", "pipefail", "{0}"], extension: ".sh" },
  sh: { template: ["sh", "-e", "{0}"], extension: ".sh" },
  python: { template: ["python3", "{0}"], extension: ".py" },
  pwsh: { template: ["pwsh", "-command", ". '{0}'"], extension: ".ps1" },
  node: { template: ["node", "{0}"], extension: ".mjs" },
}

/** By any text; a Map, because a text may be the name of something that every object has. */
const SHELLS: ReadonlyMap<string, Shell> = new Map(Object.entries(TEMPLATES))

/** A program and its arguments. */
export interface CommandLine {
  readonly file: string
  readonly args: readonly string[]
}

/** The ending that a script for this shell should have. */
export function scriptExtension(shell: string): string {
  return SHELLS.get(shell)?.extension ?? ""
}

/** The command line that runs a script by a shell; the error names what is wrong with the shell. */
export function shellCommand(
  shell: string,
  script: string,
  args: readonly string[],
): Result<CommandLine, string> {
  const template = SHELLS.get(shell)?.template ?? splitWords(shell)
  if (!template.some((word) => word.includes("{0}"))) {
    return err(`shell ${JSON.stringify(shell)} is unknown and is not a template with {0}`)
  }
  const [file = "", ...words] = template.map((word) => word.replaceAll("{0}", script))
  return ok({ file, args: [...words, ...args] })
}

/** The command line that a script's own first line asks for (Linux: at most one argument). */
export function shebangCommand(
  shebang: string,
  script: string,
  args: readonly string[],
): CommandLine {
  const [, file = "", argument = ""] = /^\s*(\S+)\s*(.*?)\s*$/u.exec(shebang) ?? []
  return { file, args: [...(argument === "" ? [] : [argument]), script, ...args] }
}
