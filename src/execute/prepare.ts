/**
 * From a definition to what is started: texts evaluated, environment complete, command line chosen.
 */
import type { Json } from "../core/json.ts"
import { err, ok, type Result } from "../core/result.ts"
import type { Definition } from "../formats/plan.ts"
import { hasExpression, parseTemplate, renderTemplate } from "../scenario/template.ts"
import { type CommandLine, scriptExtension, shebangCommand, shellCommand } from "./shell.ts"

/** What an attempt will start; `script` is text to be written to a file first. */
export interface Prepared extends CommandLine {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly script: { readonly path: string; readonly text: string } | null
}

/** Evaluates everything that a definition left open. The error is a sentence for the log. */
export function prepareAttempt(options: {
  readonly definition: Definition
  readonly root: string
  /** The child's environment before the scenario's own `env`. */
  readonly env: Readonly<Record<string, string>>
  /** Where the text of a `run` is put, without the ending that its shell wants. */
  readonly scriptPath: string
  readonly contexts: (env: Readonly<Record<string, string>>) => Readonly<Record<string, Json>>
}): Result<Prepared, string> {
  const { definition, root } = options
  const env: Record<string, string> = { ...options.env }
  const render = (text: string, place: string): Result<string, string> => {
    if (!hasExpression(text)) return ok(text)
    const template = parseTemplate(text)
    if (!template.ok) return err(`${place}: ${template.error.message}`)
    const value = renderTemplate(template.value, { contexts: options.contexts(env) })
    return value.ok ? value : err(`${place}: ${value.error.message}`)
  }
  for (const [name, text] of Object.entries(definition.env)) {
    const value = render(text, `env.${name}`)
    if (!value.ok) return value
    env[name] = value.value
  }
  const folder = render(definition.workingDirectory, "working-directory")
  if (!folder.ok) return folder
  const args: string[] = []
  for (const [index, text] of definition.args.entries()) {
    const value = render(text, `args[${index}]`)
    if (!value.ok) return value
    args.push(value.value)
  }
  const place = { cwd: inside(root, folder.value), env }
  const { command, shell } = definition
  // A shell tells a program by `_` what was called; ours would be told what called this engine.
  delete env["_"]
  if (command.kind === "script") {
    const path = inside(root, command.path)
    env["_"] = path
    if (command.shebang !== null) {
      return ok({ ...shebangCommand(command.shebang, path, args), ...place, script: null })
    }
    const line = shellCommand(shell, path, args)
    return line.ok ? ok({ ...line.value, ...place, script: null }) : line
  }
  const text = render(command.text, "run")
  if (!text.ok) return text
  const path = `${options.scriptPath}${scriptExtension(shell)}`
  const line = shellCommand(shell, path, args)
  if (!line.ok) return line
  return ok({ ...line.value, ...place, script: { path, text: `${text.value}\n` } })
}

function inside(root: string, path: string): string {
  if (path.startsWith("/")) return path
  return path === "." || path === "" ? root : `${root}/${path}`
}
