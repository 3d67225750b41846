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
import type { Launched } from "./launcher.ts"
import { launcherPrograms } from "./launcher-program.ts"
import { Launchers } from "./launchers.ts"
import { descendantsOf, environmentOf, groupMembers, processesMarked } from "./process-table.ts"
import { createUsage } from "./process-usage.ts"
import { signalTree } from "./signal-tree.ts"

/** With fewer children than this, starting a launcher would cost more than it saves. */
const LAUNCHER_AFTER = 4

/** Processes of this machine; the launcher starts after so many children, or never. */
export function createProcesses(
  launcherAfter: number = LAUNCHER_AFTER,
  programs = launcherPrograms,
): Processes {
  const launchers = new Launchers(() => programs(process.env["PATH"]))
  let spawned = 0
  const choose = async ({ apart }: SpawnSpec) => {
    if (apart === true) return launchers.apart()
    if (spawned === launcherAfter) launchers.warm()
    spawned += 1
    // The first need not wait for it; many at once would otherwise all be started before it is there.
    return spawned > launcherAfter ? launchers.settled() : launchers.ready
  }
  return {
    expect: (count) => {
      if (count > launcherAfter) launchers.warm()
    },
    spawn: async (asked) => {
      const spec = { ...asked, file: findProgram(asked.file, asked.env["PATH"]) }
      const launcher = await choose(spec)
      if (launcher !== null && spec.capture === undefined) {
        const launched = launcher.launch(spec)
        if (launched !== null) return toLaunched(launched)
      }
      return spec.after === undefined ? fork(spec) : err(NOT_FOLLOWED)
    },
    canFollow: () => launchers.ready !== null,
    withdraw: (turn) => {
      turn.withdrawn = true
      launchers.ready?.withdraw(turn)
    },
    marked: processesMarked,
    descendants: descendantsOf,
    environment: environmentOf,
    usage: createUsage(() => performance.now()),
    signal: (pids, signal) => {
      for (const pid of pids) send(pid, signal)
    },
  }
}

const NOT_FOLLOWED = { code: "EHELD", message: "nothing can be followed" } as const

/** The real processes of this machine. */
export const nodeProcesses: Processes = createProcesses()

async function toLaunched(
  answer: Promise<Result<Launched, SpawnProblem>>,
): Promise<Result<Child, SpawnProblem>> {
  const launched = await answer
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
    const { file, args } = joining(spec)
    const child = spawn(file, args, {
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

/** A shell joins the control group and becomes the program. */
function joining({ file, args, controlGroup }: SpawnSpec): Pick<SpawnSpec, "file" | "args"> {
  if (controlGroup === undefined) return { file, args: [...args] }
  const join = 'echo 0 > "$0/cgroup.procs"; exec "$@"'
  return { file: "/bin/sh", args: ["-c", join, controlGroup, file, ...args] }
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
    signal: (signal) => signalTree(pid, signal),
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
