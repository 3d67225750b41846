/**
 * Programs that probes ask: bounded in time and output, and none is left behind.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import { formatDuration } from "../../../core/quantities/duration.ts"
import type {
  ProgramAnswer,
  ProgramProblem,
  ProgramRequest,
  Programs,
} from "../../../ports/probe.ts"
import { nodeClock } from "../clock.ts"
import { codeOf } from "../files/file-problem.ts"
import { findProgram } from "../files/find-program.ts"
import { sendSignal, signalGroup } from "../processes/send-signal.ts"
import {
  LOST_SUPERVISOR,
  readSupervisor,
  SUPERVISOR_FD,
  supervised,
} from "../processes/supervisor.ts"

type Answer = Result<ProgramAnswer, ProgramProblem>

/** The last of stderr is where programs say what went wrong. */
const STDERR_BYTES = 4_096

/** How long output may still come after the program itself has ended. */
const DRAIN_MS = 250

const LOST: Answer = err({ code: "not-started", message: LOST_SUPERVISOR })
const STOPPED: Answer = err({ code: "stopped", message: "it was stopped" })

function tooLong(timeoutMs: number): Answer {
  return err({ code: "timeout", message: `it took longer than ${formatDuration(timeoutMs)}` })
}

/** The real programs of this machine. */
export const nodePrograms: Programs = {
  ask: (request) =>
    new Promise((resolve) => {
      const { args: words, env: variables, timeoutMs } = request
      const found = findProgram(request.file, variables["PATH"])
      const plain = { file: found, args: words, env: variables }
      const command = supervised({ ...plain, timeoutMs }, process.env["PATH"])
      const { file, args, env } = command ?? plain
      let child: ChildProcess
      try {
        child = spawn(file, [...args], {
          cwd: request.cwd,
          env: { ...env },
          stdio: ["ignore", "pipe", "pipe", ...(command === null ? [] : ["pipe" as const])],
          detached: true,
          windowsHide: true,
        })
      } catch (error) {
        resolve(err(problemOf(codeOf(error))))
        return
      }
      listen(child, { request, resolve, isSupervised: command !== null })
    }),
}

function listen(
  child: ChildProcess,
  ask: {
    readonly request: ProgramRequest
    readonly resolve: (answer: Answer) => void
    readonly isSupervised: boolean
  },
): void {
  const { request, isSupervised } = ask
  const { timeoutMs, signal } = request
  let drain: NodeJS.Timeout | undefined
  const settle = (answer: Answer) => {
    takeBack()
    clearTimeout(drain)
    signal.removeEventListener("abort", stop)
    end(child, isSupervised)
    child.stdout?.destroy()
    child.stderr?.destroy()
    ask.resolve(answer)
  }
  const stop = () => settle(STOPPED)
  const takeBack = nodeClock.afterRunning(timeoutMs, () => settle(tooLong(timeoutMs)))
  const said = collect(child, request.maxOutputBytes, settle)
  const finish = (exited: number | null) => {
    const { told, stdout, stderr } = said()
    const ended = isSupervised ? (readSupervisor(told)?.end ?? null) : null
    if (ended?.how === "refused") return settle(err(problemOf(ended.code)))
    if (ended?.how === "timeout") return settle(tooLong(timeoutMs))
    if (ended?.how === "stopped") return stop()
    // Its own end says nothing of the command's.
    if (isSupervised && ended === null) return settle(LOST)
    settle(ok({ exitCode: ended?.how === "ended" ? ended.exitCode : exited, stdout, stderr }))
  }
  child.once("error", (error) => settle(err(problemOf(codeOf(error)))))
  child.once("exit", (exitCode) => {
    // Something that it started may hold its output open for ever.
    drain = setTimeout(() => finish(exitCode), DRAIN_MS)
  })
  child.once("close", finish)
  if (signal.aborted) stop()
  else signal.addEventListener("abort", stop)
}

/** Keeps what a program says, and what its supervisor does; `settle` is called where that is too much. */
function collect(child: ChildProcess, mostBytes: number, settle: (answer: Answer) => void) {
  let told = ""
  const pieces: Buffer[] = []
  let size = 0
  let stderr = Buffer.alloc(0)
  child.stdout?.on("data", (piece: Buffer) => {
    size += piece.length
    if (size <= mostBytes) pieces.push(piece)
    else settle(err({ code: "output", message: `it wrote more than ${sizeText(mostBytes)}` }))
  })
  child.stderr?.on("data", (piece: Buffer) => {
    stderr = Buffer.concat([stderr, piece]).subarray(-STDERR_BYTES)
  })
  child.stdio[SUPERVISOR_FD]?.on("data", (piece: Buffer) => {
    told += piece.toString("latin1")
  })
  return () => {
    const stdout = Buffer.concat(pieces).toString("utf8")
    return { told, stdout, stderr: stderr.toString("utf8") }
  }
}

/** Whatever it has started goes with it: a supervisor ends that with a grace. */
function end({ pid }: ChildProcess, isSupervised: boolean): void {
  if (pid === undefined) return
  if (!isSupervised) signalGroup(pid, "SIGKILL")
  // What is stopped hears of it only when it goes on.
  else if (sendSignal(pid, "SIGTERM") === "sent") sendSignal(pid, "SIGCONT")
}

function sizeText(bytes: number): string {
  return bytes % (1 << 20) === 0 ? `${bytes >> 20} MiB` : `${bytes} bytes`
}

function problemOf(code: string): ProgramProblem {
  if (code === "ENOENT") return { code: "not-found", message: "there is no such program" }
  return { code: "not-started", message: `it could not be started (${code})` }
}
