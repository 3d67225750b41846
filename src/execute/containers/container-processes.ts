/**
 * A container as a process: its client stays in the foreground, and what is sent, measured and ended is
 * the container. Code that watches processes needs no special case.
 */
import { defined } from "../../core/defined.ts"
import { ok } from "../../core/problems/result.ts"
import { findFailureLine } from "../../core/text/failure-line.ts"
import type { Clock } from "../../ports/clock.ts"
import type { ContainerEngine, RunningContainer } from "../../ports/containers.ts"
import type { Child, EndSignal, Exit, GroupUsage, Processes } from "../../ports/processes.ts"
import { pause } from "../processes/pause.ts"

/** Between two tries to reach a container that its client has not made yet. */
const LOOK_MS = 100

/** From here on signals have ended what was inside. */
const FIRST_SIGNAL_EXIT = 128

/** Which container is meant, and how it is ended. */
export interface ContainerHandle {
  readonly engine: ContainerEngine
  readonly name: string
  /** Ends it softly; false when it does not run yet. */
  readonly soften: () => Promise<boolean>
  /** It goes on without its client, which does not see that it is removed. */
  readonly outlives?: boolean
  /** How the command inside ended, as it noted itself; undefined where it notes nothing. */
  readonly noted?: () => Pick<Exit, "exitCode" | "exceededBytes"> | null
  /** What its log, where the engine writes its errors, says of a failure. */
  readonly said: () => string | null
}

/** What podman says of a health check where there is no systemd, which fails nothing. */
const OF_PODMAN = /^time="[^"]*" level=error msg="unable to get systemd connection/u

/** The line of a log that says what went wrong; null where there is none. */
export function saidIn(lines: readonly string[]): string | null {
  const ofOthers = lines.filter((line) => !OF_PODMAN.test(line))
  const all = ofOthers.length === 0 ? lines : ofOthers
  return (findFailureLine(all)?.text ?? all.at(-1))?.trim() ?? null
}

/** Processes of one container. */
export interface ContainerProcesses extends Processes {
  /** Resolves once nothing of the container is there; the error says what is left. */
  readonly removed: () => Promise<string | null>
  /** Ends its client alone. */
  readonly letGo: () => void
}

/** Makes them; a container is run once. */
export function containerProcesses(
  handle: ContainerHandle,
  { clock, processes }: { readonly clock: Clock; readonly processes: Processes },
): ContainerProcesses {
  const { engine, name, soften, noted, said, outlives } = handle
  const usage = usageReader(handle)
  let client: Child | null = null
  let isOver = false
  let isCut = false
  /** It ended by itself, and its client has seen that it is removed. */
  let isGone = false
  const sent = new Map<string, Promise<void>>()
  const end = async (signal: EndSignal, child: Child) => {
    // A client that is ended may have made what nobody would see.
    while (!isOver) {
      const reached = signal === "SIGTERM" ? await soften() : await engine.signal(name, signal)
      if (reached || isOver) return
      if (signal === "SIGKILL") child.signal("SIGKILL")
      await pause(LOOK_MS, { clock, hurry: null })
    }
  }
  return {
    spawn: async (spec) => {
      const spawned = await processes.spawn(spec)
      if (!spawned.ok) return spawned
      const child = spawned.value
      client = child
      const exited = child.exited.then((exit): Exit => {
        isOver = true
        const { exitCode } = exit
        const told = { ...exit, ...usage.last() }
        const end = noted?.() ?? null
        // What was noted is the command's; another failure is that of the engine, or of its client.
        const isOurs = end !== null || exitCode === 0 || (exitCode ?? 0) >= FIRST_SIGNAL_EXIT
        isGone = !isCut && isOurs && outlives !== true
        if (end !== null) return { ...told, ...end, signal: null }
        if (isCut || noted === undefined || isOurs) return told
        return { ...told, problem: { code: "ECONTAINER", message: said() ?? "it said nothing" } }
      })
      return ok({
        ...defined({ pid: child.pid, forget: child.forget, captured: child.captured }),
        exited,
        signal: (signal) => {
          if (isOver) return false
          isCut = true
          if (!sent.has(signal)) sent.set(signal, end(signal, child))
          return true
        },
        groupAlive: () => !isOver,
        members: () => null,
      })
    },
    marked: () => [],
    environment: () => ({}),
    signal: () => {},
    usage: usage.now,
    letGo: () => {
      client?.signal("SIGKILL")
    },
    removed: async () => {
      if (isGone) return null
      client?.signal("SIGKILL")
      await Promise.allSettled(sent.values())
      const removed = await engine.remove([name])
      return removed.ok ? null : removed.error
    },
  }
}

/** Looks the container up when it is first asked, by a call that takes a moment. */
function usageReader({ engine, name }: ContainerHandle) {
  let container: RunningContainer | null | "asked" = null
  let cpuMs: number | null = null
  let peakMemoryBytes: number | null = null
  return {
    now: (): GroupUsage | null => {
      if (container === "asked") return null
      if (container === null) {
        container = "asked"
        void engine.look(name).then((running) => {
          container = running
        })
        return null
      }
      const used = container.usage()
      if (used === null) return null
      cpuMs = Math.max(cpuMs ?? 0, used.cpuMs)
      peakMemoryBytes = Math.max(peakMemoryBytes ?? 0, used.memoryBytes)
      return used
    },
    last: () => ({ cpuMs, peakMemoryBytes }),
  }
}
