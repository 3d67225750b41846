/**
 * Finding out what there is: many probes beside each other, each with its time, none of them in the
 * way. A probe that fails in whatever manner means "absent, because".
 */
import { formatName } from "../../capability/name.ts"
import type { Wanted } from "../../capability/wanted.ts"
import { defined } from "../../core/defined.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Capability } from "../../formats/capability.ts"
import { absent, type Finding, type ProbePlace, type ProbePorts } from "./probe-finding.ts"
import { probe } from "./probe-kinds.ts"

/** Beside each other; more would measure their own crowd. */
const AT_ONCE = 16

/** How long after its time a probe may take to say itself that it was too long. */
const LATE_MS = 500

/** Probes everything that is wanted; parts of a capability follow it. */
export async function probeAll(
  run: {
    readonly wanted: readonly Wanted[]
    readonly place: ProbePlace
    /** The run stops: whatever is not known by then is absent. */
    readonly signal: AbortSignal
  },
  ports: ProbePorts,
): Promise<readonly Capability[]> {
  const found: (readonly Capability[])[] = run.wanted.map(() => [])
  const queue = [...run.wanted.entries()]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, wanted] = next
      const finding = await probeInTime(wanted, run, ports)
      found[index] = toCapabilities(wanted, finding)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, work))
  return found.flat()
}

async function probeInTime(
  { name, spec }: Wanted,
  run: { readonly place: ProbePlace; readonly signal: AbortSignal },
  ports: ProbePorts,
): Promise<Finding> {
  const { place } = run
  if (run.signal.aborted) return absent(STOPPED)
  const own = new AbortController()
  const { clock } = ports
  let takeBack = () => {}
  let stop = () => {}
  const over = new Promise<Finding>((resolve) => {
    stop = () => {
      own.abort()
      resolve(absent(STOPPED))
    }
    const took = absent(`it took longer than ${formatDuration(spec.timeoutMs)}`)
    takeBack = clock.afterRunning(timeOf(spec), () => {
      own.abort()
      takeBack = clock.afterRunning(LATE_MS, () => {
        resolve(took)
      })
    })
  })
  run.signal.addEventListener("abort", stop, { once: true })
  try {
    return await Promise.race([probe({ name, spec, place, signal: own.signal }, ports), over])
  } finally {
    takeBack()
    run.signal.removeEventListener("abort", stop)
    own.abort()
  }
}

const STOPPED = "the run was stopped before the answer"

/** Programs are told their time and say more; this is what ends the others, and a broken adapter. */
function timeOf({ timeoutMs, how }: Wanted["spec"]): number {
  return how.kind === "tcp" || how.kind === "http" ? timeoutMs : timeoutMs + LATE_MS
}

function toCapabilities({ name, spec }: Wanted, finding: Finding): readonly Capability[] {
  const toCapability = (full: string, found: Finding): Capability => {
    const { present, quantity = null, unit = null, value, evidence } = found
    return defined({ name: full, scope: spec.scope, present, quantity, unit, value, evidence })
  }
  return [
    toCapability(formatName([name]), finding),
    ...Object.entries(finding.parts ?? {}).map(([part, found]) =>
      toCapability(formatName([name, part]), found),
    ),
  ]
}
