/**
 * What an attempt does in the middle, by the kind of its scenario: a command, a script, a request.
 */
import { dirname, isAbsolute, join, normalize } from "node:path/posix"
import type { JsonObject } from "../../core/json/json.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import type { Definition } from "../../formats/plan.ts"
import type { CustomSpec, HttpSpec, Problem } from "../../formats/run-specs.ts"
import { builtInMatchers } from "../../scenario/matchers/built-in-matchers.ts"
import { parseProblemMatchers } from "../../scenario/matchers/problem-matcher.ts"
import { runAttempt } from "../attempt/attempt.ts"
import { absoluteFolder, addEnvironment, prepareAttempt } from "../attempt/prepare.ts"
import type { ScenarioRun } from "../attempt/run-scenario.ts"
import { excerptOf, readEnd } from "../output/log-tail.ts"
import { type Locate, matchProblems } from "../output/match-problems.ts"
import { untilStopped } from "../processes/until-stopped.ts"
import { DEFAULT_LIMITS } from "../processes/watch-limits.ts"
import { type AttemptFacts, notStarted } from "../request/attempt-facts.ts"
import type { AttemptPorts } from "../request/attempt-request.ts"
import { attemptMarker } from "../request/environment.ts"
import { prepareExpect } from "../request/expectations.ts"
import { renderWith } from "../request/render-text.ts"
import { runHttpAttempt } from "./http-attempt.ts"
import { prepareModule, withResult, writeRequest } from "./module-kind.ts"
import { evaluateJson, prepareHttp } from "./prepare-http.ts"
import { runRegistered } from "./registered-kind.ts"

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
  const { definition, place, contexts, root, env, signals, scripts } = run
  const { temporary } = place
  const prepared = prepareAttempt({ definition, root, env, temporary, contexts, scripts })
  if (!prepared.ok) return notStarted(prepared.error)
  const render = renderWith(() => contexts(prepared.value.env))
  const expect = definition.expect === undefined ? null : prepareExpect(definition.expect, render)
  if (expect !== null && !expect.ok) return notStarted(expect.error)
  return runAttempt(
    {
      prepared: prepared.value,
      scripts,
      expect: expect?.value ?? null,
      readsTap: definition.expect?.tap !== "ignore",
      temporary,
      marker: attemptMarker(place),
      match: matchFor({ run, cwd: prepared.value.cwd, ports }),
      log: `${run.folder}/${run.log}`,
      logIsNew: run.logIsNew && definition.before === undefined,
      ...limitsOf(definition),
      stop: signals.stop,
      hurry: signals.hurry,
    },
    ports,
  )
}

async function runHttp(
  command: HttpSpec,
  run: ScenarioRun,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { definition, contexts, signals } = run
  const env: Record<string, string> = { ...run.env }
  const render = renderWith(() => contexts(env))
  const own = addEnvironment(env, { texts: definition.env, render })
  if (!own.ok) return notStarted(own.error)
  const spec = prepareHttp(command, () => contexts(env))
  if (!spec.ok) return notStarted(spec.error)
  const log = `${run.folder}/${run.log}`
  const { timeoutMs } = definition
  return runHttpAttempt({ spec: spec.value, log, timeoutMs, stop: signals.stop }, ports)
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
    if (kind === undefined) return notStarted(`no kind ${command.name} is registered here`)
    const { stop, hurry } = signals
    return runRegistered({ kind, request: { ...request, env }, log, stop, hurry }, ports)
  }
  const module = absoluteFolder(root, command.path)
  const logStart = files.sizeBytes(log) ?? 0
  const problem = writeRequest(request, files)
  if (problem !== null) return notStarted(problem)
  const facts = await runAttempt(
    {
      prepared: prepareModule({ node: run.node, module, temporary, cwd, env }),
      expect: null,
      temporary,
      marker: attemptMarker(place),
      match: matchFor({ run, cwd, ports }),
      log,
      ...limitsOf(definition),
      stop: signals.stop,
      hurry: signals.hurry,
    },
    ports,
  )
  const tail = () => excerptOf(readEnd(files, { path: log, from: logStart }))
  return withResult(facts, { temporary, files, tail })
}

/** How long an attempt may take and what it may use. */
function limitsOf({ timeoutMs, idleTimeoutMs, limits = DEFAULT_LIMITS }: Definition) {
  return { timeoutMs, idleTimeoutMs: idleTimeoutMs ?? null, limits }
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
    run.emit({ type: "note", level: "warning", message: `${path} holds no problem matchers` })
    return []
  })
  const locate: Locate = (file, fromPath) =>
    locateFile(besideOf(file, fromPath), { root, cwd, exists: files.exists })
  const note = (message: string) => {
    run.emit({ type: "note", level: "warning", message: `${run.place.id}: ${message}` })
  }
  return (output) => matchProblems(output, { matchers, patterns, locate, note })
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
