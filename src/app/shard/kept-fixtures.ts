/**
 * Instances of fixtures that outlive their runs, in the folder of a project: which of them a run can use,
 * and the end of those that are too old or were made from something else.
 */
import { canonicalJson } from "../../core/json/json.ts"
import { ok } from "../../core/problems/result.ts"
import type { EventBody } from "../../events/event.ts"
import { type KeptFile, KeptInstances, readKept } from "../../execute/fixtures/kept-instances.ts"
import { stopOwed } from "../../execute/fixtures/stop-instance.ts"
import type { LeaseSpec } from "../../formats/fixture.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import type { Processes } from "../../ports/processes.ts"
import type { Surroundings } from "../../ports/surroundings.ts"
import { type ClaimPorts, claimed } from "../folder/claim-folder.ts"
import { hide } from "../folder/run-id.ts"
import { childEnvironment } from "./child-environment.ts"
import { runnerContext } from "./run-facts.ts"

/** What they are found, judged and ended with. */
export type KeptPorts = ClaimPorts & {
  readonly processes: Processes
  readonly sha256: Sha256
  readonly surroundings: Surroundings
}

/** How the end of one went. */
export interface KeptEnd extends KeptFile {
  /** Null when nothing went wrong. */
  readonly problem: string | null
}

/** The instances of a project; those that a run uses now are no one else's. */
export function listKept(
  project: string,
  files: Files,
  tell: (problem: string) => void,
): readonly KeptFile[] {
  return readKept(keptFolder(project), files, tell)
}

/** Whether nobody uses it. */
export function isFree({ kept }: KeptFile, engines: Engines): boolean {
  return kept.takenBy === null || !engines.alive(kept.takenBy)
}

/** What a run can use, after the end of what is too old or has changed; undefined where nothing is kept. */
export async function openKept(
  run: {
    readonly project: string
    readonly plan: Plan
    readonly root: string
    /** Gets a sentence about each record that cannot be read. */
    readonly tell: (problem: string) => void
  },
  ports: KeptPorts,
): Promise<{ readonly kept?: KeptInstances; readonly ends: readonly KeptEnd[] }> {
  const { project, plan, root } = run
  const { files, engines, clock } = ports
  const { CI = "" } = ports.surroundings.env
  const folder = keptFolder(project)
  const { fixtures = {} } = plan
  const keeps = Object.values(fixtures).some(({ keep }) => keep !== undefined)
  if ((CI !== "" && CI !== "false") || (!keeps && files.list(folder).length === 0))
    return { ends: [] }
  const hashOf = hashes(run, ports)
  hide(project, files)
  const opened = await claimed(folder, ports, async () => {
    const free = readKept(folder, files, run.tell).filter((one) => isFree(one, engines))
    const stale = free.filter(({ kept }) => {
      const { name, key } = kept.instance
      const now = kept.suite === plan.suite ? hashOf({ name, key }) : undefined
      return kept.untilAt <= clock.now() || (now !== undefined && now !== kept.hash)
    })
    const ends = await endKept(stale, ports)
    if (!keeps) return ok({ ends })
    const of = { suite: plan.suite, root, engine: engines.self, now: () => clock.now(), hashOf }
    const rest = free.filter((one) => !stale.includes(one))
    const wanted = rest.filter(({ kept: { hash, instance } }) => hashOf(instance) === hash)
    return ok({ kept: new KeptInstances(folder, of, { files, free: wanted }), ends })
  })
  return opened.ok ? opened.value : { ends: [] }
}

/**
 * Ends instances that nobody uses; their files are gone with them. With `keepFailed` one whose end failed is
 * kept, to be ended again.
 */
export async function endKept(
  ended: readonly KeptFile[],
  ports: Pick<KeptPorts, "clock" | "files" | "processes" | "surroundings">,
  { keepFailed = false }: { readonly keepFailed?: boolean } = {},
): Promise<readonly KeptEnd[]> {
  const { files, surroundings } = ports
  const { signal } = new AbortController()
  return Promise.all(
    ended.map(async ({ file, kept }): Promise<KeptEnd> => {
      const { instance, root, spec, fixtureKey } = kept
      const { SMOKE_RUN_ID: id = "" } = instance.kept?.env ?? {}
      const folder = file.slice(0, file.lastIndexOf("/"))
      let problem: string | null = "its folder cannot be made"
      const log = `${instance.name.replace(/\W/gu, "-")}.log`
      const fixtures = {
        [instance.name]: { ...spec, keys: { [instance.key ?? ""]: fixtureKey } },
      }
      await stopOwed(
        {
          ...{ instances: [{ ...instance, log }], fixtures, cut: signal, keepFailed },
          shard: {
            contexts: {
              ...{ github: {}, vars: {}, runner: runnerContext(surroundings), shard: 1 },
              run: { id, attempt: 1, slug: id },
            },
            ...{ shards: 1, workers: 1, seed: 0, root, folder },
          },
          env: childEnvironment({ runId: id, settings: {} }, surroundings),
          emit: (_: EventBody) => {},
          onStopped: (_, end) => {
            problem = end.problem
          },
        },
        ports,
      )
      if (keepFailed && problem !== null) return { file, kept, problem }
      files.remove(instance.temporary)
      files.remove(file)
      return { file, kept, problem }
    }),
  )
}

/** Of what a fixture is made from, each read once. */
function hashes(
  { plan, root }: { readonly plan: Plan; readonly root: string },
  { files, sha256 }: { readonly files: Files; readonly sha256: Sha256 },
): (of: LeaseSpec) => string | undefined {
  const known = new Map<string, string>()
  return ({ name, key }) => {
    const spec = plan.fixtures?.[name]
    if (spec?.keep === undefined) return undefined
    const at = JSON.stringify([name, key])
    const made = known.get(at)
    if (made !== undefined) return made
    const { keep, keys, leak: _, ...definition } = spec
    const inputs = files.glob(root, keep.inputs).map((path) => {
      const digest = files.sha256(`${root}/${path}`)
      return [path, digest.ok ? digest.value : digest.error.code]
    })
    const own = keys[key ?? ""]?.matrix ?? {}
    const hash = sha256(canonicalJson({ suite: plan.suite, name, key, own, definition, inputs }))
    known.set(at, hash)
    return hash
  }
}

function keptFolder(project: string): string {
  return `${project}/.parallel-smoke/kept`
}
