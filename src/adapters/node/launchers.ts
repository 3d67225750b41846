/**
 * Which launcher starts the next child: the first program that works, one for all; a new one when that
 * is gone; one of its own for what may have ended the last.
 */
import { Launcher } from "./launcher.ts"
import type { LauncherProgram } from "./launcher-program.ts"

/** So many ends of launchers are accidents; after that there is something about this machine. */
const MOST = 20

/** The launchers of one engine. */
export class Launchers {
  readonly #find: () => readonly LauncherProgram[]
  #programs: readonly LauncherProgram[] | null = null
  #current: Launcher | null = null
  #started = 0

  /** Looks for programs when the first is needed. */
  constructor(find: () => readonly LauncherProgram[]) {
    this.#find = find
  }

  /** The one that works now; null while there is none. */
  get ready(): Launcher | null {
    return this.#current?.ready === true ? this.#current : null
  }

  /** Starts one, unless it is there or cannot be had. */
  warm(): void {
    if (this.#current !== null && !this.#current.gone) return
    // What has never worked will not; what has may have been ended by a child.
    if (this.#current?.worked === false) this.#programs = this.#programs?.slice(1) ?? null
    this.#current = this.#start()
  }

  /** The one that works, once that is known; null where children are started otherwise. */
  async settled(): Promise<Launcher | null> {
    for (;;) {
      this.warm()
      const launcher = this.#current
      if (launcher === null) return null
      await launcher.whenSettled()
      if (launcher.ready) return launcher
      if (!launcher.gone) return null
    }
  }

  /** One that nobody else is started by, and that goes with its child. */
  async apart(): Promise<Launcher | null> {
    this.warm()
    const launcher = this.#start()
    await launcher?.whenSettled()
    if (launcher?.ready !== true) return null
    launcher.endWithChild()
    return launcher
  }

  #start(): Launcher | null {
    this.#programs ??= this.#find()
    const [program] = this.#programs
    if (program === undefined || this.#started === MOST) return null
    this.#started += 1
    return new Launcher(program)
  }
}
