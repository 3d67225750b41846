/**
 * From a definition to what is started: texts evaluated, environment complete, command line chosen.
 */
import type { Json } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Definition } from "../../formats/plan.ts"
import { type Render, renderWith } from "./render-text.ts"
import type { ScriptFile, ScriptFiles } from "./script-files.ts"
import { type CommandLine, scriptExtension, shebangCommand, shellCommand } from "./shell.ts"

/** What an attempt will start; `script` is text to be written to a file first. */
export interface Prepared extends CommandLine {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly script: ScriptFile | null
}

/** What is prepared: a definition, or a hook in the same words. */
export type Preparable = Pick<Definition, "env" | "workingDirectory" | "args" | "command" | "shell">

/** Evaluates everything that a definition left open. The error is a sentence for the log. */
export function prepareAttempt(options: {
  readonly definition: Preparable
  readonly root: string
  /** The child's environment before the scenario's own `env`. */
  readonly env: Readonly<Record<string, string>>
  /** A folder of this attempt alone. */
  readonly temporary: string
  /** Name of the file in it that holds a command's text; `run` where nothing is said. */
  readonly scriptName?: string
  /** Where texts stand that several attempts share; absent where none are shared. */
  readonly scripts?: Pick<ScriptFiles, "pathOf">
  readonly contexts: (env: Readonly<Record<string, string>>) => Readonly<Record<string, Json>>
}): Result<Prepared, string> {
  const { definition, root, temporary } = options
  const env: Record<string, string> = { ...options.env }
  const render = renderWith(() => options.contexts(env))
  const rendered = addEnvironment(env, { texts: definition.env, render })
  if (!rendered.ok) return rendered
  const folder = render(definition.workingDirectory, "working-directory")
  if (!folder.ok) return folder
  const args: string[] = []
  for (const [index, text] of definition.args.entries()) {
    const value = render(text, `args[${index}]`)
    if (!value.ok) return value
    args.push(value.value)
  }
  const place = { cwd: absoluteFolder(root, folder.value), env }
  const { command, shell } = definition
  if (command.kind !== "run" && command.kind !== "script") {
    return err(`a scenario of the kind ${command.kind} is no command`)
  }
  if (command.kind === "script") {
    const path = absoluteFolder(root, command.path)
    env["_"] = path
    if (command.shebang !== null) {
      return ok({ ...shebangCommand(command.shebang, path, args), ...place, script: null })
    }
    const line = shellCommand(shell, path, args)
    return line.ok ? ok({ ...line.value, ...place, script: null }) : line
  }
  const text = render(command.text, "run")
  if (!text.ok) return text
  const extension = scriptExtension(shell)
  const path =
    options.scripts?.pathOf(text.value, extension) ??
    `${temporary}/${options.scriptName ?? "run"}${extension}`
  const line = shellCommand(shell, path, args)
  if (!line.ok) return line
  return ok({ ...line.value, ...place, script: { path, text: `${text.value}\n` } })
}

/** Adds variables to an environment, each evaluated with those before it in place. */
export function addEnvironment(
  env: Record<string, string>,
  added: { readonly texts: Readonly<Record<string, string>>; readonly render: Render },
): Result<null, string> {
  for (const [name, text] of Object.entries(added.texts)) {
    const value = added.render(text, `env.${name}`)
    if (!value.ok) return value
    env[name] = value.value
  }
  return ok(null)
}

/** A path of the plan as an absolute one. */
export function absoluteFolder(root: string, path: string): string {
  if (path.startsWith("/")) return path
  return path === "." || path === "" ? root : `${root}/${path}`
}
