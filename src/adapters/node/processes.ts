/**
 * Child processes by `node:child_process`: each leads a group of its own and writes to a file.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync } from "node:fs"
import { err, ok } from "../../core/result.ts"
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
import { groupMembers, processesMarked } from "./process-table.ts"

/** The real processes of this machine. */
export const nodeProcesses: Processes = {
  spawn: async (spec) => {
    let log: number | undefined
    try {
      log = openSync(spec.log, "a")
      const { stdout, stderr } = spec.capture ?? {}
      const child = spawn(findProgram(spec.file, spec.env["PATH"]), spec.args, {
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
  },
  marked: processesMarked,
  signal: (pids, signal) => {
    for (const pid of pids) send(pid, signal)
  },
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
