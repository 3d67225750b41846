import { err, ok, type Result } from "../../../src/core/problems/result.ts"
import { formatDuration } from "../../../src/core/quantities/duration.ts"
import type { Cluster, ClusterAnswer } from "../../../src/ports/cluster.ts"
import type {
  Connections,
  Host,
  ProgramAnswer,
  ProgramProblem,
  ProgramRequest,
  Programs,
} from "../../../src/ports/probe.ts"

/** What a fake program does: an answer, or nothing until its time is over. */
export type FakeProgram = Partial<ProgramAnswer> | "hangs"

/** Programs that exist only here, by name; what was asked is kept. */
export class FakePrograms implements Programs {
  readonly asked: string[] = []
  readonly #programs: Readonly<Record<string, FakeProgram>>

  constructor(programs: Readonly<Record<string, FakeProgram>> = {}) {
    this.#programs = programs
  }

  ask(request: ProgramRequest): Promise<Result<ProgramAnswer, ProgramProblem>> {
    const { file, args, maxOutputBytes, timeoutMs, signal } = request
    this.asked.push([file, ...args].join(" "))
    const program = this.#programs[file]
    const problem = (code: ProgramProblem["code"], message: string) =>
      Promise.resolve(err({ code, message }))
    if (program === undefined) return problem("not-found", "the program was not found")
    if (signal.aborted) return problem("stopped", "it was stopped")
    if (program === "hangs") {
      return new Promise((resolve) => {
        const over = setTimeout(() => {
          const message = `it took longer than ${formatDuration(timeoutMs)}`
          resolve(err({ code: "timeout", message }))
        }, timeoutMs)
        signal.addEventListener("abort", () => {
          clearTimeout(over)
          resolve(err({ code: "stopped", message: "it was stopped" }))
        })
      })
    }
    const { stdout = "", stderr = "", exitCode = 0 } = program
    if (stdout.length > maxOutputBytes) {
      return problem("output", `it wrote more than ${maxOutputBytes} bytes`)
    }
    return Promise.resolve(ok({ exitCode, stdout, stderr: stderr.slice(-4_096) }))
  }
}

/** Connections that open where somebody listens, by `host:port`. */
export function fakeConnections(listening: readonly string[]): Connections {
  return {
    open: ({ host, port }) =>
      Promise.resolve(
        listening.includes(`${host}:${port}`) ? ok(undefined) : err("connection refused"),
      ),
  }
}

/** A machine as a test wants it. */
export function fakeHost(more: Partial<Host> = {}): Host {
  return {
    os: "linux",
    arch: "x64",
    cores: () => 4,
    memory: () => ({ totalBytes: 16 * 2 ** 30, freeBytes: 8 * 2 ** 30 }),
    diskFreeBytes: () => ok(14 * 2 ** 30),
    ...more,
  }
}

/** A cluster that says this of its nodes and pods. */
export function fakeCluster(
  nodes: Result<ClusterAnswer, string>,
  pods: Result<ClusterAnswer, string> = err("there is neither kubectl nor oc"),
): Cluster {
  return { nodes: () => Promise.resolve(nodes), pods: () => Promise.resolve(pods) }
}
