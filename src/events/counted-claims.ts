/**
 * Which results of the workers of a shared queue count, decided from their journals alone: of each scenario
 * the claim with the highest fencing token that came to a verdict and was not refused. Where a worker saw
 * the end of the queue, its word for each scenario is the only one.
 */
import type { EventOf, RunEvent } from "./event.ts"

/** What a worker made of a claim. */
interface Claim {
  readonly shard: number
  /** The tokens under which its events stand; the last is its own. */
  readonly tokens: readonly number[]
  verdict: "cancelled" | "settled" | null
  /** Null where the worker did not learn it. */
  counted: boolean | null
}

/** Takes all events of all journals first, then tells which of them count. */
export class CountedClaims {
  /** By scenario, then by token; two workers that say they had the same claim are both there. */
  readonly #claims = new Map<string, Claim[]>()
  readonly #current = new Map<string, Claim>()
  /** The tokens that a worker saw at the end of the queue. */
  readonly #final = new Map<string, Set<number>>()

  /** The first pass. */
  note(event: RunEvent): void {
    switch (event.type) {
      case "scenario-claimed":
        this.#begin(event)
        break
      case "scenario-finished":
      case "scenario-skipped":
      case "scenario-cancelled": {
        const claim = this.#current.get(keyOf(event.shard, event.id))
        if (claim === undefined) break
        claim.verdict = event.type === "scenario-cancelled" ? "cancelled" : "settled"
        break
      }
      case "claim-ended":
        for (const claim of this.#claims.get(event.id) ?? []) {
          const isMeant = claim.shard === event.shard && claim.tokens.at(-1) === event.token
          if (isMeant) claim.counted = event.counted
        }
        break
      case "queue-ended":
        for (const [id, token] of Object.entries(event.tokens)) {
          this.#final.set(id, new Set([...(this.#final.get(id) ?? []), token]))
        }
        break
      default:
        break
    }
  }

  /** The shard of each scenario with a result that counts. */
  homes(): ReadonlyMap<string, number> {
    const homes = new Map<string, number>()
    for (const id of this.#claims.keys()) {
      const claim = this.#countedOf(id)
      if (claim !== null) homes.set(id, claim.shard)
    }
    return homes
  }

  /** The second pass, once for the journal of each worker: null for an event that does not count. */
  reader(): (event: RunEvent) => RunEvent | null {
    const tokens = new Map<string, number>()
    let dropped = 0
    return (event) => {
      if (event.type === "scenario-claimed") tokens.set(event.id, event.token)
      if (event.type === "run-finished") return { ...event, verdicts: event.verdicts - dropped }
      if (event.type === "note" && event.leaked !== undefined) {
        const leaked = event.leaked.filter(({ id }) => this.#countedOf(id)?.shard === event.shard)
        return { ...event, leaked }
      }
      if (!("id" in event) || event.id === null) return event
      if (event.type === "scenario-claimed" || event.type === "claim-ended") return event
      const counted = this.#countedOf(event.id)
      const token = tokens.get(event.id) ?? 0
      if (counted?.shard === event.shard && counted.tokens.includes(token)) return event
      if (isEnding(event)) dropped += 1
      return null
    }
  }

  #begin({ id, shard, token, again = false }: EventOf<"scenario-claimed">): void {
    const before = this.#current.get(keyOf(shard, id))
    const claims = this.#claims.get(id) ?? []
    const goesOn = again && before !== undefined
    const claim: Claim = {
      shard,
      tokens: goesOn ? [...before.tokens, token] : [token],
      verdict: goesOn ? before.verdict : null,
      counted: null,
    }
    const others = goesOn ? claims.filter((one) => one !== before) : claims
    this.#claims.set(id, [...others, claim])
    this.#current.set(keyOf(shard, id), claim)
  }

  /** Null where none does, or where it cannot be told which. */
  #countedOf(id: string): Claim | null {
    const final = this.#final.get(id)
    const ended = (this.#claims.get(id) ?? []).filter(({ tokens, verdict, counted }) => {
      if (verdict === null || counted === false) return false
      return final === undefined || (final.size === 1 && final.has(tokens.at(-1) ?? 0))
    })
    const settled = ended.filter(({ verdict }) => verdict === "settled")
    const found = settled.length > 0 ? settled : ended
    const highest = found.reduce((most, { tokens }) => Math.max(most, tokens.at(-1) ?? 0), 0)
    const latest = found.filter(({ tokens }) => tokens.at(-1) === highest)
    return latest.length === 1 ? (latest[0] ?? null) : null
  }
}

function keyOf(shard: number, id: string): string {
  return `${shard} ${id}`
}

function isEnding({ type }: RunEvent): boolean {
  return (
    type === "scenario-finished" || type === "scenario-skipped" || type === "scenario-cancelled"
  )
}
