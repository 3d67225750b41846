/**
 * The containers of one shard: the engine is looked for once, each image is pulled once, and what is there
 * when the shard ends, or was left by an engine that has died, is removed.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import type { EventBody } from "../../events/event.ts"
import type { ContainerSpec } from "../../formats/container.ts"
import type { Clock } from "../../ports/clock.ts"
import type { ContainerEngine, Containers } from "../../ports/containers.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Processes } from "../../ports/processes.ts"
import { onCut, pause } from "../processes/pause.ts"
import { mapTexts, type Render } from "../request/render-text.ts"

/** By this label containers are found again; its value names the program that started them. */
const ENGINE_LABEL = "smoke-engine"

/** What containers of a shard reach. */
export interface ContainerPorts {
  readonly clock: Clock
  readonly processes: Processes
  /** Without them there is no engine. */
  readonly containers?: Containers
  /** Without it nothing is found that a dead engine has left. */
  readonly engines?: Engines
}

/** What a shard's containers have in common. */
export interface ShardContainersOptions {
  readonly root: string
  /** What clients of the engine inherit. */
  readonly env: Readonly<Record<string, string>>
  /** A folder of this program alone. */
  readonly temporary: string
  readonly runId: string
  readonly shard: number
  readonly emit: (body: EventBody) => boolean
  readonly onMasks: (values: readonly string[]) => void
  /** Aborted when the run stops. */
  readonly stop: AbortSignal
}

/** Pauses before further tries of a pull, and what no further try would change. */
const PULL_PAUSES_MS: readonly number[] = [1_000, 4_000]
const FINAL = /not found|unknown|denied|unauthorized|no such (?!host)|invalid/iu

const NO_ENGINE = "start docker, or install podman"

/** An engine and a container whose texts are evaluated and whose image is there. */
export interface ReadyContainer {
  readonly engine: ContainerEngine
  readonly spec: ContainerSpec
  /** A name that no other container has. */
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** The containers of one shard. */
export class ShardContainers {
  readonly #options: ShardContainersOptions
  readonly #ports: ContainerPorts
  #engine: Promise<Result<ContainerEngine, string>> | null = null
  readonly #images = new Map<string, Promise<Result<void, string>>>()
  /** Names of those that may be there. */
  readonly #open = new Set<string>()
  #pulls = 0
  /** An image that is there; files of other users may be left by containers of it. */
  #image: string | null = null

  constructor(options: ShardContainersOptions, ports: ContainerPorts) {
    this.#options = options
    this.#ports = ports
  }

  /** Everything that a container needs before it is run. */
  async prepare(
    wanted: {
      readonly spec: ContainerSpec
      readonly render: Render
      /** Part of its name. */
      readonly mark: string
      readonly labels: Readonly<Record<string, string>>
      /** It is not gone with this program. */
      readonly outlives?: boolean
    },
    at: { readonly stop: AbortSignal; readonly timeoutMs: number },
  ): Promise<Result<ReadyContainer, string>> {
    const ready = await this.fetch(wanted, at)
    if (!ready.ok) return ready
    const { spec } = ready.value
    const { engines } = this.#ports
    const { temporary, runId, shard } = this.#options
    const own = temporary.slice(temporary.lastIndexOf("/") + 1)
    const name = `${own}.${wanted.mark}`.replace(/[^A-Za-z0-9_.-]/gu, "-").replace(/^[_.-]+/u, "")
    const labels = {
      ...{ "smoke-run-id": runId, "smoke-shard": String(shard), ...wanted.labels },
      ...(engines === undefined || wanted.outlives === true
        ? {}
        : { [ENGINE_LABEL]: engines.self }),
    }
    this.#open.add(name)
    this.#image = spec.image
    return ok({ ...ready.value, name, labels })
  }

  /** Finds the engine and pulls the image, once for all who want it. */
  async fetch(
    wanted: { readonly spec: ContainerSpec; readonly render: Render },
    at: { readonly stop: AbortSignal; readonly timeoutMs: number },
  ): Promise<Result<Pick<ReadyContainer, "engine" | "spec">, string>> {
    const spec = mapTexts(wanted.spec, "container", wanted.render)
    if (!spec.ok) return spec
    const engine = await this.engine()
    if (!engine.ok) return engine
    const pulled = await this.#fetchImage(spec.value, { engine: engine.value, ...at })
    return pulled.ok ? ok({ engine: engine.value, spec: spec.value }) : pulled
  }

  /** Finds the engine, once for all. */
  engine(): Promise<Result<ContainerEngine, string>> {
    this.#engine ??= this.#find()
    return this.#engine
  }

  /** A container is gone, or is left to itself, or could not be removed: the problem is said. */
  close(name: string, problem: string | null): void {
    if (problem === null) this.#open.delete(name)
    else this.#warn(`the container ${name} may still be there: ${problem}`)
  }

  /** What users inside have left in a folder belongs to the user outside from now on. */
  async takeOver(folder: string): Promise<void> {
    const engine = await this.#engine
    if (engine?.ok !== true || engine.value.asUser.length === 0 || this.#image === null) return
    const taken = await engine.value.takeOver(folder, this.#image)
    if (!taken.ok) this.#warn(taken.error)
  }

  /** Removes whatever may be there; nothing is started after it. */
  async end(): Promise<void> {
    const engine = await this.#engine
    this.#ports.processes.bequeath?.(null)
    if (engine?.ok !== true || this.#open.size === 0) return
    const removed = await engine.value.remove([...this.#open])
    if (!removed.ok) this.#warn(removed.error)
  }

  async #find(): Promise<Result<ContainerEngine, string>> {
    const { root, env, stop } = this.#options
    const at = { cwd: root, env, signal: stop }
    const found = (await this.#ports.containers?.find(at)) ?? err("none is known here")
    if (!found.ok) return err(`no engine of containers answers (${found.error}); ${NO_ENGINE}`)
    const { engines, processes } = this.#ports
    if (engines !== undefined) {
      const removed = await removeForgotten(found.value, engines)
      if (!removed.ok) this.#warn(removed.error)
      const removal = found.value.removal(`${ENGINE_LABEL}=${engines.self}`)
      processes.bequeath?.({ ...removal, cwd: root, env })
    }
    return found
  }

  /** Pulled by the first who needs it; all others wait for that. */
  async #fetchImage(
    spec: ContainerSpec,
    at: {
      readonly engine: ContainerEngine
      readonly stop: AbortSignal
      readonly timeoutMs: number
    },
  ): Promise<Result<void, string>> {
    const { image, pull, credentials } = spec
    const key = JSON.stringify([image, pull, credentials])
    let pulled = this.#images.get(key)
    if (pulled === undefined) {
      pulled = this.#pull(spec, at)
      this.#images.set(key, pulled)
    }
    const cut = Promise.withResolvers<Result<void, string>>()
    const takeBack = onCut({ ...at, clock: this.#ports.clock }, () => {
      const { timeoutMs } = at
      cut.resolve(err(`the image ${image} was not pulled within ${formatDuration(timeoutMs)}`))
    })
    const result = await Promise.race([pulled, cut.promise])
    takeBack()
    return result
  }

  async #pull(
    { image, pull, credentials }: ContainerSpec,
    { engine, timeoutMs }: { readonly engine: ContainerEngine; readonly timeoutMs: number },
  ): Promise<Result<void, string>> {
    const isThere = pull !== "always" && (await engine.hasImage(image))
    if (isThere) return ok(undefined)
    if (pull === "never") return err(`the image ${image} is not on this machine (\`pull: never\`)`)
    const { clock } = this.#ports
    const { emit, onMasks, stop, temporary } = this.#options
    emit({ type: "note", level: "info", message: `pulling ${image}` })
    const given = [credentials?.username, credentials?.password].some((text) => (text ?? "") !== "")
    if (given) onMasks([credentials?.password ?? ""])
    const late = new AbortController()
    const takeBack = clock.afterRunning(timeoutMs, () => {
      late.abort()
    })
    const begunAt = clock.running()
    this.#pulls += 1
    const signal = AbortSignal.any([late.signal, stop])
    const by = { credentials: given ? credentials : null, signal }
    const folder = `${temporary}/pull.${this.#pulls}`
    let result = await engine.pull(image, { ...by, temporary: folder })
    for (const pauseMs of PULL_PAUSES_MS) {
      if (result.ok || FINAL.test(result.error) || signal.aborted) break
      await pause(pauseMs, { clock, hurry: signal })
      result = await engine.pull(image, { ...by, temporary: folder })
    }
    takeBack()
    if (!result.ok) return err(`the image ${image} was not pulled: ${result.error}`)
    const took = formatDuration(clock.running() - begunAt)
    emit({ type: "note", level: "info", message: `pulled ${image} in ${took}` })
    return ok(undefined)
  }

  #warn(message: string): void {
    this.#options.emit({ type: "note", level: "warning", message })
  }
}

/** Removes what engines of this machine have left that were killed. */
export async function removeForgotten(
  engine: ContainerEngine,
  engines: Engines,
): Promise<Result<void, string>> {
  const host = engines.self.slice(0, engines.self.indexOf("/") + 1)
  const left = await engine.labelled(ENGINE_LABEL)
  const dead = left.filter(({ labels }) => {
    const owner = labels[ENGINE_LABEL] ?? ""
    return owner.startsWith(host) && !engines.alive(owner)
  })
  return dead.length === 0 ? ok(undefined) : engine.remove(dead.map(({ name }) => name))
}
