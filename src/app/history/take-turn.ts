/**
 * One engine at a time: an engine that changes a shared file takes a number first, and
 * waits for those before. (Lamport's bakery: it needs neither locks nor links of the file system, and
 * nobody has to take over from an engine that is gone, since what the dead hold does not count.)
 */
import posix from "node:path/posix"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { pause } from "../../execute/processes/pause.ts"
import { type ClaimPorts, decoded } from "../folder/claim-folder.ts"

/** How long an engine waits for those before it. */
const PATIENCE_MS = 30_000
const PAUSE_MS = 10

/** `.NAME.choosing-OWNER` while a number is chosen, then `.NAME.turn-NUMBER-OWNER`. */
const MARK = /^(choosing|turn-(\d+))-([A-Za-z0-9]+-.+)$/u

interface Mark {
  readonly name: string
  /** Null while it is being chosen. */
  readonly number: number | null
  readonly owner: string
}

/**
 * Does something with a file while no other engine of this machine does; says why not where that
 * cannot be. The folder of the file must be there.
 */
export async function inTurn<T>(
  path: string,
  ports: ClaimPorts,
  use: () => T,
): Promise<Result<T, string>> {
  const { files, engines, clock } = ports
  const folder = posix.dirname(path)
  const prefix = `.${posix.basename(path)}.`
  const owner = `${ports.uniqueName()}-${encodeURIComponent(engines.self)}`
  const others = (): readonly Mark[] => livingMarks({ folder, prefix, owner }, ports)
  const choosing = `${folder}/${prefix}choosing-${owner}`
  const begun = files.writeText(choosing, "")
  if (!begun.ok) return err(begun.error.message)
  const number = Math.max(0, ...others().map((mark) => mark.number ?? 0)) + 1
  const turn = `${folder}/${prefix}turn-${number}-${owner}`
  const taken = files.writeText(turn, "")
  files.remove(choosing)
  if (!taken.ok) return err(taken.error.message)
  const isBefore = (other: Mark): boolean => {
    if (other.number === null || other.number !== number) return (other.number ?? number) < number
    return other.owner < owner
  }
  try {
    for (let waited = 0; ; waited += PAUSE_MS) {
      // An engine that is choosing may get a smaller number; the numbers are final when none is.
      const open = others().some((other) => other.number === null)
      if (!open && !others().some(isBefore)) return ok(use())
      if (waited >= PATIENCE_MS) return err("other runs kept it busy for too long")
      await pause(PAUSE_MS, { clock, hurry: null })
    }
  } finally {
    files.remove(turn)
  }
}

/** The marks of others that live; what the dead have left is removed. */
function livingMarks(
  at: { readonly folder: string; readonly prefix: string; readonly owner: string },
  { files, engines }: Pick<ClaimPorts, "files" | "engines">,
): readonly Mark[] {
  return files.list(at.folder).flatMap((name): Mark[] => {
    if (!name.startsWith(at.prefix)) return []
    const [, , number, owner = ""] = MARK.exec(name.slice(at.prefix.length)) ?? []
    if (owner === "" || owner === at.owner) return []
    if (engines.alive(decoded(owner.slice(owner.indexOf("-") + 1)))) {
      return [{ name, number: number === undefined ? null : Number(number), owner }]
    }
    files.remove(`${at.folder}/${name}`)
    return []
  })
}
