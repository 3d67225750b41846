/**
 * Use case: a plan that knows what there is. What the run shares is probed when planning, and so is what
 * holds on every machine; what a machine has only where this machine is the one that runs it.
 */
import { indexCapabilities } from "../../capability/evaluate.ts"
import { wantedProbes } from "../../capability/wanted.ts"
import { defined } from "../../core/defined.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { machineShare, type WorkerCount } from "../../core/quantities/workers.ts"
import { probeAll } from "../../execute/probes/probe.ts"
import type { ProbePorts } from "../../execute/probes/probe-finding.ts"
import { scrubEnvironment } from "../../execute/request/environment.ts"
import type { Capability, ProbeSpec } from "../../formats/capability.ts"
import { DEFAULT_RUNNER } from "../../plan/classes/classes.ts"
import { demandsOfFixtures } from "../../plan/units/fixtures-used.ts"
import { selectedOf } from "../../plan/units/scenario-index.ts"
import type { Scenario } from "../../scenario/model.ts"
import type { Values } from "../../settings/table.ts"
import { suiteFolder } from "../suite/suite-folder.ts"
import {
  type Planned,
  type PlanPorts,
  type PlanRequest,
  type PlanSettings,
  planSelected,
  readSuite,
  type SelectedSuite,
  workersFor,
} from "./plan-run.ts"
import { asksOf, autoWorkers, leasesOf, workersText } from "./shard-gate.ts"

/** A plan for which this machine may be looked at first. */
export interface ProbedPlanRequest extends PlanRequest {
  /** This machine runs all of the plan at once, so that it can be asked what it has. */
  readonly probeHere: boolean
  readonly settings: PlanSettings & Pick<Values, "env" | "passEnv">
}

/** A plan with what was found out for it. */
export interface ProbedPlan extends Planned {
  /** What this machine has, for its shard; undefined where the shard has to look itself. */
  readonly probed?: readonly Capability[] | undefined
  /** Sentences that are good to know while nothing is wrong. */
  readonly facts: readonly string[]
}

/** Reads, selects, probes and plans. Without requirements and demands nothing is probed. */
export async function planProbed(
  request: ProbedPlanRequest,
  ports: PlanPorts & Omit<ProbePorts, "files">,
): Promise<Result<ProbedPlan, Failure>> {
  const read = readSuite(request, ports)
  if (!read.ok) return read
  const { suite } = read.value
  const { settings } = request
  // What hooks before the scenarios make is not there yet.
  const early = request.probeHere && (suite.hooks?.before ?? []).length === 0
  const scenarios = toRun(read.value)
  const asking = scenarios.filter(({ definition, demand }) => {
    return definition.requires !== undefined || demand !== undefined
  })
  const fixtures = demandsOfFixtures(suite.fixtures, scenarios.map(leasesOf))
  const wants = { scenarios: [...asking, ...fixtures].map(asksOf), probes: suite.probes ?? {} }
  const place = {
    root: request.root,
    folder: suiteFolder(request.root, suite.file),
    env: { ...scrubEnvironment(ports.env, settings.passEnv), ...settings.env },
  }
  const wanted = [
    ...wantedProbes(wants, "run"),
    ...wantedProbes(wants, "runner").filter(({ spec }) => early || holdsAnywhere(spec)),
  ]
  const { signal } = new AbortController()
  const capabilities = await probeAll({ wanted, place, signal }, ports)
  const absent = requiredButAbsent(capabilities, suite.probes ?? {})
  if (absent.length > 0) return err({ reason: "capability/absent", capabilities: absent })
  const workers = assumedWorkers(request, { read: read.value, scenarios, capabilities })
  const planned = planSelected(
    { ...request, capabilities, assumedWorkers: workers.count },
    { read: read.value, ports },
  )
  if (!planned.ok) return planned
  // Where all runs here, the shard says it.
  const facts = request.here === true ? [] : workers.facts
  const probed = early ? capabilities.filter(({ scope }) => scope === "runner") : undefined
  return ok({ ...planned.value, facts, probed })
}

/** A number that the suite itself says needs no machine to be known. */
function holdsAnywhere({ how }: ProbeSpec): boolean {
  return how.kind === "value"
}

function toRun({ suite, selection }: SelectedSuite): readonly Scenario[] {
  return selectedOf(suite.scenarios, selection.selected).filter(({ skip }) => skip === null)
}

function requiredButAbsent(
  capabilities: readonly Capability[],
  probes: Readonly<Record<string, ProbeSpec>>,
): readonly { readonly name: string; readonly evidence: string }[] {
  return capabilities.filter(({ name, present }) => !present && probes[name]?.required === true)
}

/** How many workers `auto` comes to where scenarios take from a cluster. */
function assumedWorkers(
  request: ProbedPlanRequest,
  found: {
    readonly read: SelectedSuite
    readonly scenarios: readonly Scenario[]
    readonly capabilities: readonly Capability[]
  },
): { readonly count: number; readonly facts: readonly string[] } {
  const { suite } = found.read
  // Nothing but a cluster bears more than this machine would.
  const clusters = Object.values(suite.probes ?? {}).some(({ how }) => how.kind === "kubernetes")
  if (!clusters) return { count: request.assumedWorkers, facts: [] }
  const asked = workersFor(request.settings, suite)
  const auto = autoWorkers({
    plan: defined({
      groups: suite.groups,
      probes: suite.probes,
      scenarios: Object.fromEntries(
        found.scenarios.map(({ id, definition, demand = {} }) => [id, { definition, demand }]),
      ),
    }),
    ids: found.scenarios.map(({ id }) => id),
    workers: asked,
    capabilities: indexCapabilities(found.capabilities),
  })
  if (auto === null) {
    // Shards of the class that nobody declared: rather what earlier ones had than what is here.
    const cpu = request.here === true ? undefined : found.read.measured.get(DEFAULT_RUNNER)
    const cores = cpu?.find(({ name }) => name === "cpu")?.quantity ?? request.assumedWorkers
    return { count: Math.max(1, Math.floor(cores)), facts: [] }
  }
  const shards = request.shards === "auto" ? 1 : request.shards
  return {
    count: wholeOf(Math.max(1, Math.floor(auto.workers / shards)), asked),
    facts: [`the cluster has room for ${workersText(auto)}`],
  }
}

/** So many workers that the part that was asked for comes to these. */
function wholeOf(workers: number, asked: WorkerCount): number {
  return typeof asked === "number" ? workers : Math.ceil(workers / machineShare(asked))
}
