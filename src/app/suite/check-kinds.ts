/**
 * Kinds that a suite names: modules must be there, names must be registered. Modules are part of the
 * plan, so that a shard runs what was planned.
 */
import { dirname } from "node:path/posix"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { Files } from "../../ports/files.ts"
import { hasExpression } from "../../scenario/expressions/template.ts"
import { modulePath } from "../../scenario/keys/scenario/command.ts"
import { layerField } from "../../scenario/layers/declaration.ts"
import type { Declared, LoadedSuite } from "../../scenario/layers/declare.ts"
import { absolutePath } from "./load-files.ts"

/** Says what is wrong with them, and which modules they are. */
export function checkKinds(request: {
  readonly files: Files
  readonly root: string
  readonly suites: readonly LoadedSuite[]
  /** In the order of the suites. */
  readonly declared: readonly Declared[]
  /** Names that the embedding program registered. */
  readonly registered: readonly string[]
}): { readonly diagnostics: readonly Diagnostic[]; readonly read: readonly string[] } {
  const { files, root, suites, declared, registered } = request
  const diagnostics: Diagnostic[] = []
  const read = new Set<string>()
  for (const [i, { layers }] of declared.entries()) {
    const folder = dirname(suites[i]?.path ?? ".")
    for (const field of layers.flatMap((layer) => layerField(layer, "kind") ?? [])) {
      if (hasExpression(field.value)) continue
      const path = modulePath(field.value, folder)
      const problem =
        path === null ? nameProblem(field.value, registered) : moduleProblem(path, { files, root })
      if (problem === null) {
        if (path !== null) read.add(path)
        continue
      }
      const location = field.document.locate(field.path)
      diagnostics.push(errorAt(location, { ...problem, code: "scenario/kind" }))
    }
  }
  return { diagnostics, read: [...read] }
}

type Said = Pick<Diagnostic, "message" | "hint">

function nameProblem(name: string, registered: readonly string[]): Said | null {
  if (registered.includes(name)) return null
  return {
    message: `there is no kind \`${name}\``,
    hint:
      didYouMean(name, registered) ??
      `name a module by its path, such as \`./smoke-kinds/${name}.mjs\``,
  }
}

function moduleProblem(
  path: string,
  { files, root }: { readonly files: Files; readonly root: string },
): Said | null {
  if (path.startsWith("../") || path.startsWith("/")) {
    return { message: "the module of a kind is outside of the repository" }
  }
  const absolute = absolutePath(root, path)
  if (!files.exists(absolute)) return { message: `there is no module \`${path}\`` }
  if (files.isDirectory(absolute)) return { message: `\`${path}\` is a folder, not a module` }
  return null
}
