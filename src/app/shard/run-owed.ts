/**
 * Use case: what an engine that was stopped or killed still owes is run: hooks after of attempts that
 * had begun, stops of fixtures, hooks after of the shard, and the clean-up. What its journal has an end
 * of is not run again.
 */
import { defined } from "../../core/defined.ts"
import type { JsonObject } from "../../core/json/json.ts"
import { rounded } from "../../core/quantities/rounded.ts"
import { Redactor } from "../../core/text/secret.ts"
import type { EventBody, EventOf } from "../../events/event.ts"
import { RunFold } from "../../events/fold.ts"
import type { RunState } from "../../events/state.ts"
import { removeForgotten } from "../../execute/containers/shard-containers.ts"
import { stopOwed } from "../../execute/fixtures/stop-instance.ts"
import { type HooksEnd, runHooks, runShardHooks } from "../../execute/hooks/hook.ts"
import { readVariables } from "../../execute/output/output-file.ts"
import { attemptContexts, needResult, type ShardContexts } from "../../execute/request/contexts.ts"
import { attemptMarker, attemptOf, smokeVariables } from "../../execute/request/environment.ts"
import { type Owed, OwedNotes, readOwed } from "../../execute/request/owed-notes.ts"
import { addEnvironment, ScriptFiles } from "../../execute/request/prepare.ts"
import { renderWith } from "../../execute/request/render-text.ts"
import type { FixtureSpec } from "../../formats/fixture.ts"
import type { OwedAttempt } from "../../formats/owed.ts"
import type { Plan } from "../../formats/plan.ts"
import { JOURNAL_FILE, openJournal } from "../../journal/journal.ts"
import { readJournal } from "../../journal/read-journal.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Containers } from "../../ports/containers.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import type { Processes } from "../../ports/processes.ts"
import type { Surroundings } from "../../ports/surroundings.ts"
import type { Values } from "../../settings/table.ts"
import { BALLAST_FILE } from "../folder/ballast.ts"
import { PLAN_FILE, readManifest } from "../folder/run-folder.ts"
import { cleanupHook } from "../folder/run-limits.ts"
import { eventWithoutSecrets } from "../hand-over/clean-texts.ts"
import { masksOfRun } from "../hand-over/withhold-secrets.ts"
import { readPlan } from "../plan/read-plan.ts"
import { childEnvironment } from "./child-environment.ts"
import { endLeftBehind } from "./left-behind.ts"
import { runnerContext } from "./run-facts.ts"

/** Of what an engine has left that is gone, little is to be expected. */
const CONTAINER_GRACE_MS = 5_000

/** Where an engine left notes, and the settings for the clean-up. */
export interface OwedRequest {
  /** The folder of the run that was cut; absolute. */
  readonly folder: string
  readonly github: JsonObject
  readonly vars: JsonObject
  /** What the inputs of a step say; absent is what the run has noted of itself. */
  readonly asked?: Asked
  /** `stops`: only those of fixtures, for an engine that goes on with the run. */
  readonly part?: "stops"
  readonly secrets?: readonly string[]
  /** How long everything together may take. */
  readonly limitMs: number
}

interface Asked {
  readonly root: string
  readonly settings: Pick<Values, "env" | "inheritEnv" | "passEnv" | "cleanup">
}

/** What tearing down reaches. */
export interface OwedPorts {
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
  readonly sha256: Sha256
  readonly surroundings: Surroundings
  readonly containers?: Containers
  readonly engines?: Engines
}

type HookEnd = EventOf<"hook-finished">

/** A hook, or the stop of an instance, that has ended. */
export type OwedEnd = Pick<HookEnd, "id" | "name" | "outcome" | "durationMs" | "message">

interface Owing extends Owed, Asked {
  readonly folder: string
  readonly plan: Plan
  readonly state: RunState
  readonly hooks: readonly HookEnd[]
  readonly shared: ShardContexts
  readonly temporary: string
  readonly scripts: ScriptFiles
  readonly env: Readonly<Record<string, string>>
  readonly stop: AbortSignal
  readonly emit: (body: EventBody) => boolean
  readonly mask: (values: readonly string[]) => void
}

/** Runs what is owed and removes the run's temporary folder; how everything ended. */
export async function runOwed(request: OwedRequest, ports: OwedPorts): Promise<readonly OwedEnd[]> {
  const { folder, part } = request
  const { files, clock } = ports
  const manifest = readManifest(files, folder)
  const temporary = manifest.ok ? manifest.value.engine?.temporary : undefined
  if (!manifest.ok || temporary === undefined) return []
  const owed = readOwed(temporary, files)
  const plan = owed === null ? null : readPlan(`${folder}/${PLAN_FILE}`, ports)
  const asked = request.asked ?? askedOf(owed?.shard.asked)
  if (owed === null || plan?.ok !== true || asked === null) return []
  if (part === "stops" && owed.instances.length === 0) return []

  const { shard, runId, attempt } = manifest.value
  files.remove(`${folder}/${BALLAST_FILE}`)
  // A killed engine has left running what it had started.
  await endLeftBehind(manifest.value, { ...ports, keep: true })
  const redactor = new Redactor([...(request.secrets ?? []), ...masksOfRun(folder, files)])
  const journal = continueJournal({ folder, shard, redactor }, { files, clock })
  const stop = new AbortController()
  const takeBack = clock.after(request.limitMs, () => {
    stop.abort()
  })
  const owing: Owing = {
    ...{ ...owed, ...asked, folder, plan: plan.value, temporary },
    ...{ state: journal.state, hooks: journal.hooks, emit: journal.emit, stop: stop.signal },
    scripts: new ScriptFiles(`${temporary}/owed.scripts`, files),
    mask: (values) => {
      redactor.learn(values)
    },
    shared: {
      github: request.github,
      vars: request.vars,
      runner: runnerContext(ports.surroundings),
      run: { id: runId, attempt, slug: runId },
      shard,
    },
    env: { ...childEnvironment({ ...asked, runId }, ports.surroundings), ...owed.shard.told },
  }
  await removeContainers(owing, ports)
  const isAll = part === undefined
  if (isAll) await Promise.all(owed.attempts.map((one) => runAttemptHooks(one, owing, ports)))
  const { left, stopped } = await stopInstances(owing, ports)
  journal.ends.push(...stopped)
  if (isAll) await runShardAfter(owing, ports)
  takeBack()
  journal.close()
  await endLeftBehind(manifest.value, { ...ports, keep: left })
  return journal.ends
}

/** Reads the journal of a run and goes on with it. One that is torn stays as it is: what comes after the tear is never read. */
function continueJournal(
  of: { readonly folder: string; readonly shard: number; readonly redactor: Redactor },
  { files, clock }: Pick<OwedPorts, "files" | "clock">,
) {
  const { folder, shard, redactor } = of
  const fold = new RunFold()
  const hooks: HookEnd[] = []
  const { lastSeq, torn } = readJournal(files.readLines(`${folder}/${JOURNAL_FILE}`), {
    shard,
    apply: (event) => {
      fold.apply(event)
      if (event.type === "hook-finished") hooks.push(event)
    },
  })
  const lastAt = fold.state.shards.get(shard)?.lastAt ?? clock.now()
  const opened =
    torn === null ? openJournal({ files, clock, folder, shard, lastSeq, lastAt }) : null
  const journal = opened?.ok === true ? opened.value : null
  const ends: OwedEnd[] = []
  return {
    state: fold.state,
    /** Those that had ended before. */
    hooks,
    /** Those that end now. */
    ends,
    emit: (body: EventBody): boolean => {
      const clean = eventWithoutSecrets(body, redactor)
      if (clean.type === "hook-finished") ends.push(clean)
      journal?.append(clean)
      return true
    },
    close: () => {
      journal?.close()
    },
  }
}

/** True where something of a plan is a container. */
export function hasContainers({ fixtures = {}, scenarios }: Pick<Plan, "fixtures" | "scenarios">) {
  const inContainer = ({ definition }: Plan["scenarios"][string]) =>
    definition.container !== undefined
  const isContainer = ({ how }: FixtureSpec) => how.kind === "container"
  return Object.values(fixtures).some(isContainer) || Object.values(scenarios).some(inContainer)
}

/** Containers are gone before stops, as processes are: found by their labels, but for what was to be kept. */
async function removeContainers(owing: Owing, ports: OwedPorts): Promise<void> {
  const { engines, containers } = ports
  const { plan, root: cwd, env, stop: signal } = owing
  if (engines === undefined || !hasContainers(plan)) return
  const engine = await containers?.find({ cwd, env, signal })
  if (engine?.ok !== true) return
  const removed = await removeForgotten(engine.value, engines)
  if (!removed.ok) owing.emit({ type: "note", level: "warning", message: removed.error })
}

function askedOf(noted: Owed["shard"]["asked"]): Asked | null {
  if (noted === undefined) return null
  const { root, ...settings } = noted
  return { root, settings }
}

/** Whether there was no time for some of them, and how the others ended. */
async function stopInstances(
  owing: Owing,
  ports: OwedPorts,
): Promise<{ readonly left: boolean; readonly stopped: readonly OwedEnd[] }> {
  const { plan, shared: contexts, shard, root, folder, temporary, stop: cut, emit, env } = owing
  const { instances } = owing
  const notes = OwedNotes.of(temporary, owing, ports.files)
  const stopped: OwedEnd[] = []
  const { fixtures = {} } = plan
  await stopOwed(
    {
      ...{ instances, fixtures, env, cut, emit, mostGraceMs: CONTAINER_GRACE_MS },
      shard: { ...shard, contexts, root, folder },
      onStopped: (one, { durationMs, problem: message }) => {
        notes.settleInstance(one)
        const name = `stop of fixture ${one.name}, instance ${one.instance}`
        if (message !== null)
          emit({ type: "note", level: "warning", message: `${name}: ${message}` })
        const outcome = message === null ? "passed" : "failed"
        stopped.push({ id: null, name, outcome, durationMs: rounded(durationMs), message })
      },
    },
    ports,
  )
  return { left: notes.owesInstances, stopped }
}

async function runAttemptHooks(
  owed: OwedAttempt,
  owing: Owing,
  ports: OwedPorts,
): Promise<HooksEnd | null> {
  const { plan, state, shared, folder, root, stop, emit, mask } = owing
  const { id, number, worker, log, ...rest } = owed
  const place = defined({ ...rest, id, number, worker })
  const planned = plan.scenarios[id]
  const scenario = state.scenarios.get(id)
  const ended = scenario?.attempts.find((one) => one.number === number)
  const begun = ended !== undefined || scenario?.running?.number === number
  const after = planned?.definition.after
  if (planned === undefined || after === undefined || !begun) return null
  const { definition } = planned
  const needs = planned.needs.map((need) => {
    const known = state.scenarios.get(need)
    const result = needResult(known?.ending?.verdict ?? "lost")
    return { id: need, result, outputs: known?.attempts.at(-1)?.outputs ?? {} }
  })
  const contexts = (env: Readonly<Record<string, string>>) =>
    attemptContexts({ shared, id, definition, needs, env, number: attemptOf(place), worker })
  const env: Record<string, string> = { ...owing.env, ...smokeVariables(place, definition) }
  const render = renderWith(() => contexts(env))
  if (!addEnvironment(env, { texts: definition.env, render }).ok) return null
  const outcome = ended?.outcome ?? "cancelled"
  return runHooks(
    after,
    {
      place: {
        ...{ stage: "after", id, number, root, folder, log, contexts, emit, mask },
        temporary: place.temporary,
        scripts: owing.scripts,
        marker: attemptMarker(place),
        ...{ stop, hurry: stop, owed: stop },
      },
      status: {
        success: outcome === "passed" || outcome === "skipped",
        failure: outcome === "failed",
        cancelled: outcome === "cancelled",
      },
      env: {
        ...env,
        ...readVariables(place.temporary, ports.files),
        SMOKE_VERDICT: outcome,
        SMOKE_CAUSE: ended?.cause ?? "",
      },
      done: doneOf(owing.hooks, { id, number }),
    },
    ports,
  )
}

async function runShardAfter(owing: Owing, ports: OwedPorts): Promise<void> {
  const { plan, shard, shared, root, folder, temporary, stop, emit, mask } = owing
  const { cleanup } = owing.settings
  const common = {
    ...({ stage: "after", ...shard, shared, root, folder, temporary, emit, mask } as const),
    status: { success: false, failure: false, cancelled: true },
    env: { ...owing.env, SMOKE_VERDICT: "cancelled", SMOKE_CAUSE: "" },
    signals: { stop, hurry: stop, leave: stop, cleanup: stop, owed: stop },
  }
  if (plan.after !== undefined) {
    const done = doneOf(owing.hooks, { id: null, number: null })
    await runShardHooks({ ...common, hooks: plan.after, done }, ports)
  }
  if (cleanup !== undefined)
    await runShardHooks({ ...common, hooks: [cleanupHook(cleanup)] }, ports)
}

/** Hooks after that have come to an end of their own; one that was cut has not done its work. */
function doneOf(
  hooks: readonly HookEnd[],
  of: { readonly id: string | null; readonly number: number | null },
): ReadonlyMap<number, HookEnd["outcome"]> {
  return new Map(
    hooks.flatMap(({ id, number, stage, outcome, index }) =>
      id === of.id && number === of.number && stage === "after" && outcome !== "cancelled"
        ? [[index ?? 0, outcome] as const]
        : [],
    ),
  )
}
