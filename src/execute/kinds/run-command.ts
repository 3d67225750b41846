/**
 * One attempt: started, watched, ended with everything it started, and said in facts.
 */
import { defined } from "../../core/defined.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import type { ControlGroup } from "../../ports/control-groups.ts"
import type { FileProblem, Files } from "../../ports/files.ts"
import type { Capture, SpawnSpec } from "../../ports/processes.ts"
import { explainSpawn, isLost, NOBODY_LEFT, patiently, SCARCE } from "../processes/patience.ts"
import { LimitsWatch } from "../processes/watch-limits.ts"
import { watchProcess } from "../processes/watch-process.ts"
import { type AttemptFacts, NOTHING_RAN, notStarted } from "../request/attempt-facts.ts"
import type { AttemptPorts, AttemptRequest } from "../request/attempt-request.ts"
import { SEARCH_BYTES } from "../request/expectations.ts"
import { capturedPath, describe, UNKNOWN_END } from "./describe-end.ts"

/** Runs an attempt to its end; never throws for what a child or the system does. */
export async function runAttempt(
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { memoryBytes } = request.limits
  const group = memoryBytes === null ? null : (ports.controlGroups?.make({ memoryBytes }) ?? null)
  const facts = await runIn(group, request, ports)
  group?.remove()
  return facts
}

async function runIn(
  group: ControlGroup | null,
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { prepared, log, marker, timeoutMs, stop, hurry } = request
  const { files } = ports
  const { file, args, cwd, env } = prepared
  const capture = captureFor(request)
  const spec: SpawnSpec = defined({ file, args, cwd, env, log, capture, controlGroup: group?.path })
  const logStart = files.sizeBytes(log) ?? 0
  const { idleTimeoutMs } = request
  const all = { limits: request.limits, idleTimeoutMs, log, logStart, group }
  const limits = new LimitsWatch(all, ports)
  const { onTimeout, timeoutSignal } = request
  const watched = { spec, marker, timeoutMs, onTimeout, timeoutSignal, limits, stop, hurry }
  let unwritten: FileProblem | null = null
  const dropCaptured = () => {
    for (const path of [capture?.stdout, capture?.stderr]) {
      if (path !== undefined) files.remove(path)
    }
  }
  const start = async (apart = false) => {
    // What an attempt before has left is nothing that this one has said.
    dropCaptured()
    const written = writeScript(request, files)
    unwritten = written.ok ? null : written.error
    if (!written.ok) return written
    return watchProcess(apart ? { ...watched, spec: { ...spec, apart } } : watched, ports)
  }
  const ended = await patiently(start, { log, marker, stop, ports })
  if (!ended.ok) {
    const { code, message } = ended.error
    if (unwritten !== null) return notStarted(message)
    if (isLost(ended) && !stop.aborted) return notStarted(UNKNOWN_END)
    if (stop.aborted && (code === NOBODY_LEFT || SCARCE.includes(code))) {
      return NOTHING_RAN
    }
    return notStarted(explainSpawn({ code, message, file, cwd, env: spec.env, files }))
  }
  const facts = await describe({ end: ended.value, peaks: limits.peaks, logStart, request, ports })
  dropCaptured()
  return facts
}

function writeScript(
  { prepared: { script }, scripts }: AttemptRequest,
  files: Files,
): Result<void, FileProblem> {
  if (script === null) return ok(undefined)
  return scripts?.write(script) ?? files.writeNoLink(script.path, script.text)
}

/** Only what is asked for takes the way through a pipe: the other way keeps the order of a log. */
function captureFor({ expect, temporary }: AttemptRequest): Capture | undefined {
  const pathFor = (name: "stdout" | "stderr") =>
    expect?.[name] == null ? undefined : capturedPath(temporary, name)
  const paths = defined({ stdout: pathFor("stdout"), stderr: pathFor("stderr") })
  return Object.keys(paths).length === 0 ? undefined : { ...paths, limitBytes: SEARCH_BYTES + 1 }
}
