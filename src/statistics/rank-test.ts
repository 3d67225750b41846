/**
 * Did values get larger? A test of ranks, which one wild value cannot move, and the choice among many
 * such tests at once.
 */

/**
 * The probability of so many pairs in which a later value is larger, if nothing changed: Mann and Whitney,
 * On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other (1947), exact.
 * Equal values count as not larger, which only makes the result more careful. 1 where a side is empty.
 */
export function largerByChance(earlier: readonly number[], later: readonly number[]): number {
  const [m, n] = [earlier.length, later.length]
  if (m === 0 || n === 0) return 1
  let pairs = 0
  for (const one of later) for (const other of earlier) if (one > other) pairs += 1
  const ways = waysOf(m, n)
  let [all, atLeast] = [0, 0]
  for (const [count, number] of ways.entries()) {
    all += number
    if (count >= pairs) atLeast += number
  }
  return atLeast / all
}

/** By number of larger pairs: how many orders of so many values have it. */
function waysOf(m: number, n: number): readonly number[] {
  // Values in order of size, each of the later ones above 0 to m of the earlier ones.
  let rows = Array.from({ length: n + 1 }, (_, placed) => (placed === 0 ? [1] : [0]))
  for (let below = 0; below <= m; below++) {
    const next: number[][] = [[1]]
    for (let placed = 1; placed <= n; placed++) {
      const more = next[placed - 1] ?? []
      const without = rows[placed] ?? []
      const sums = Array.from({ length: Math.max(without.length, more.length + below) }, (_, i) => {
        return (without[i] ?? 0) + (i >= below ? (more[i - below] ?? 0) : 0)
      })
      next.push(sums)
    }
    rows = next
  }
  return rows[n] ?? [1]
}

/**
 * The tests that stand out when so many were made, with at most this part of them by chance: Benjamini and
 * Hochberg, Controlling the False Discovery Rate (1995). Tests that are not given count as hopeless.
 */
export function standOut<T extends { readonly chance: number }>(
  tests: readonly T[],
  { made, rate }: { readonly made: number; readonly rate: number },
): readonly T[] {
  const sorted = tests.toSorted((a, b) => a.chance - b.chance)
  const last = sorted.findLastIndex(({ chance }, i) => chance <= ((i + 1) / made) * rate)
  return sorted.slice(0, last + 1)
}
