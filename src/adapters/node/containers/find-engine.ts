/**
 * Which engine of containers this machine has: docker, else podman, each asked for its version.
 */
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { ContainerEngine, Containers, EnginePlace } from "../../../ports/containers.ts"
import { caller } from "./call-engine.ts"
import { engineOf } from "./engine.ts"

const PROGRAMS = ["docker", "podman"] as const

/** A daemon of a machine that has just been started takes its time. */
const ASK_MS = 20_000

/** The engines of this machine. */
export const nodeContainers: Containers = {
  find: async ({ signal, ...place }) => {
    const problems: string[] = []
    for (const program of PROGRAMS) {
      const found = await ask(program, { ...place, signal })
      if (found.ok) return found
      problems.push(found.error)
    }
    return err(problems.join("; "))
  },
}

/** What both programs say of their version. */
interface Versions {
  readonly Client?: { readonly APIVersion?: string }
  readonly Server?: { readonly Version?: string } | null
}

async function ask(
  program: (typeof PROGRAMS)[number],
  at: EnginePlace & { readonly signal: AbortSignal },
): Promise<Result<ContainerEngine, string>> {
  const call = caller(program, at)
  const limits = { timeoutMs: ASK_MS, signal: at.signal }
  const told = await call(["version", "--format", "{{json .}}"], limits)
  if (!told.ok) return err(told.error.message)
  const { Client, Server }: Versions = JSON.parse(told.value)
  // The client of podman needs no server, also where it is called docker, and spells this its own way.
  const isPodman = program === "podman" || (Server == null && Client?.APIVersion !== undefined)
  if (!isPodman && Server?.Version === undefined) return err(`${program} has no server`)
  const name = isPodman ? "podman" : "docker"
  const info = isPodman || process.getuid?.() === 0 ? null : await call(["info"], limits)
  const isRootless = info === null ? isPodman : info.ok && /^\s*rootless\s*$/mu.test(info.value)
  return ok(engineOf({ name, program, call, isRootless }))
}
