/**
 * Child processes: each leads a group of its own and writes to a file. The launcher starts them; where
 * there is none, or it does not work, `node:child_process` does.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { closeSync } from "node:fs"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type {
  CapturedOutput,
  Child,
  Exit,
  Processes,
  SpawnProblem,
  SpawnSpec,
} from "../../../ports/processes.ts"
import { findProgram } from "../files/find-program.ts"
import { openPlain } from "../files/open-plain.ts"
import { captureStreams } from "../machine/capture.ts"
import { createForce, foreignOf } from "./foreign-processes.ts"
import type { Launched } from "./launcher.ts"
import { type LauncherProgram, launcherProgram } from "./launcher-program.ts"
import { Launchers } from "./launchers.ts"
import { environmentOf, ProcessFamily, processesMarked } from "./process-table.ts"
import { createUsage } from "./process-usage.ts"
import { signalTree } from "./signal-tree.ts"

/** Processes of this machine, for one run: what is started here is also ended here. */
export function createProcesses(
  findLauncher: (path: string | undefined) => LauncherProgram | null = launcherProgram,
): Processes {
  const launchers = new Launchers(() => findLauncher(process.env["PATH"]))
  const now = () => performance.now()
  const family = new ProcessFamily(now)
  return {
    expect: (count) => {
      if (count > 0) launchers.warm()
    },
    spawn: async (asked) => {
      const spec = { ...asked, file: findProgram(asked.file, asked.env["PATH"]) }
      const launcher = await (spec.apart === true ? launchers.apart() : launchers.settled())
      const launched = launcher?.launch(spec) ?? null
      if (launched !== null) return toLaunched(launched, family)
      launchers.passedOver()
      return fork(spec, family)
    },
    // Where Node has started children, or a launcher is gone, they may be anywhere.
    marked: (marker, where) =>
      where === "anywhere" || !launchers.keepAll
        ? processesMarked(marker)
        : family.marked(marker, launchers.pids),
    descendants: (leader) => family.descendants(leader),
    started: () => {
      const copiers = launchers.copiers
      return family.living(launchers.pids).filter((pid) => !copiers.has(pid))
    },
    environment: environmentOf,
    usage: createUsage(now, family),
    signal: (pids, signal) => {
      for (const pid of pids) send(pid, signal)
    },
    foreign: foreignOf,
    force: createForce(process.env["PATH"]),
  }
}

async function toLaunched(
  answer: Promise<Result<Launched, SpawnProblem>>,
  family: ProcessFamily,
): Promise<Result<Child, SpawnProblem>> {
  const launched = await answer
  if (!launched.ok) return launched
  const { pid, exited, groupGone, forget, captured } = launched.value
  const child = toChild({ pid, exited, family })
  // To ask for a group that is gone costs an error with its stack.
  const groupAlive = () => !groupGone() && child.groupAlive()
  return ok({ ...child, groupAlive, forget, ...(captured === undefined ? {} : { captured }) })
}

async function fork(spec: SpawnSpec, family: ProcessFamily): Promise<Result<Child, SpawnProblem>> {
  let log: number | undefined
  try {
    log = openPlain(spec.log, "append")
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
    const started = { ...toChild({ pid: child.pid, exited, family }), forget: () => child.unref() }
    return ok(captured === null ? started : { ...started, captured })
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

function toChild(of: {
  readonly pid: number
  readonly exited: Promise<Exit>
  readonly family: ProcessFamily
}): Child {
  const { pid, exited, family } = of
  return {
    pid,
    exited,
    signal: (signal) => signalTree(pid, signal),
    groupAlive: () => send(process.platform === "win32" ? pid : -pid, 0),
    members: () => family.members(pid),
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
  } catch (error) {
    // What may not be signalled is there.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}
