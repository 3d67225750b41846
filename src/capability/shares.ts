/**
 * Divides a quantity that all shards share into parts that never add up to more than the total.
 */
import { err, ok, type Result } from "../core/problems/result.ts"

/** The demand of one shard. */
export interface Taker {
  /** The largest demand of one of its scenarios: with less, that one could never start. */
  readonly largest: number
  /** The total demand of its scenarios: more would be useless. */
  readonly total: number
}

/** There is not enough for the largest scenario of every shard. */
export interface TooFew {
  /** The maximum number of shards with scenarios that take some of it. */
  readonly shards: number
}

/** Divides a quantity; shards without demand get nothing. */
export function shareOut(
  quantity: number,
  takers: readonly Taker[],
): Result<readonly number[], TooFew> {
  const amounts = takers.flatMap(({ largest, total }) => [largest, total])
  // Whole numbers are divided into whole numbers, fractions into thousandths.
  const grain = amounts.every(Number.isInteger) ? 1 : 0.001
  const grains = (amount: number): number => Math.ceil(amount / grain - 1e-9)
  let left = Math.floor(quantity / grain + 1e-9)
  const shares = takers.map(({ largest }) => grains(largest))
  left -= shares.reduce((sum, share) => sum + share, 0)
  if (left < 0) {
    const most = Math.max(...takers.map(({ largest }) => largest))
    return err({ shards: Math.floor(quantity / most + 1e-9) })
  }
  const wanted = takers.map(({ total }, index) => Math.max(0, grains(total) - (shares[index] ?? 0)))
  const sum = wanted.reduce((all, want) => all + want, 0)
  const spare = Math.min(left, sum)
  const extra = wanted.map((want) => (sum === 0 ? 0 : Math.floor((want / sum) * spare)))
  let rest = spare - extra.reduce((all, more) => all + more, 0)
  for (const [index, want] of wanted.entries()) {
    const more = Math.min(rest, want - (extra[index] ?? 0))
    extra[index] = (extra[index] ?? 0) + more
    rest -= more
  }
  return ok(shares.map((share, index) => toAmount(share + (extra[index] ?? 0), grain)))
}

function toAmount(grains: number, grain: number): number {
  return grain === 1 ? grains : Math.round(grains) / 1_000
}
