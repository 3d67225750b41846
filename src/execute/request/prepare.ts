/**
 * From a definition to what is started: texts evaluated, environment complete, command line chosen.
 */
import type { Json } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Definition } from "../../formats/plan.ts"
import type { FileProblem, Files } from "../../ports/files.ts"
import { type Render, renderWith } from "./render-text.ts"
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

// The files of shell texts: attempts of the same text share one, because to make and remove a file
// for each may take longer than what it says. One that somebody has touched is made anew.

/** A text and where it is to stand. */
interface ScriptFile {
  readonly path: string
  readonly text: string
}

/** More texts than that are not alike enough to be kept in mind. */
const MOST = 1_000

/** The scripts of one run, in a folder of theirs. */
export class ScriptFiles {
  readonly #folder: string
  readonly #files: Files
  readonly #paths = new Map<string, string>()
  /** How a file stood when it was written, by its path. */
  readonly #stamps = new Map<string, string>()

  constructor(folder: string, files: Files) {
    this.#folder = folder
    this.#files = files
  }

  /** Where a text for a shell of this extension stands; null where it is to have a file of its own. */
  pathOf(text: string, extension: string): string | null {
    // Other languages look for more beside their script, so that each attempt has its own folder.
    if (extension !== ".sh") return null
    const known = this.#paths.get(text)
    if (known !== undefined) return known
    if (this.#paths.size === MOST) return null
    const path = `${this.#folder}/${this.#paths.size + 1}${extension}`
    this.#paths.set(text, path)
    return path
  }

  /** Writes a script, unless it stands there as it was written. */
  write({ path, text }: ScriptFile): Result<void, FileProblem> {
    if (!path.startsWith(`${this.#folder}/`)) return this.#files.writeNoLink(path, text)
    const stamp = this.#stamps.get(path)
    if (stamp !== undefined && stamp === this.#files.stamp(path)) return ok(undefined)
    // What a link leads to is not ours to remove from.
    if (this.#files.isLink(this.#folder)) this.#files.remove(this.#folder)
    // Another file, not other bytes: somebody may be running what is there.
    this.#files.remove(path)
    const made = this.#files.makeDirectory(this.#folder)
    const written = made.ok ? this.#files.writeNoLink(path, text) : made
    const now = written.ok ? this.#files.stamp(path) : null
    if (now !== null) this.#stamps.set(path, now)
    return written
  }
}
