/**
 * Runs whose fixtures have to be stopped, whatever becomes of their engines: a project keeps a file for
 * each while it goes on. What an engine left that is gone is finished by its guard, else by the next run
 * in the project.
 */
import posix from "node:path/posix"
import type { JsonObject } from "../../core/json/json.ts"
import { ok } from "../../core/problems/result.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Engines, Guards } from "../../ports/engines.ts"
import type { Files } from "../../ports/files.ts"
import { type ClaimPorts, claimed } from "../folder/claim-folder.ts"
import { readManifest } from "../folder/run-folder.ts"
import { hide } from "../folder/run-id.ts"
import { hasContainers, type OwedEnd, type OwedPorts, runOwed } from "./run-owed.ts"

/** Stops have times of their own; this bounds all of them together. */
const LIMIT_MS = 10 * 60_000

/** The words by which this program is called to finish a run. */
const FINISH = ["fixtures", "finish"] as const

/** True where a plan starts what does not end with the processes of its engine. */
export function hasStops({
  fixtures = {},
  scenarios,
}: Pick<Plan, "fixtures" | "scenarios">): boolean {
  return (
    hasContainers({ fixtures, scenarios }) ||
    Object.values(fixtures).some(({ stop, keep }) => stop !== null || keep !== undefined)
  )
}

/** Notes a run that begins, and has it watched; the returned function is called at its end. */
export function openRun(
  run: { readonly project: string; readonly folder: string; readonly temporary: string },
  { files, guards }: { readonly files: Files; readonly guards?: Guards | null },
): (end: { readonly owes: boolean }) => void {
  const { project, folder, temporary } = run
  const path = `${openFolder(project)}/${posix.basename(temporary)}`
  hide(project, files)
  files.makeDirectory(openFolder(project))
  files.writeAtomic(path, folder)
  const release = guards?.watch([...FINISH, folder])
  return ({ owes }) => {
    if (owes) return
    files.remove(path)
    release?.()
  }
}

/** A run of which something was left. */
export interface FinishedRun {
  readonly folder: string
  readonly ends: readonly OwedEnd[]
}

/** Finishes the runs of a project whose engines are gone: all of them, but for one, or only one. */
export async function finishRuns(
  of: {
    readonly project: string
    readonly only?: string | undefined
    readonly but?: string | undefined
    readonly github: JsonObject
  },
  ports: OwedPorts & ClaimPorts & { readonly engines: Engines },
): Promise<readonly FinishedRun[]> {
  const { project, only, but, github } = of
  const { files, engines } = ports
  const finished: FinishedRun[] = []
  for (const name of files.list(openFolder(project))) {
    const path = `${openFolder(project)}/${name}`
    const text = files.readText(path)
    const folder = text.ok ? text.value : ""
    if (folder === but || (only !== undefined && folder !== only)) continue
    const manifest = readManifest(files, folder)
    const { engine } = manifest.ok ? manifest.value : {}
    if (engine !== undefined && engines.alive(engine.process)) continue
    if (engine === undefined || posix.basename(engine.temporary) !== name) {
      // Nothing is known of it any more.
      files.remove(path)
      continue
    }
    const request = { folder, github, vars: {}, limitMs: LIMIT_MS }
    const ends = await claimed(folder, { ...ports, finishing: true }, async () =>
      ok(await runOwed(request, ports)),
    )
    if (!ends.ok) continue
    finished.push({ folder, ends: ends.value })
    if (!files.exists(engine.temporary)) files.remove(path)
  }
  return finished
}

function openFolder(project: string): string {
  return `${project}/.parallel-smoke/open`
}
