/**
 * Children that Node itself starts: on Windows, without Perl, and where a launcher cannot pass something
 * on. Output that is captured passes through a pipe: every piece goes to the log, and to a file of its own
 * up to a limit. Writing at once keeps memory flat, whatever a child writes.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, writeSync } from "node:fs"
import type { Readable } from "node:stream"
import { defined } from "../../../core/defined.ts"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { CapturedOutput, Exit, SpawnProblem, SpawnSpec } from "../../../ports/processes.ts"
import { codeOf } from "../files/file-problem.ts"
import { openPlain } from "../files/open-plain.ts"

/** A child that was started, in whatever way. */
export interface Started {
  readonly pid: number
  readonly exited: Promise<Exit>
  /** True once it is known that nothing of its group is left. */
  readonly groupGone: () => boolean
  readonly forget: () => void
  readonly captured?: CapturedOutput
}

/** Nobody knows how it ended. */
export const UNKNOWN_EXIT = { exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null }

/** Starts a child by Node itself. */
export async function startByNode(spec: SpawnSpec): Promise<Result<Started, SpawnProblem>> {
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
    const forget = () => child.unref()
    const captured = capture(child, spec)
    return ok(defined({ pid: child.pid, exited, groupGone: () => false, forget, captured }))
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

function capture(child: ChildProcess, spec: SpawnSpec): CapturedOutput | undefined {
  if (spec.capture === undefined) return undefined
  const { stdout, stderr, limitBytes } = spec.capture
  const streams = [
    { stream: child.stdout, path: stdout },
    { stream: child.stderr, path: stderr },
  ].flatMap(({ stream, path }) => (stream === null || path === undefined ? [] : { stream, path }))
  return captureStreams(streams, { log: spec.log, limitBytes })
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (exitCode, signal) => {
      resolve({ ...UNKNOWN_EXIT, exitCode, signal })
    })
    child.once("error", () => {
      resolve(UNKNOWN_EXIT)
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
  const code = codeOf(error)
  return { code, message: (error as Error).message }
}

/** Copies streams to files until they close. */
function captureStreams(
  streams: readonly { readonly stream: Readable; readonly path: string }[],
  options: { readonly log: string; readonly limitBytes: number },
): CapturedOutput {
  const log = openOrNull(options.log)
  const closing = streams.map(({ stream, path }) =>
    copy(stream, { path, log, limitBytes: options.limitBytes }),
  )
  const closed = Promise.all(closing).then(() => {
    if (log !== null) closeSync(log)
  })
  return {
    closed,
    drop: () => {
      for (const { stream } of streams) stream.destroy()
    },
  }
}

function copy(
  stream: Readable,
  to: { readonly path: string; readonly log: number | null; readonly limitBytes: number },
): Promise<void> {
  const own = openOrNull(to.path)
  let room = to.limitBytes
  return new Promise((resolve) => {
    stream.on("data", (piece: Buffer) => {
      try {
        if (to.log !== null) writeSync(to.log, piece)
        if (room > 0 && own !== null) room -= writeSync(own, piece.subarray(0, room))
      } catch {
        // A full disk costs output, as it does where children write themselves.
      }
    })
    // A stream that breaks also closes.
    stream.on("error", () => {})
    stream.once("close", () => {
      if (own !== null) closeSync(own)
      resolve()
    })
  })
}

/** Null where something else has the place of the file: its reader reports that. */
function openOrNull(path: string): number | null {
  try {
    return openPlain(path, "append")
  } catch {
    return null
  }
}
