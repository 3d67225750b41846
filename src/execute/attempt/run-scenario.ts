/**
 * One attempt of a scenario with all that belongs to it: its hooks, its command, its expectations.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { withoutEscapes } from "../../core/text/escape-sequences.ts"
import { placeOf } from "../../core/text/failure-line.ts"
import type { Files } from "../../ports/files.ts"
import type { StatusFacts } from "../../scenario/expressions/expression.ts"
import {
  type HookPlace,
  type HooksEnd,
  hookSignals,
  runHooks,
  runOnTimeout,
  type Stage,
} from "../hooks/hook.ts"
import { runKind, type ScenarioRun } from "../kinds/run-kind.ts"
import { failedTestsText } from "../output/child-tests.ts"
import { excerptOf, readEnd } from "../output/log-tail.ts"
import { readVariables } from "../output/output-file.ts"
import { leftByCommand, leftByHook, withHint } from "../processes/left-behind.ts"
import { type AttemptFacts, NOTHING_RAN, notStarted } from "../request/attempt-facts.ts"
import type { AttemptPorts } from "../request/attempt-request.ts"
import { attemptMarker } from "../request/environment.ts"
import { absoluteFolder, addEnvironment } from "../request/prepare.ts"
import { renderWith } from "../request/render-text.ts"
import { collectArtifacts, KEPT_FOLDER } from "./artifacts.ts"
import { withWishes } from "./wishes.ts"

/** Runs an attempt in its folder, which is there while it runs. */
export async function runScenario(run: ScenarioRun, ports: AttemptPorts): Promise<AttemptFacts> {
  const { place } = run
  const { files } = ports
  for (const folder of [place.temporary, place.cache]) {
    // Most of the time an earlier attempt has made it.
    const made = files.isDirectory(folder) ? null : files.makeDirectory(folder)
    if (made !== null && !made.ok) return notStarted(made.error.message)
  }
  // The launcher would wait for a pipe, and everything else for the launcher.
  const strange = files.placeProblem(`${run.folder}/${run.log}`)
  if (strange !== null) return notStarted(`its log ${run.log} cannot be written: ${strange}`)
  const takeBackWord = sayWhenSlow(run, ports)
  const { before, after } = run.definition
  const ended =
    before === undefined && after === undefined
      ? await runMasked(run, ports)
      : await runWithHooks(run, ports)
  takeBackWord()
  const facts = ended.outcome === "failed" ? await withWishes(ended, run, ports) : ended
  noteFailedTests(run, facts)
  const artifacts = keepArtifacts(run, { facts, files })
  // It quotes what was printed for a terminal, and programs read it.
  const message = facts.message === null ? null : withoutEscapes(facts.message)
  return { ...facts, artifacts, message }
}

/** What its own report says of a scenario that passed has no effect, so it is not to be missed. */
function noteFailedTests({ place, emit }: ScenarioRun, { outcome, tests }: AttemptFacts): void {
  const failed = outcome === "passed" ? failedTestsText(tests) : null
  if (failed === null) return
  emit({ type: "note", level: "warning", message: `${place.id} passed, but ${failed}` })
}

/** A word while it still runs. */
function sayWhenSlow({ place, slowMs, emit }: ScenarioRun, ports: AttemptPorts): () => void {
  return ports.clock.afterRunning(slowMs, () => {
    const message = `${place.id} has been running for ${formatDuration(slowMs)}`
    emit({ type: "note", level: "warning", message })
  })
}

/** After everything, hooks too: they may be what gathers the files. */
function keepArtifacts(
  run: ScenarioRun,
  { facts, files }: { readonly facts: AttemptFacts; readonly files: Files },
): readonly string[] {
  const { definition, place, root, folder, contexts } = run
  if (definition.artifacts === undefined) return []
  const env: Record<string, string> = { ...run.env, ...readVariables(place.temporary, files) }
  const render = renderWith(() => contexts(env))
  addEnvironment(env, { texts: definition.env, render })
  const cwd = render(definition.workingDirectory, "working-directory")
  if (!cwd.ok) return []
  const collected = collectArtifacts(
    {
      specs: definition.artifacts,
      cwd: absoluteFolder(root, cwd.value),
      root,
      folder,
      into: `${KEPT_FOLDER}/${definition.slug}.${place.number}`,
      status: statusOf(facts),
      contexts: () => contexts(env),
    },
    files,
  )
  for (const message of collected.notes) {
    run.emit({ type: "note", level: "warning", message: `${place.id}: ${message}` })
  }
  return collected.files
}

function statusOf({ outcome }: AttemptFacts): StatusFacts {
  return {
    success: outcome === "passed" || outcome === "skipped",
    failure: outcome === "failed",
    cancelled: outcome === "cancelled",
  }
}

/** What it asks to be kept secret is known before anything is said of it, or a hook follows. */
async function runMasked(run: ScenarioRun, ports: AttemptPorts): Promise<AttemptFacts> {
  const facts = await runKind({ ...run, ...timeoutOf(run, ports) }, ports)
  run.mask(facts.masks)
  if (facts.leaked) run.emit(leftByCommand(run.place.id, facts.foreign))
  return facts
}

/** What runs when the time of the attempt is over, by the rules of hooks. */
function timeoutOf(run: ScenarioRun, ports: AttemptPorts): Pick<ScenarioRun, "onTimeout"> {
  const { definition, place, signals } = run
  const { onTimeout: command } = definition
  if (command === undefined) return {}
  const at = { ...run, temporary: place.temporary, hurry: signals.hurry }
  return {
    onTimeout: (pid, env) =>
      runOnTimeout(command, { place: at, env: { ...env, SMOKE_PID: String(pid) } }, ports),
  }
}

/** The hooks before, the command unless one of them failed, the hooks after in any case. */
async function runWithHooks(run: ScenarioRun, ports: AttemptPorts): Promise<AttemptFacts> {
  const { definition, contexts, place } = run
  const begunAt = ports.clock.running()
  const env: Record<string, string> = { ...run.env }
  const render = renderWith(() => contexts(env))
  const own = addEnvironment(env, { texts: definition.env, render })
  if (!own.ok) return notStarted(own.error)
  if (definition.after !== undefined) run.notes?.note(place, run.log)
  const status = { success: true, failure: false, cancelled: false }
  const before = await runHooks(
    definition.before ?? [],
    { place: hookPlace(run, "before"), status, env },
    ports,
  )
  const facts = before.cancelled
    ? NOTHING_RAN
    : before.failure === null
      ? withHint(
          await runMasked({ ...run, env: { ...run.env, ...before.told } }, ports),
          before.leaked,
        )
      : hookFailed(before.failure, run, ports)
  const after = await runHooks(
    definition.after ?? [],
    {
      place: hookPlace(run, "after"),
      status: statusOf(facts),
      env: {
        ...env,
        ...readVariables(place.temporary, ports.files),
        SMOKE_VERDICT: facts.outcome,
        SMOKE_CAUSE: facts.cause ?? "",
      },
    },
    ports,
  )
  if (!after.left) run.notes?.settle(place)
  const whole = {
    ...settle(facts, after, () => hookFailed(after.failure ?? "", run, ports)),
    durationMs: ports.clock.running() - begunAt,
  }
  const hook = before.leaked ?? after.leaked
  if (hook !== null) run.emit(leftByHook(hook, place.id))
  return { ...whole, leaked: facts.leaked || hook !== null }
}

/** A failed hook after does not hide how the command failed, or that it was stopped. */
function settle(facts: AttemptFacts, after: HooksEnd, failed: () => AttemptFacts): AttemptFacts {
  if (after.failure === null || facts.outcome === "failed" || facts.outcome === "cancelled") {
    return facts
  }
  const { outcome, cause, message, tail } = failed()
  return { ...facts, outcome, cause, message, tail }
}

function hookFailed(failure: string, run: ScenarioRun, ports: AttemptPorts): AttemptFacts {
  const log = { path: `${run.folder}/${run.log}`, from: 0 }
  const lines = readEnd(ports.files, log)
  return {
    ...notStarted(failure),
    cause: "hook",
    tail: lines.length === 0 ? null : excerptOf(lines, placeOf(failure, lines)),
    outputBytes: ports.files.sizeBytes(log.path) ?? 0,
  }
}

function hookPlace(run: ScenarioRun, stage: Stage): HookPlace {
  const { id, number, temporary } = run.place
  const own = { stage, id, number, temporary, marker: attemptMarker(run.place) }
  return { ...run, ...own, ...hookSignals(stage, run.signals) }
}
