/**
 * Which launcher starts the next child: one for all, a new one when that is gone, one of its own for a
 * child that may have ended the last. Where none works, Node starts children from then on.
 */
import type { SpawnSpec } from "../../../ports/processes.ts"
import { Launcher } from "./launcher.ts"
import type { LauncherProgram } from "./launcher-perl.ts"

/** So many launchers may be ended by children; more than that tells of something about this machine. */
const MOST = 20

/** The launchers of one engine. */
export class Launchers {
  readonly #find: () => LauncherProgram | null
  #program: LauncherProgram | null | undefined
  readonly #all: Launcher[] = []
  #current: Launcher | null = null
  #usable = true
  #passedOver = false
  #will: SpawnSpec | null = null

  /** Looks for the program when it is first needed. */
  constructor(find: () => LauncherProgram | null) {
    this.#find = find
  }

  /** Ids of the processes that children were started by and that still run. */
  get pids(): readonly number[] {
    return this.#all.flatMap(({ isOver, pid }) => (isOver || pid === undefined ? [] : [pid]))
  }

  /** Ids of processes that copy what children write; they end by themselves. */
  get copiers(): ReadonlySet<number> {
    return new Set(this.#all.flatMap(({ copiers }) => [...copiers]))
  }

  /** True while everything that was started is below one of `pids`. */
  get keepAll(): boolean {
    const keepsOrphans = this.#program?.keepsOrphans === true
    return keepsOrphans && !this.#passedOver && this.#all.every(({ stage }) => stage !== "gone")
  }

  /** A child is started in another way. */
  passedOver(): void {
    this.#passedOver = true
  }

  /** What is run when this program is killed, where one of them outlives it; null is nothing. */
  bequeath(spec: SpawnSpec | null): void {
    this.#will = spec
    this.#current?.bequeath(spec)
  }

  /** Starts one, unless it is there or cannot be had. */
  warm(): void {
    if (this.#current !== null && !this.#current.isOver) return
    this.#current = this.#start()
    if (this.#will !== null) this.#current?.bequeath(this.#will)
  }

  /** The one that works, once that is known; null where Node starts children. */
  async settled(): Promise<Launcher | null> {
    for (;;) {
      this.warm()
      const launcher = await this.#proved(this.#current)
      // It may have worked and be gone by now.
      if (launcher === null || !launcher.isOver) return launcher
    }
  }

  /** One that starts a single child and goes with it. */
  async apart(): Promise<Launcher | null> {
    const launcher = await this.#proved(this.#start())
    launcher?.endWithChild()
    return launcher
  }

  async #proved(launcher: Launcher | null): Promise<Launcher | null> {
    await launcher?.settled
    if (launcher?.stage !== "failed") return launcher
    // One that has never worked will not work the next time, and waiting for it costs every child.
    this.#usable = false
    return null
  }

  #start(): Launcher | null {
    if (this.#program === undefined) this.#program = this.#find()
    if (this.#program === null || !this.#usable || this.#all.length === MOST) return null
    try {
      const launcher = new Launcher(this.#program)
      this.#all.push(launcher)
      return launcher
    } catch {
      // Node throws for what it does not expect of a system, such as no memory.
      this.#usable = false
      return null
    }
  }
}
