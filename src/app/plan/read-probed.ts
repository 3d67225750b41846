/**
 * What a probe job found on a machine of a runner class: advice for planning, so that a file that
 * cannot be used costs a line and nothing else.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import { type Capability, ProbedSchema } from "../../formats/capability.ts"
import type { Files } from "../../ports/files.ts"

/** What machines of classes were seen to have, and a sentence for each file that says nothing. */
export interface SeenClasses {
  readonly seen: ReadonlyMap<string, readonly Capability[]>
  readonly notes: readonly string[]
}

/** Reads files that `probe --json` wrote, each for a class. */
export function readProbed(
  given: readonly { readonly key: string; readonly value: string }[],
  files: Pick<Files, "readText">,
): SeenClasses {
  const seen = new Map<string, readonly Capability[]>()
  const notes: string[] = []
  for (const { key: runner, value: path } of given) {
    const found = readOne(path, files)
    if (typeof found === "string") {
      notes.push(`the probe file of runner class ${runner} is not used: ${path}: ${found}`)
    } else seen.set(runner, found)
  }
  return { seen, notes }
}

function readOne(path: string, files: Pick<Files, "readText">): readonly Capability[] | string {
  const text = files.readText(path)
  if (!text.ok) return text.error.message
  const read = parseForeignJson(text.value)
  if (!read.ok) return "it is not JSON"
  const parsed = ProbedSchema.check(read.value)
  if (!parsed.ok) return "it is not the output of `probe --json`"
  // What the run shares is nothing that a class has.
  return parsed.value.capabilities.filter(({ scope }) => scope === "runner")
}
