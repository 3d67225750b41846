/**
 * Fixtures in a line: while they work, and at the end of a run.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { formatQuantity } from "../../core/quantities/quantity.ts"
import { type FixtureState, upOf } from "../../events/state.ts"
import type { Results } from "../../formats/results.ts"
import { memoryDriftText } from "../lines/drift-text.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"

type FixtureResult = Results["fixtures"][number]

/** `browser 7 of 10 leased, 3 free, 93 % reused`. */
export function renderFixtureNow(name: string, state: FixtureState): string {
  const { held, leases, cold } = state
  // Of one that was given nothing is started.
  const up = Math.max(upOf(state), held.size)
  const misses = Object.values(cold).reduce((sum, count) => sum + count, 0)
  const reused = leases === 0 ? "" : `, ${percent((leases - misses) / leases)} reused`
  const free = Math.max(0, up - held.size)
  return `${neutraliseInline(name, 40)} ${held.size} of ${up} leased, ${free} free${reused}`
}

/** `browser: 200 leases of 12 instances (10 at once, 8 of them leased), 94 % reused, …`. */
export function renderFixture(fixture: FixtureResult): string {
  const { name, size, active, created, leases, reuseRate, meanStartSeconds } = fixture
  const { meanLeaseWaitSeconds, evictions, failures } = fixture
  const cold = renderCold(fixture)
  const instances = created === 0 && leases > 0 ? "what was there" : countOf(created, "instance")
  const parts = [
    `${countOf(leases, "lease")} of ${instances} (${size} at once, ${active} leased)`,
    ...(leases === 0 ? [] : [`${percent(reuseRate)} reused`]),
    ...(created === 0 ? [] : [`start ${seconds(meanStartSeconds)}`]),
    ...(meanLeaseWaitSeconds === 0 ? [] : [`wait ${seconds(meanLeaseWaitSeconds)}`]),
    ...(cold === "" ? [] : [`cold: ${cold}`]),
    ...(evictions === 0 ? [] : [countOf(evictions, "eviction")]),
    ...(failures === 0 ? [] : [countOf(failures, "failed start")]),
    ...memoryParts(fixture),
  ]
  return `${neutraliseInline(name, 80)}: ${parts.join(", ")}`
}

/** `memory 24.5 MiB, +0.49 MiB/h (0.41 to 0.57, 99 %) over 54m00s`: of the instance that grows most surely. */
function memoryParts({ memory: [first] = [] }: FixtureResult): readonly string[] {
  if (first === undefined) return []
  return [`memory ${formatQuantity(first.lastBytes, "bytes")}`, memoryDriftText(first.drift)]
}

/** `vms, instance 2: \`stop\`: exit code 1 (logs/fixtures/vms.2.log)`, for each `stop` that failed. */
export function failedStops({ name, failedStops }: FixtureResult): readonly string[] {
  return failedStops.map(({ instance, message, log }) => {
    const where = log === null ? "" : ` (${log})`
    return neutraliseInline(`${name}, instance ${instance}: ${message}${where}`, 400)
  })
}

/** `4 full, 2 max-uses`: why leases waited for a start. */
function renderCold({ coldBecause }: Pick<FixtureResult, "coldBecause">): string {
  return Object.entries(coldBecause)
    .map(([why, count]) => `${count} ${why}`)
    .join(", ")
}

/** Rounded down: 100 % is all. */
function percent(part: number): string {
  return `${Math.floor(part * 100 + 1e-9)} %`
}

function seconds(value: number): string {
  return formatDuration(value * 1_000)
}
