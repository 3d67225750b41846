/**
 * What an attempt does in the middle, by the kind of its scenario: a command, a script, a request.
 */
import { dirname, isAbsolute, join, normalize } from "node:path/posix"
import type { Json, JsonObject } from "../../core/json/json.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import type { EventBody } from "../../events/event.ts"
import type { Definition } from "../../formats/plan.ts"
import type { CustomSpec, HttpSpec, Problem } from "../../formats/run-specs.ts"
import type { Tests } from "../../formats/test-cases.ts"
import type { Files } from "../../ports/files.ts"
import { builtInMatchers } from "../../scenario/matchers/built-in-matchers.ts"
import { parseProblemMatchers } from "../../scenario/matchers/problem-matcher.ts"
import type { ShardContainers } from "../containers/shard-containers.ts"
import { expectTests } from "../output/child-tests.ts"
import { excerptOf, readEnd } from "../output/log-tail.ts"
import { type Locate, matchProblems } from "../output/match-problems.ts"
import { pause } from "../processes/pause.ts"
import { DEFAULT_LIMITS } from "../processes/watch-limits.ts"
import { type AttemptFacts, notStarted } from "../request/attempt-facts.ts"
import type { AttemptPorts, AttemptRequest, StopSignals } from "../request/attempt-request.ts"
import { type AttemptPlace, attemptMarker } from "../request/environment.ts"
import { untilStopped } from "../request/expectations.ts"
import type { OwedNotes } from "../request/owed-notes.ts"
import {
  absoluteFolder,
  addEnvironment,
  type Prepared,
  prepareAttempt,
  type ScriptFiles,
} from "../request/prepare.ts"
import { mapTexts, renderWith } from "../request/render-text.ts"
import { runHttpAttempt } from "./http-attempt.ts"
import type { Kind } from "./kind.ts"
import { prepareModule, withResult, writeRequest } from "./module-kind.ts"
import { evaluateJson, prepareHttp } from "./prepare-http.ts"
import { runRegistered } from "./registered-kind.ts"
import { runAttempt } from "./run-command.ts"
import { runContained } from "./run-contained.ts"

/** One attempt of a scenario, with its place and everything around it. */
export interface ScenarioRun {
  readonly definition: Definition
  readonly place: AttemptPlace
  /** The child's environment before the scenario's own. */
  readonly env: Readonly<Record<string, string>>
  /** The part of it that every child of the run inherits. */
  readonly inherited: Readonly<Record<string, string>>
  readonly containers: ShardContainers
  /** After this time it is named as one that still runs. */
  readonly slowMs: number
  readonly contexts: (env: Readonly<Record<string, string>>) => Readonly<Record<string, Json>>
  readonly root: string
  /** The run's folder, and the attempt's log relative to it. */
  readonly folder: string
  readonly log: string
  /** Scripts that attempts share. */
  readonly scripts: ScriptFiles
  readonly signals: StopSignals
  /** Where hooks after are noted while they are to come; absent where no later engine looks. */
  readonly notes?: OwedNotes
  /** The program of Node, for kinds that are modules. */
  readonly node: string
  readonly kinds: Readonly<Record<string, Kind>>
  readonly emit: (body: EventBody) => boolean
  /** Told what is to be kept secret from now on. */
  readonly mask: (values: readonly string[]) => void
  /** Runs the command of `on-timeout`, with what the attempt's process has in its environment. */
  readonly onTimeout?: (pid: number, env: Readonly<Record<string, string>>) => Promise<void>
}

/** Runs what the scenario is, without its hooks. */
export async function runKind(run: ScenarioRun, ports: AttemptPorts): Promise<AttemptFacts> {
  const { command } = run.definition
  switch (command.kind) {
    case "http":
      return runHttp(command, run, ports)
    case "module":
    case "registered":
      return runCustom(command, run, ports)
    case "run":
    case "script":
      return runCommand(run, ports)
    default:
      return unreachable(command)
  }
}

async function runCommand(run: ScenarioRun, ports: AttemptPorts): Promise<AttemptFacts> {
  const { definition, place, contexts, root, env, scripts } = run
  const { temporary } = place
  const prepared = prepareAttempt({ definition, root, env, temporary, contexts, scripts })
  if (!prepared.ok) return notStarted(prepared.error)
  const render = renderWith(() => contexts(prepared.value.env))
  const expect = mapTexts(definition.expect ?? null, "expect", render)
  if (!expect.ok) return notStarted(expect.error)
  const request = {
    ...requestOf(run, { prepared: prepared.value, ports }),
    scripts,
    expect: expect.value,
    readsTap: definition.expect?.tap !== "ignore",
  }
  const { container: spec } = definition
  if (spec === undefined) return runAttempt(request, ports)
  return runContained({ ...run, spec }, request, ports)
}

async function runHttp(
  command: HttpSpec,
  run: ScenarioRun,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { definition, contexts, signals, place } = run
  const env: Record<string, string> = { ...run.env }
  const render = renderWith(() => contexts(env))
  const own = addEnvironment(env, { texts: definition.env, render })
  if (!own.ok) return notStarted(own.error)
  const prepared = prepareHttp(command, () => contexts(env))
  if (!prepared.ok) return notStarted(prepared.error)
  const log = `${run.folder}/${run.log}`
  const { timeoutMs } = definition
  // What a child is told by its environment; headers of the suite win.
  const { TRACEPARENT: traceparent = "" } = place.traceparent === undefined ? {} : env
  const told = traceparent === "" ? {} : { traceparent }
  const spec = { ...prepared.value, headers: { ...told, ...prepared.value.headers } }
  return runHttpAttempt({ spec, log, timeoutMs, stop: signals.stop }, ports)
}

async function runCustom(
  command: CustomSpec,
  run: ScenarioRun,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { definition, place, contexts, root, signals } = run
  const { temporary } = place
  const { timeoutMs, name, slug } = definition
  const { files } = ports
  // What a command would be given, made by the same rules; the text itself is nobody's.
  const like = { ...definition, command: { kind: "run", text: "" }, shell: "sh" } as const
  const prepared = prepareAttempt({ definition: like, root, env: run.env, temporary, contexts })
  if (!prepared.ok) return notStarted(prepared.error)
  const { env, cwd } = prepared.value
  const given = evaluateJson(command.with, () => contexts(env))
  if (!given.ok) return notStarted(`with: ${given.error}`)
  const { length } = definition.args
  const args = length === 0 ? [] : prepared.value.args.slice(-length)
  const request = {
    id: place.id,
    ...{ name, slug, cwd, temporary, timeoutMs },
    attempt: place.number,
    with: given.value as JsonObject,
    args,
  }
  const log = `${run.folder}/${run.log}`
  if (command.kind === "registered") {
    const kind = Object.hasOwn(run.kinds, command.name) ? run.kinds[command.name] : undefined
    if (kind === undefined) return notStarted(`the kind ${command.name} is not registered here`)
    const { stop, hurry } = signals
    return runRegistered({ kind, request: { ...request, env }, log, stop, hurry }, ports)
  }
  const module = absoluteFolder(root, command.path)
  const logStart = files.sizeBytes(log) ?? 0
  const problem = writeRequest(request, files)
  if (problem !== null) return notStarted(problem)
  const started = prepareModule({ node: run.node, module, temporary, cwd, env })
  const facts = await runAttempt(requestOf(run, { prepared: started, ports }), ports)
  const tail = () => excerptOf(readEnd(files, { path: log, from: logStart }))
  return withResult(facts, { temporary, files, tail })
}

/** What every attempt that is a process is asked. */
function requestOf(
  run: ScenarioRun,
  of: { readonly prepared: Prepared; readonly ports: AttemptPorts },
): AttemptRequest {
  const { definition, place, folder, log, signals, onTimeout } = run
  const { timeoutMs, idleTimeoutMs = null, timeoutSignal, limits = DEFAULT_LIMITS } = definition
  const { prepared, ports } = of
  const { stop, hurry } = signals
  const locate = locateFrom({ root: run.root, cwd: prepared.cwd, files: ports.files })
  return {
    prepared,
    expect: null,
    temporary: place.temporary,
    log: `${folder}/${log}`,
    marker: attemptMarker(place),
    match: matchFor({ run, cwd: prepared.cwd, ports }),
    locate: (file) => locate(file, null),
    readTests: testsFor({ run, prepared, ports }),
    failsByTests: definition.reports?.failures === "fail",
    timeoutMs,
    idleTimeoutMs,
    onTimeout: onTimeout && ((pid) => onTimeout(pid, prepared.env)),
    timeoutSignal,
    limits,
    stop,
    hurry,
  }
}

/** Finds what output names; null where the scenario has no matchers. */
function matchFor(of: {
  readonly run: ScenarioRun
  readonly cwd: string
  readonly ports: AttemptPorts
}): ((output: string) => Promise<readonly Problem[]>) | null {
  const { run, cwd, ports } = of
  const { root, definition } = run
  const { files } = ports
  const { patterns } = untilStopped(ports.patterns, run.signals.stop)
  if (definition.problemMatchers === undefined) return null
  const matchers = definition.problemMatchers.flatMap((path) => {
    const builtIn = builtInMatchers(path)
    if (builtIn !== null) return builtIn
    const text = files.readText(`${root}/${path}`)
    const parsed = text.ok ? parseProblemMatchers(text.value) : null
    if (parsed?.ok) return parsed.value
    // A plan is refused where files differ, so this is a command that removed it.
    run.emit({ type: "note", level: "warning", message: `${path} contains no problem matchers` })
    return []
  })
  const locate = locateFrom({ root, cwd, files })
  const note = (message: string) => {
    run.emit({ type: "note", level: "warning", message: `${run.place.id}: ${message}` })
  }
  return (output) => matchProblems(output, { matchers, patterns, locate, note })
}

/** Reads the reports of the scenario's own tests; null where it has none. */
function testsFor(of: {
  readonly run: ScenarioRun
  readonly prepared: Prepared
  readonly ports: AttemptPorts
}): (() => Promise<Tests | null>) | null {
  const { run, prepared, ports } = of
  const { definition, root, contexts, signals } = run
  const { cwd, env } = prepared
  if (definition.reports === undefined) return null
  const note = (message: string) => {
    run.emit({ type: "note", level: "warning", message: `${run.place.id}: ${message}` })
  }
  const render = renderWith(() => contexts(env))
  const spec = mapTexts(definition.reports, "reports", render)
  if (!spec.ok) {
    note(spec.error)
    return null
  }
  const rest = async () => {
    await pause(0, { clock: ports.clock, hurry: null })
    return signals.stop.aborted
  }
  const { files } = ports
  return expectTests({
    spec: spec.value,
    cwd,
    files,
    locate: locateFrom({ root, cwd, files }),
    note,
    rest,
  })
}

function locateFrom(at: {
  readonly root: string
  readonly cwd: string
  readonly files: Pick<Files, "exists">
}): Locate {
  const { root, cwd, files } = at
  return (file, fromPath) =>
    locateFile(besideOf(file, fromPath), { root, cwd, exists: files.exists })
}

/** A relative path that is meant from the folder of another file, such as that of a project. */
function besideOf(file: string, fromPath: string | null): string {
  if (fromPath === null || isAbsolute(file)) return file
  return join(dirname(fromPath.trim().replaceAll("\\", "/")), file)
}

/** Tools name files from where they run, or from the root of the repository. */
function locateFile(
  file: string,
  from: {
    readonly root: string
    readonly cwd: string
    readonly exists: (path: string) => boolean
  },
): string | null {
  const { root, cwd, exists } = from
  const path = file.trim().replaceAll("\\", "/")
  const places = isAbsolute(path) ? [path] : [`${cwd}/${path}`, `${root}/${path}`]
  const found = places.find(exists)
  const whole = found === undefined ? "" : normalize(found)
  return whole.startsWith(`${root}/`) ? whole.slice(root.length + 1) : null
}
