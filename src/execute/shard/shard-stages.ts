/**
 * What a shard does around its scenarios: hooks before and after them, the clean-up of a stopped run,
 * and ending what left its process group. When each stage comes is the dispatcher's.
 */
import type { Verdict } from "../../core/verdict.ts"
import type { Clock } from "../../ports/clock.ts"
import type { StatusFacts } from "../../scenario/expressions/expression.ts"
import type { DispatchOptions } from "../attempt/shard-options.ts"
import { type HookPorts, type HooksEnd, runShardHooks, shardHookFolder } from "../hooks/hook.ts"
import { endProcesses } from "../processes/end-processes.ts"
import { leftByRun, strayNote } from "../processes/left-behind.ts"
import type { StopSignals } from "../request/attempt-request.ts"

type Environment = Readonly<Record<string, string>>

/** The stages of one shard. */
export class ShardStages {
  readonly #options: DispatchOptions
  readonly #ports: HookPorts & { readonly clock: Clock }
  readonly #signals: StopSignals

  constructor(
    options: DispatchOptions,
    to: { readonly ports: HookPorts & { readonly clock: Clock }; readonly signals: StopSignals },
  ) {
    this.#options = options
    this.#ports = to.ports
    this.#signals = to.signals
  }

  /** Hooks before the scenarios; null where there are none, or nothing that they would be for. */
  async before(env: Environment): Promise<HooksEnd | null> {
    const { plan, schedule } = this.#options
    if (plan.before === undefined || schedule.items.length === 0) return null
    const status = { success: true, failure: false, cancelled: false }
    return await runShardHooks(
      { ...this.#run(status), hooks: plan.before, stage: "before", env },
      this.#ports,
    )
  }

  /** Hooks after the scenarios, which are told how the shard ended and whether hooks are to blame. */
  async after(
    ended: {
      readonly verdict: Extract<Verdict, "passed" | "failed" | "cancelled">
      readonly broken: boolean
    },
    env: Environment,
  ): Promise<void> {
    const { plan, schedule } = this.#options
    if (plan.after === undefined || schedule.items.length === 0) return
    const { verdict, broken } = ended
    const status = {
      success: verdict === "passed",
      failure: verdict === "failed",
      cancelled: verdict === "cancelled",
    }
    const told = { ...env, SMOKE_VERDICT: verdict, SMOKE_CAUSE: broken ? "hook" : "" }
    const run = { ...this.#run(status), hooks: plan.after, stage: "after", env: told } as const
    await runShardHooks(run, this.#ports)
  }

  /** What was started outside of this machine by what had to be ended. */
  async cleanUp(env: Environment): Promise<void> {
    const { cleanup } = this.#options
    const { leave } = this.#signals
    if (cleanup === undefined || leave.aborted) return
    const hooks = this.#run({ success: false, failure: false, cancelled: true })
    const signals = { ...hooks.signals, cleanup: leave }
    const told = { ...env, SMOKE_VERDICT: "cancelled", SMOKE_CAUSE: "" }
    const run = { ...hooks, signals, hooks: [cleanup], stage: "after", env: told } as const
    await runShardHooks(run, this.#ports)
  }

  /** Ends whatever is left of all that was started, and says what it was. */
  async sweep(graceMs: number): Promise<void> {
    const { clock, processes } = this.#ports
    const { temporary, emit } = this.#options
    const marker = `SMOKE_TMP=${temporary}/`
    const strays = [...new Set([...processes.marked(marker), ...(processes.started?.() ?? [])])]
    if (strays.length === 0) return
    // What a hook before the scenarios has sent out of its group is meant to stay until now.
    const before = shardHookFolder(temporary, "before")
    const unwanted = strays
      .map((pid) => ({ pid, env: processes.environment(pid) }))
      .filter(({ env }) => env["SMOKE_TMP"] !== before)
    // Whether these can be ended at all is known when it has been tried.
    const others = new Set((processes.foreign?.(strays) ?? []).map(({ pid }) => pid))
    const tell = (ended: typeof unwanted) => {
      if (graceMs > 0 && ended.length > 0) emit(strayNote(ended.map(({ env }) => env)))
    }
    tell(unwanted.filter(({ pid }) => !others.has(pid)))
    const { leave: hurry } = this.#signals
    const options = { clock, processes, graceMs, marker, hurry, reach: "run" } as const
    const foreign = await endProcesses(null, options)
    const left = new Set(foreign.map(({ pid }) => pid))
    tell(unwanted.filter(({ pid }) => others.has(pid) && !left.has(pid)))
    if (foreign.length > 0) emit(leftByRun(foreign))
  }

  #run(status: StatusFacts) {
    const { contexts, shards, schedule, root, folder, temporary, emit, onMasks } = this.#options
    const { workers, seed } = schedule
    const signals = this.#signals
    return {
      ...{ status, shared: contexts, shards, workers, seed, root, folder, temporary },
      ...{ signals, emit, mask: onMasks },
    }
  }
}
