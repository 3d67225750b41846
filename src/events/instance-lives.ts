/**
 * When instances of fixtures lived. The fold counts them only: a soak has any number.
 */
import type { RunEvent } from "./event.ts"

/** One instance. Instants are milliseconds since 1970. */
export interface InstanceLife {
  readonly fixture: string
  readonly key?: string
  readonly instance: number
  readonly outcome: "ok" | "failed" | "skipped"
  readonly startAt: number
  /** When it could be leased, or its start had failed. */
  readonly readyAt: number
  /** Null while it lives. */
  readonly endAt: number | null
}

/** Follows the events of one shard. */
export class InstanceLives {
  readonly #lives = new Map<string, InstanceLife>()

  apply(event: RunEvent): void {
    if (event.type !== "instance-started" && event.type !== "instance-stopped") return
    const { fixture, key, instance, at } = event
    const id = JSON.stringify([fixture, instance])
    if (event.type === "instance-started") {
      const { outcome, durationMs } = event
      const times = { startAt: at - durationMs, readyAt: at, endAt: outcome === "ok" ? null : at }
      const named = key === undefined ? {} : { key }
      this.#lives.set(id, { fixture, ...named, instance, outcome, ...times })
      return
    }
    const life = this.#lives.get(id)
    if (life !== undefined) this.#lives.set(id, { ...life, endAt: at })
  }

  /** In the order of their starts. */
  get all(): readonly InstanceLife[] {
    return [...this.#lives.values()]
  }
}
