/**
 * Scripts with CR LF line ends: a shell takes the CR as part of the last word of each line, and the
 * system as part of the interpreter's name. Found before anything runs, and in what a shell says.
 */
import { basename, extname } from "node:path/posix"
import { type Diagnostic, warningAt } from "../../core/problems/diagnostic.ts"
import type { Location, SourceFile } from "../../core/text/source.ts"
import type { Definition } from "../../formats/plan.ts"

/** A script file that a scenario runs. */
export interface NamedScript {
  /** As the scenario names it; relative to its working directory. */
  readonly path: string
  /** True when a shell reads its lines, false when the system looks at its first line alone. */
  readonly byShell: boolean
}

/** A script that a shell runs or reads first in a line of a command; other words are not looked at. */
const CALLED =
  /^[ \t]*(?:exec +)?((?:(?:ba|da)?sh|source|\.) +)?(?:-[\w-]+ +)*(\.{0,2}[\w@+./-]+)/gmu

/** The script files that a command names at the start of its lines. */
export function scriptsCalledBy(text: string): readonly NamedScript[] {
  return [...text.matchAll(CALLED)].flatMap(([, shell, path = ""]) => {
    const isFile = path.includes("/") && !path.endsWith("/") && !path.startsWith("/")
    if (!isFile && shell === undefined) return []
    return [{ path, byShell: shell !== undefined }]
  })
}

/** Whether a shell runs a script, by its first line or by what the scenario says. */
export function isRunByShell(shebang: string | null, shell: Definition["shell"]): boolean {
  const words = (shebang ?? shell).trim().split(/\s+/u)
  const named = words
    .filter((word) => !/^-|=/u.test(word))
    .map((word) => word.replace(/^.*\//u, ""))
  const [first, second] = named
  return /^(?:ba|da|a|k|mk|z)?sh$/u.test((first === "env" ? second : first) ?? "")
}

/** The first line that ends with CR LF; null where none does. */
export function carriageReturnOf(file: SourceFile): Location | null {
  const end = file.text.indexOf("\r\n")
  if (end < 0) return null
  return { file, range: { start: file.text.lastIndexOf("\n", end) + 1, end } }
}

/** Scripts that are told one by one: where there are more, all were saved in the same way. */
const MAX_TOLD = 5

/** Says that lines of scripts end with CR LF; each location is such a line of another script. */
export function carriageReturnWarnings(locations: readonly Location[]): readonly Diagnostic[] {
  const more = locations.length - MAX_TOLD
  return locations.slice(0, MAX_TOLD).map((location, i) => {
    const { path } = location.file
    const others = i === MAX_TOLD - 1 && more > 0 ? `; so do those of ${more} more scripts` : ""
    const pattern = extname(path) === "" ? basename(path) : `*${extname(path)}`
    const message = `lines of \`${path}\` end with CR LF, and the CR becomes part of the last word${others}`
    const hint = `save it with LF line ends; \`${pattern} text eol=lf\` in \`.gitattributes\` keeps them`
    return warningAt(location, { code: "script/line-ends", message, hint })
  })
}

/** What shells, their own commands, `env` and bash before 5.2 say of a CR at the end of a word. */
const SAID =
  /^.*(?:\$'[^'\n]*\\r'|: (?:line )?\d+: [^\n]*\r: [a-z]|: \d+: set: Illegal option [^\n]*\r|can't cd to [^\n]*\r|env: ['‘]?[^'’\n]*(?:\\r|\r)['’]?: |(?:\^M|\r): bad interpreter).*$/mu

/**
 * The line of an output in which a shell names a word that ends with a CR, without the folder of the
 * script; null where there is none.
 */
export function lineWithCarriageReturn(output: string): string | null {
  const line = SAID.exec(output)?.[0].replaceAll("\r", "").trim()
  return line?.replace(/^\S*\//u, "") ?? null
}

/** Where a shell did not understand a script, which does not name what is wrong with its words. */
const NOT_UNDERSTOOD = /^([^:\n]+): (?:line )?\d+: syntax error[: ].*$/imu

/** A script that a shell did not understand, and what it said; null where it was something else. */
export function scriptNotUnderstood(output: string): { path: string; said: string } | null {
  const [line, path] = NOT_UNDERSTOOD.exec(output) ?? []
  if (line === undefined || path === undefined) return null
  return { path, said: line.trim().replace(/^\S*\//u, "") }
}

/** The script that a shell did not find; it may be the interpreter of it that was not found. */
export function scriptNotFound(output: string): string | null {
  const said = /: (?:line )?\d+: ([^:\s]+): (?:cannot execute: required file )?not found/u
  return said.exec(output)?.[1] ?? null
}
