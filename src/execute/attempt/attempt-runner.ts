/**
 * One attempt from its start to what it came to: its place, what it knows of the scenarios it needs,
 * whether it starts at all, its run. What follows from its end is the dispatcher's.
 */
import { defined } from "../../core/defined.ts"
import type { JsonObject } from "../../core/json/json.ts"
import { rounded } from "../../core/quantities/rounded.ts"
import { placeOf } from "../../core/text/failure-line.ts"
import { shardHookLog } from "../../core/text/hook-log.ts"
import type { Verdict } from "../../core/verdict.ts"
import type { EventOf } from "../../events/event.ts"
import { type PlannedScenario, slowFromMs } from "../../formats/plan.ts"
import type { Lease } from "../../schedule/fixtures/types.ts"
import type { AttemptEnd, Command } from "../../schedule/types.ts"
import type { ShardContainers } from "../containers/shard-containers.ts"
import { excerptOf, readEnd } from "../output/log-tail.ts"
import { type LeavingHook, withHint } from "../processes/left-behind.ts"
import { HANGS } from "../processes/pause.ts"
import { type AttemptFacts, notStarted } from "../request/attempt-facts.ts"
import type { AttemptPorts, StopSignals } from "../request/attempt-request.ts"
import { evaluateStart } from "../request/condition.ts"
import { attemptContexts, type Need, needResult } from "../request/contexts.ts"
import {
  type AttemptPlace,
  AttemptPlaces,
  attemptOf,
  smokeVariables,
} from "../request/environment.ts"
import { ScriptFiles } from "../request/prepare.ts"
import { runScenario } from "./run-scenario.ts"
import type { DispatchOptions } from "./shard-options.ts"

/** What an attempt gets of the instances that it leases. */
export interface Leasing {
  /** Environment and context of a leaseholder. */
  readonly leased: (leases: readonly Lease[]) => {
    readonly env: Readonly<Record<string, string>>
    readonly context: JsonObject
  }
  /** Leases of a scenario that begins, as the journal has them. */
  readonly begin: (id: string, leases: readonly Lease[]) => EventOf<"attempt-started">["leases"]
}

/** The scheduler's order to start an attempt. */
export type Start = Extract<Command, { type: "start" }>

/** What attempts start from; settled when the hooks before them and the gate are through. */
export interface Ground {
  readonly env: Readonly<Record<string, string>>
  readonly workers: number
  /** Why no scenario of the shard can run; null while they can. */
  readonly broken: string | null
  /** A hook before them that left processes, which were ended with it. */
  readonly leaked: LeavingHook | null
  /** Why scenarios cannot run here, by id. */
  readonly missing: ReadonlyMap<string, string>
  /** How scenarios have ended so far. */
  readonly verdicts: ReadonlyMap<string, Verdict>
}

/** What an attempt came to; one that never began has nothing but its end. */
export type AttemptResult =
  | { readonly began: false; readonly end: AttemptEnd }
  | {
      readonly began: true
      readonly facts: AttemptFacts
      readonly log: string
      /** It was put back, and nothing else ended it. */
      readonly evicted: boolean
    }

/** Runs the attempts of one shard. */
export class AttemptRunner {
  readonly #options: DispatchOptions
  readonly #ports: AttemptPorts
  readonly #signals: StopSignals
  readonly #fixtures: Leasing
  readonly #containers: ShardContainers
  readonly #places: AttemptPlaces
  readonly #scripts: ScriptFiles
  /** What ends one attempt alone, by the scenario's id and its number. */
  readonly #stops = new Map<string, AbortController>()
  readonly #outputs = new Map<string, Readonly<Record<string, string>>>()
  #toldHooks = false

  constructor(
    options: DispatchOptions,
    to: {
      readonly ports: AttemptPorts
      readonly signals: StopSignals
      readonly fixtures: Leasing
      readonly containers: ShardContainers
    },
  ) {
    this.#options = options
    this.#fixtures = to.fixtures
    this.#containers = to.containers
    this.#ports = to.ports
    this.#signals = to.signals
    this.#places = new AttemptPlaces(options, to.ports)
    this.#scripts = new ScriptFiles(`${options.temporary}/scripts`, to.ports.files)
    // One listener for all attempts: a signal for each would gather them for as long as the run lasts.
    to.signals.stop.addEventListener("abort", () => {
      for (const attempt of this.#stops.values()) attempt.abort()
    })
  }

  /** Runs an attempt to its end; the answer never comes before this call has returned. */
  async run(start: Start, ground: Ground): Promise<AttemptResult> {
    const place = await this.#places.take(start, ground.workers)
    const result = await this.#runAt(place, { start, ground })
    if (this.#options.notes?.owes(place) !== true) this.#places.giveBack(place)
    return result
  }

  /** Ends one attempt: it is put back, was cut by the end of a soak, or hangs. */
  end({ hangs, ...attempt }: Extract<Command, { type: "stop-attempt" }>): void {
    this.#stops.get(keyOf(attempt))?.abort(hangs === true ? HANGS : undefined)
  }

  async #runAt(
    place: AttemptPlace,
    of: { readonly start: Start; readonly ground: Ground },
  ): Promise<AttemptResult> {
    const { id, number, worker, leases, leaseWaitMs, alone, iteration } = of.start
    const { broken, missing } = of.ground
    const { plan, contexts: shared, root, folder, node, kinds, emit, notes } = this.#options
    const planned = plan.scenarios[id]
    if (planned === undefined) throw new Error(`the plan has no scenario ${id}`)
    const { definition } = planned
    const slowMs = slowFromMs(planned) ?? Math.max(60_000, 3_000 * planned.estimateSeconds)
    const lacks = missing.get(id)
    if (lacks !== undefined) return notBegun("missing-capability", lacks)
    const needs = this.#needs(planned, of.ground.verdicts)
    const leased = leases === undefined ? undefined : this.#fixtures.leased(leases)
    const env = { ...of.ground.env, ...leased?.env, ...smokeVariables(place, definition) }
    const tried = attemptOf(place)
    const contexts = (childEnv: Readonly<Record<string, string>>) => ({
      ...attemptContexts({ shared, id, definition, needs, env: childEnv, number: tried, worker }),
      ...(leased === undefined ? {} : { fixtures: leased.context }),
    })
    const go =
      broken !== null ||
      tried > 1 ||
      evaluateStart(definition.if, { contexts: contexts(env), needs })
    if (go !== true && go.kind === "skip") return notBegun("condition", go.message)
    const log = this.#logOf(of)
    const told = leases === undefined ? undefined : this.#fixtures.begin(id, leases)
    const began = emit({
      ...{ type: "attempt-started", id, number, worker, log },
      ...(told === undefined ? {} : { leases: told, leaseWaitMs: rounded(leaseWaitMs ?? 0) }),
      ...defined({ alone, iteration }),
    })
    if (!began) {
      return { began: false, end: { outcome: "cancelled" } }
    }
    const key = keyOf(of.start)
    const own = this.#stopOf(key)
    const stop = own.signal
    const run = {
      ...{ definition, slowMs, place, env, contexts, root, folder, log, node, kinds },
      scripts: this.#scripts,
      inherited: this.#options.env,
      containers: this.#containers,
      signals: { ...this.#signals, stop },
      emit,
      mask: this.#options.onMasks,
      ...defined({ notes }),
    }
    const refusal = this.#places.problem ?? (go === true ? null : go.message)
    const facts =
      broken !== null
        ? { ...notStarted(broken), cause: "hook" as const, tail: this.#hookTail(broken, log) }
        : refusal === null
          ? withHint(await runScenario(run, this.#ports), of.ground.leaked)
          : notStarted(refusal)
    this.#stops.delete(key)
    this.#outputs.set(id, Object.fromEntries(facts.outputs))
    return { began: true, facts, log, evicted: stop.aborted && !this.#signals.stop.aborted }
  }

  /** Without a scenario's own run its log is that of the hooks. */
  #logOf({ start, ground }: { readonly start: Start; readonly ground: Ground }): string {
    const { plan, logMark, contexts } = this.#options
    if (ground.broken !== null) return shardHookLog("before", contexts.run.attempt)
    const slug = plan.scenarios[start.id]?.definition.slug ?? ""
    return `logs/${slug}.${start.number}${logMark ?? ""}.log`
  }

  /** What the hooks printed, told once for all scenarios that fail by them. */
  #hookTail(failure: string, log: string): string | null {
    if (this.#toldHooks) return null
    this.#toldHooks = true
    const path = `${this.#options.folder}/${log}`
    const lines = readEnd(this.#ports.files, { path, from: 0 })
    return lines.length === 0 ? null : excerptOf(lines, placeOf(failure, lines))
  }

  /** Aborted when the run stops, or when this attempt is put back. */
  #stopOf(key: string): AbortController {
    const own = new AbortController()
    if (this.#signals.stop.aborted) own.abort()
    this.#stops.set(key, own)
    return own
  }

  #needs(planned: PlannedScenario, verdicts: ReadonlyMap<string, Verdict>): Need[] {
    const { earlier } = this.#options
    return planned.needs.map((id) => ({
      id,
      result: needResult(verdicts.get(id) ?? earlier?.get(id)?.verdict ?? "lost"),
      outputs: this.#outputs.get(id) ?? earlier?.get(id)?.outputs ?? {},
    }))
  }
}

function keyOf({ id, number }: Pick<Start, "id" | "number">): string {
  return `${number} ${id}`
}

function notBegun(reason: "missing-capability" | "condition", message: string): AttemptResult {
  return { began: false, end: { outcome: "skipped", reason, message } }
}
