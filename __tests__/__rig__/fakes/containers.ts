import { err, ok, type Result } from "../../../src/core/problems/result.ts"
import type {
  ContainerEngine,
  Containers,
  RunningContainer,
} from "../../../src/ports/containers.ts"

/** A container that exists only here. */
export interface FakeContainer {
  readonly labels: Readonly<Record<string, string>>
  /** Null where this machine could not tell. */
  readonly listens: Set<number> | null
  readonly health: readonly string[] | null
  readonly address?: string
  readonly usage?: ReturnType<RunningContainer["usage"]>
  /** Told of its end. */
  readonly onEnd?: (signal: "SIGTERM" | "SIGKILL") => void
  /** TERM does not end it. */
  readonly deaf?: boolean
}

/** An engine whose containers a test puts there. */
export class FakeEngine implements ContainerEngine, Containers {
  readonly name = "docker"
  readonly program = "docker"
  asUser: readonly string[] = []
  readonly images = new Set<string>()
  readonly running = new Map<string, FakeContainer>()
  /** Every call that changes something. */
  readonly calls: string[] = []
  /** Why nothing answers. */
  missing: string | null = null
  /** What a pull comes to. */
  onPull: (image: string) => Promise<Result<void, string>> = async (image) =>
    this.images.has(image) ? ok(undefined) : err(`docker pull: no such image: ${image}`)
  /** What a command inside comes to. */
  onExec: (words: readonly string[]) => Result<void, string> = ([program]) =>
    program === "true" ? ok(undefined) : err("exit code 1")

  async find() {
    this.calls.push("find")
    return this.missing === null ? ok(this as ContainerEngine) : err(this.missing)
  }

  async hasImage(image: string) {
    return this.images.has(image)
  }

  async pull(image: string, { credentials }: { readonly credentials: unknown }) {
    this.calls.push(`pull ${image}${credentials === null ? "" : " with credentials"}`)
    const pulled = await this.onPull(image)
    if (pulled.ok) this.images.add(image)
    return pulled
  }

  async look(name: string): Promise<RunningContainer | null> {
    const found = this.running.get(name)
    if (found === undefined) return null
    const { health, listens, usage = null, address = null } = found
    return { address, health, listening: () => listens, usage: () => usage }
  }

  async exec(name: string, words: readonly string[]) {
    return this.running.has(name) ? this.onExec(words) : err(`no container ${name}`)
  }

  async signal(name: string, signal: "SIGTERM" | "SIGKILL") {
    this.calls.push(`${signal} ${name}`)
    return this.#end(name, signal)
  }

  async stop(name: string, graceMs: number) {
    this.calls.push(`stop ${name} ${graceMs}`)
    return this.#end(name, "SIGTERM")
  }

  async remove(names: readonly string[]): Promise<Result<void, string>> {
    this.calls.push(`remove ${names.join(" ")}`)
    for (const name of names) this.#end(name, "SIGKILL")
    return ok(undefined)
  }

  async takeOver(folder: string, image: string): Promise<Result<void, string>> {
    this.calls.push(`take over ${folder} by ${image}`)
    return ok(undefined)
  }

  removal(label: string) {
    return { file: "docker-rm", args: [label] }
  }

  async labelled(label: string) {
    const [key = "", value] = label.split("=")
    return [...this.running]
      .filter(([, { labels }]) => key in labels && (value ?? labels[key]) === labels[key])
      .map(([name, { labels }]) => ({ name, labels }))
  }

  #end(name: string, signal: "SIGTERM" | "SIGKILL"): boolean {
    const found = this.running.get(name)
    if (found === undefined) return false
    if (signal === "SIGTERM" && found.deaf === true) return true
    this.running.delete(name)
    found.onEnd?.(signal)
    return true
  }
}
