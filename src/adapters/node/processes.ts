/**
 * Child processes: each leads a group of its own and writes to a file. The first ones are started by
 * `node:child_process`; when there are many, the launcher takes over where there is one.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync } from "node:fs"
import { err, ok, type Result } from "../../core/result.ts"
import type {
  CapturedOutput,
  Child,
  Exit,
  Processes,
  SpawnProblem,
  SpawnSpec,
} from "../../ports/processes.ts"
import { captureStreams } from "./capture.ts"
import { findProgram } from "./find-program.ts"
import { Launcher } from "./launcher.ts"
import { groupMembers, processesMarked } from "./process-table.ts"
import { createUsage } from "./process-usage.ts"

/** With fewer children than this, starting a launcher would cost more than it saves. */
const LAUNCHER_AFTER = 4

/** Processes of this machine; the launcher starts after so many children, or never. */
export function createProcesses(launcherAfter: number = LAUNCHER_AFTER): Processes {
  let launcher: Launcher | null = null
  let spawned = 0
  return {
    spawn: async (asked) => {
      const spec = { ...asked, file: findProgram(asked.file, asked.env["PATH"]) }
      // One that is gone is not started again: whatever ended it may well do so again.
      if (spawned === launcherAfter) launcher = Launcher.start(process.env["PATH"])
      spawned += 1
      // Many at once would otherwise all be started before it is there.
      await launcher?.whenSettled()
      return launcher?.ready === true && canLaunch(spec) ? launch(launcher, spec) : fork(spec)
    },
    marked: processesMarked,
    usage: createUsage(() => performance.now()),
    signal: (pids, signal) => {
      for (const pid of pids) send(pid, signal)
    },
  }
}

/** The real processes of this machine. */
export const nodeProcesses: Processes = createProcesses()

/** Pipes are Node's; and what cannot be said in its words Node refuses better. */
function canLaunch(spec: SpawnSpec): boolean {
  if (spec.capture !== undefined) return false
  const words = [spec.log, spec.cwd, spec.file, ...spec.args]
  if (words.some((word) => word.includes("\0"))) return false
  for (const name in spec.env) {
    if (name === "" || name.includes("=") || spec.env[name]?.includes("\0")) return false
  }
  return true
}

async function launch(launcher: Launcher, spec: SpawnSpec): Promise<Result<Child, SpawnProblem>> {
  const launched = await launcher.launch(spec)
  if (!launched.ok) return launched
  const { pid, exited, groupGone } = launched.value
  const child = toChild(pid, exited)
  // To ask for a group that is gone costs an error with its stack.
  return ok({ ...child, groupAlive: () => !groupGone() && child.groupAlive() })
}

async function fork(spec: SpawnSpec): Promise<Result<Child, SpawnProblem>> {
  let log: number | undefined
  try {
    log = openSync(spec.log, "a")
    const { stdout, stderr } = spec.capture ?? {}
    const child = spawn(spec.file, spec.args, {
      cwd: spec.cwd,
      env: { ...spec.env },
      stdio: ["ignore", stdout === undefined ? log : "pipe", stderr === undefined ? log : "pipe"],
      detached: true,
      windowsHide: true,
    })
    const exited = exitOf(child)
    if (child.pid === undefined) return err(await startProblem(child))
    const captured = capture(child, spec)
    return ok({ ...toChild(child.pid, exited), ...(captured === null ? {} : { captured }) })
  } catch (error) {
    return err(toSpawnProblem(error))
  } finally {
    if (log !== undefined) closeSync(log)
  }
}

function capture(child: ChildProcess, spec: SpawnSpec): CapturedOutput | null {
  if (spec.capture === undefined) return null
  const { stdout, stderr, limitBytes } = spec.capture
  const streams = [
    { stream: child.stdout, path: stdout },
    { stream: child.stderr, path: stderr },
  ].flatMap(({ stream, path }) => (stream === null || path === undefined ? [] : { stream, path }))
  return captureStreams(streams, { log: spec.log, limitBytes })
}

function toChild(pid: number, exited: Promise<Exit>): Child {
  return {
    pid,
    exited,
    signal: (signal) => send(process.platform === "win32" ? pid : -pid, signal),
    groupAlive: () => {
      if (process.platform === "win32") return send(pid, 0)
      // The group exists also while it only holds processes that wait to be reaped.
      return send(-pid, 0) && groupMembers(pid) !== 0
    },
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (exitCode, signal) => {
      resolve({ exitCode, signal, cpuMs: null, peakMemoryBytes: null })
    })
    child.once("error", () => {
      resolve({ exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null })
    })
  })
}

function startProblem(child: ChildProcess): Promise<SpawnProblem> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve(toSpawnProblem(error))
    })
  })
}

function toSpawnProblem(error: unknown): SpawnProblem {
  if (!(error instanceof Error)) throw error
  const code = "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN"
  return { code, message: error.message }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}
