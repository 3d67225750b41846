import { err, ok, type Result } from "../../../src/core/problems/result.ts"
import type {
  Child,
  EndSignal,
  Exit,
  GroupUsage,
  Processes,
  SpawnProblem,
  SpawnSpec,
} from "../../../src/ports/processes.ts"

/** A process that ends when it is told to. */
export class FakeChild implements Child {
  readonly exited: Promise<Exit>
  readonly signals: string[] = []
  /** Processes of the group beside the leader. */
  others = 0
  /** What the group does at TERM; by default it ends. */
  onTerm: () => void = () => {
    this.others = 0
    this.exit(null, "SIGTERM")
  }
  /** What it does at other signals; by default nothing. */
  onOther: (signal: string) => void = () => {}
  #resolve: (exit: Exit) => void = () => {}
  #gone = false

  readonly pid: number
  readonly spec: SpawnSpec

  constructor(pid: number, spec: SpawnSpec) {
    this.pid = pid
    this.spec = spec
    this.exited = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  exit(exitCode: number | null, signal: string | null = null): void {
    this.#gone = true
    this.#resolve({ exitCode, signal, cpuMs: null, peakMemoryBytes: null })
  }

  signal(signal: EndSignal): boolean {
    if (!this.groupAlive()) return false
    this.signals.push(signal)
    if (signal === "SIGTERM") this.onTerm()
    else if (signal !== "SIGKILL") this.onOther(signal)
    else {
      this.others = 0
      this.exit(null, "SIGKILL")
    }
    return true
  }

  groupAlive(): boolean {
    return !this.#gone || this.others > 0
  }
}

/** Processes that exist only here. */
export class FakeProcesses implements Processes {
  readonly children: FakeChild[] = []
  /** Strays by marker. */
  readonly strays = new Map<number, string>()
  readonly strayAnswersTerm = new Set<number>()
  /** What groups use, by their leader. */
  readonly usages = new Map<number, GroupUsage>()
  refuse: SpawnProblem | null = null

  async spawn(spec: SpawnSpec): Promise<Result<Child, SpawnProblem>> {
    if (this.refuse !== null) return err(this.refuse)
    const child = new FakeChild(this.children.length + 100, spec)
    this.children.push(child)
    return ok(child)
  }

  marked(marker: string): number[] {
    return [...this.strays].filter(([, mark]) => mark.includes(marker)).map(([pid]) => pid)
  }

  /** What strays were started with, by their id; nothing of those that are not named. */
  readonly environments = new Map<number, Readonly<Record<string, string>>>()

  environment(pid: number): Readonly<Record<string, string>> {
    return this.environments.get(pid) ?? {}
  }

  usage(leader: number): GroupUsage | null {
    return this.usages.get(leader) ?? null
  }

  signal(pids: readonly number[], signal: EndSignal): void {
    for (const pid of pids) {
      if (signal === "SIGKILL" || this.strayAnswersTerm.has(pid)) this.strays.delete(pid)
    }
  }

  /** The last child whose scenario this is. */
  of(id: string): FakeChild {
    const child = this.children.findLast(({ spec }) => spec.env["SMOKE_SCENARIO"] === id)
    if (child === undefined) throw new Error(`${id} was not started`)
    return child
  }
}
