/**
 * How each scenario of a suite ended when it was last planned to run: from the folders of runs that
 * are kept, and from the history. The newest of both counts, so either may be missing, and a run that
 * was killed before it could tell anybody is known by its journal.
 */
import { identityOf } from "../../core/identity.ts"
import { parseForeignJson } from "../../core/json/json.ts"
import type { LatestVerdict } from "../../core/verdict.ts"
import type { Manifest } from "../../formats/manifest.ts"
import { ResultsSchema } from "../../formats/results.ts"
import { latestOf } from "../../history/verdicts.ts"
import { foldJournal } from "../../journal/read-journal.ts"
import { sliceOfShard } from "../../plan/shard-slice.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import type { Suite } from "../../scenario/model.ts"
import { PLAN_FILE, RESULTS_FILE, readManifest } from "../folder/run-folder.ts"
import { readPlan } from "../plan/read-plan.ts"
import { readHistoryFile } from "./advice.ts"
import type { KnownVerdicts, LatestVerdicts } from "./past-runs.ts"

/** Where verdicts are looked for. */
export interface VerdictSources {
  /** The `id` of the plan. */
  readonly id: string
  /** A history file. */
  readonly history: string | null
  /** The folder of the folders of runs. */
  readonly runs: string | null
  /** Milliseconds since 1970. */
  readonly now: number
}

interface Ports {
  readonly files: Files
  readonly sha256: Sha256
  /** Tells whether a run is still under way; without it all are taken to be over. */
  readonly engines?: Engines
}

/** Reads all sources for a suite; what cannot be read tells nothing. */
export function latestVerdicts(
  suite: Pick<Suite, "name" | "scenarios">,
  from: VerdictSources,
  ports: Ports,
): KnownVerdicts {
  const { id: planId, history, runs, now } = from
  const latest = new Map<string, LatestVerdict>()
  const tell = (id: string, verdict: LatestVerdict): void => {
    const known = latest.get(id)
    if (known === undefined || known.at <= verdict.at) latest.set(id, verdict)
  }
  if (history !== null && ports.files.exists(history)) {
    const read = readHistoryFile(history, { files: ports.files, suite: suite.name, now })
    if (read.ok) for (const [id, verdict] of latestOf(read.value.history)) tell(id, verdict)
  }
  if (runs !== null) {
    const missing = new Set<string>(suite.scenarios.map(({ id }) => id))
    for (const { folder, manifest } of runsOf(planId, runs, ports)) {
      // A run that was resumed may be newer than its name.
      if (missing.size === 0 && (manifest?.attempt ?? 1) === 1) continue
      const verdicts =
        manifest === null
          ? mergedVerdicts(folder, planId, ports)
          : verdictsOf(folder, manifest, ports)
      for (const [id, verdict] of verdicts) {
        tell(id, verdict)
        // What was merged may be older than a run before it.
        if (manifest !== null) missing.delete(id)
      }
    }
  }
  return { latest, places: [history, runs].filter((place) => place !== null) }
}

interface KeptRun {
  readonly folder: string
  /** Null where shards were merged: their own folders may be anywhere. */
  readonly manifest: Manifest | null
}

/** Runs that may be of the plan with this id, newest first: their own ids begin with the time. */
function runsOf(id: string, runs: string, { files }: Ports): readonly KeptRun[] {
  return files
    .list(runs)
    .toReversed()
    .flatMap((name): KeptRun[] => {
      const folder = `${runs}/${name}`
      const manifest = readManifest(files, folder)
      if (!manifest.ok) {
        return files.exists(`${folder}/${RESULTS_FILE}`) ? [{ folder, manifest: null }] : []
      }
      const { id: own = identityOf(manifest.value.suite) } = manifest.value
      return own === id ? [{ folder, manifest: manifest.value }] : []
    })
}

/** What `aggregate` said of the shards of a plan with this id. */
function mergedVerdicts(folder: string, id: string, ports: Ports): LatestVerdicts {
  const found = new Map<string, LatestVerdict>()
  const plan = readPlan(`${folder}/${PLAN_FILE}`, ports)
  if (!plan.ok || plan.value.id !== id) return found
  const text = ports.files.readText(`${folder}/${RESULTS_FILE}`)
  const value = text.ok ? parseForeignJson(text.value) : text
  const results = ResultsSchema.check(value.ok ? value.value : null)
  if (!results.ok || results.value.run.planDigest !== plan.value.digest) return found
  const { run, scenarios } = results.value
  if (run.startedAt === null) return found
  const at = Date.parse(run.startedAt)
  for (const { id, verdict, reason } of scenarios) found.set(id, { verdict, reason, at })
  return found
}

/** Of what a run has planned and not ended, nobody can say how it ended, unless it is still under way. */
function verdictsOf(folder: string, manifest: Manifest, ports: Ports): LatestVerdicts {
  const { shard, complete, engine, planDigest } = manifest
  const { files, engines } = ports
  const { fold } = foldJournal(folder, { files, shard, owner: manifest })
  const found = new Map<string, LatestVerdict>()
  const at = fold.state.shards.get(shard)?.started?.at
  if (at === undefined) return found
  const plan = readPlan(`${folder}/${PLAN_FILE}`, ports)
  if (plan.ok && plan.value.digest === planDigest) {
    const { skipped } = plan.value
    for (const { id, reason } of skipped) found.set(id, { verdict: "skipped", reason, at })
    const running = !complete && engine !== undefined && engines?.alive(engine.process) === true
    const planned = running ? {} : sliceOfShard(plan.value, shard).scenarios
    for (const id of Object.keys(planned)) found.set(id, { verdict: "lost", reason: null, at })
  }
  for (const [id, { ending }] of fold.state.scenarios) {
    if (ending !== null) found.set(id, { reason: null, ...ending, at })
  }
  return found
}
