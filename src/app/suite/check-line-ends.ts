/**
 * Line ends of the scripts that scenarios run, so that CR LF is reported before a shell fails because of it.
 */
import { join } from "node:path/posix"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { Location, SourceFile } from "../../core/text/source.ts"
import type { Definition } from "../../formats/plan.ts"
import type { Files } from "../../ports/files.ts"
import { hasExpression } from "../../scenario/expressions/template.ts"
import { shebangOf } from "../../scenario/files/front-matter.ts"
import type { LoadedSuite } from "../../scenario/layers/declare.ts"
import type { Scenario } from "../../scenario/model.ts"
import {
  carriageReturnOf,
  carriageReturnWarnings,
  isRunByShell,
  scriptsCalledBy,
} from "../../scenario/text/line-ends.ts"
import { absolutePath, readScriptHead } from "./load-files.ts"

/** Warns of scripts with CR LF. */
export function checkLineEnds(request: {
  readonly files: Files
  readonly root: string
  readonly suites: readonly LoadedSuite[]
  readonly scenarios: readonly Pick<Scenario, "definition">[]
}): readonly Diagnostic[] {
  const { files, root, suites, scenarios } = request
  const known = new Map<string, SourceFile>()
  for (const { path, parsed } of suites.flatMap(({ scripts }) => scripts)) {
    known.set(path, parsed.document.file)
  }
  const read = (path: string): SourceFile | null => {
    const absolute = absolutePath(root, path)
    // What has no size may be a pipe that nobody ever writes to.
    if (!files.exists(absolute) || (files.sizeBytes(absolute) ?? 0) === 0) return null
    const source = readScriptHead({ files, root, path, from: null })
    return source.ok ? source.value : null
  }
  const seen = new Set<string>()
  const locations = scenarios.flatMap(({ definition }) =>
    scriptsOf(definition, seen).flatMap(({ path, byShell }): readonly Location[] => {
      const file = known.get(path) ?? read(path)
      const at = file === null ? null : carriageReturnOf(file)
      if (at === null) return []
      return byShell || stopsSystem(at) ? [at] : []
    }),
  )
  return carriageReturnWarnings(locations)
}

/** The system looks for the interpreter in the first line, whatever it is; a shell reads the others. */
function stopsSystem({ file, range }: Location): boolean {
  const shebang = shebangOf(file.text)
  return shebang !== null && (range.start === 0 || isRunByShell(shebang, ""))
}

/** Scripts that a definition runs, relative to the root; what was seen before is left out. */
function scriptsOf(
  { command, shell, workingDirectory }: Definition,
  seen: Set<string>,
): readonly { readonly path: string; readonly byShell: boolean }[] {
  const isNew = (key: string) => {
    const { size } = seen
    return seen.add(key).size > size
  }
  if (command.kind === "script") {
    const { path, shebang } = command
    return isRunByShell(shebang, shell) && isNew(path) ? [{ path, byShell: true }] : []
  }
  if (command.kind !== "run" || !isRunByShell(null, shell)) return []
  if (hasExpression(workingDirectory) || !isNew(`${workingDirectory}\n${command.text}`)) return []
  return scriptsCalledBy(command.text).flatMap(({ path, byShell }) => {
    const whole = join(workingDirectory, path)
    return isNew(`${byShell} ${whole}`) ? [{ path: whole, byShell }] : []
  })
}
