/**
 * One engine a folder: an engine that writes into a run's folder has claimed it before, by a file that names
 * it. Each claim has a file of its own, made before anybody looks for others, so that of two engines
 * at least one sees the other; a claim of an engine that is gone is none, so nobody has to take one
 * over.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { err, type Result } from "../../core/problems/result.ts"
import { pause } from "../../execute/processes/pause.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Files } from "../../ports/files.ts"
import { fileFailure, readManifest } from "./run-folder.ts"

/** What a claim begins with; a name that nobody else uses and the engine follow. */
const CLAIM_PREFIX = ".engine-"
const CLAIM_NAME = /^\.engine-[A-Za-z0-9]+-(.+)$/u

/** Who finishes a run that was cut has it for a moment only: one that goes on with the run waits. */
const FINISHING = "finish"

/** What claims must not be taken for: results. For globs. */
export const CLAIM_PATTERN = `${CLAIM_PREFIX}*`

/** How long the first of several that claim at once waits for the others to withdraw. */
const PATIENCE_MS = 200
const PAUSE_MS = 10

/** What claiming reaches. */
export interface ClaimPorts {
  readonly files: Files
  readonly engines: Engines
  readonly clock: Clock
  readonly uniqueName: () => string
  /** The claim is for finishing what another engine left. */
  readonly finishing?: boolean
}

/** Does something in a folder that nobody else writes into meanwhile; refuses where somebody does. */
export async function claimed<T>(
  folder: string,
  ports: ClaimPorts,
  use: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const { files, engines, clock } = ports
  const kind = ports.finishing === true ? FINISHING : ""
  const own = `${CLAIM_PREFIX}${kind}${ports.uniqueName()}-${encodeURIComponent(engines.self)}`
  const path = `${folder}/${own}`
  const made = files.makeDirectory(folder)
  const claim = made.ok ? files.writeText(path, "") : made
  if (!claim.ok) return err(fileFailure(claim.error))
  try {
    let others = livingClaims(folder, own, ports)
    for (let waited = 0; others.length > 0; waited += PAUSE_MS) {
      // Of several that see each other the first stays; one that has begun already stays as well.
      const firm = others.filter(({ name }) => !name.startsWith(`${CLAIM_PREFIX}${FINISHING}`))
      const rivals = ports.finishing === true ? others : firm
      const isBeaten = waited >= PATIENCE_MS || rivals.some(({ name }) => name < own)
      if (rivals.length > 0 && isBeaten) {
        return err(underWay(folder, rivals[0]?.engine ?? "", files))
      }
      await pause(PAUSE_MS, { clock, hurry: null })
      others = livingClaims(folder, own, ports)
    }
    return await use()
  } finally {
    files.remove(path)
  }
}

/** Claims of others that live; what the dead have left is removed. */
function livingClaims(
  folder: string,
  own: string,
  { files, engines }: Pick<ClaimPorts, "files" | "engines">,
): readonly { readonly name: string; readonly engine: string }[] {
  return files.list(folder).flatMap((name) => {
    const [, encoded] = CLAIM_NAME.exec(name) ?? []
    if (encoded === undefined || name === own) return []
    const engine = decoded(encoded)
    if (engines.alive(engine)) return [{ name, engine }]
    files.remove(`${folder}/${name}`)
    return []
  })
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ""
  }
}

/** The refusal: which run, and who runs it. */
export function underWay(folder: string, engine: string, files: Files): Failure {
  const manifest = readManifest(files, folder)
  const run = manifest.ok ? `run ${manifest.value.runId}` : "another run"
  const [host = "", pid = ""] = engine.split("/")
  const message = `${run} is still running in ${folder}: process ${pid} on ${host}`
  return { reason: "usage/invalid", message, hint: "wait until it ends, or stop it first" }
}
