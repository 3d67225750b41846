/**
 * What a minute of a runner costs, by label. Public repositories pay nothing for standard runners and
 * every account has free minutes, so this compares numbers of shards and is no bill.
 */

/** Since when these prices hold. */
export const PRICES_DATE = "2026-01-01"

/** US dollars a minute. */
export type Prices = Readonly<Record<string, number>>

const LINUX = 0.006
const WINDOWS = 0.01
const MACOS = 0.062

/** List prices of GitHub's standard runners. */
export const PRICES: Prices = {
  "ubuntu-latest": LINUX,
  "ubuntu-24.04": LINUX,
  "ubuntu-22.04": LINUX,
  "windows-latest": WINDOWS,
  "windows-2025": WINDOWS,
  "windows-2022": WINDOWS,
  "macos-latest": MACOS,
  "macos-15": MACOS,
  "macos-14": MACOS,
}

/** Price of a minute on such a runner; null where nobody knows (a self-hosted one, for example). */
export function priceOf(runsOn: string | readonly string[], prices: Prices): number | null {
  for (const label of [runsOn].flat()) {
    const price = Object.hasOwn(prices, label) ? prices[label] : undefined
    if (price !== undefined) return price
  }
  return null
}

/** A JSON value as prices; null where it is something else. */
export function toPrices(value: unknown): Prices | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  const prices: Record<string, number> = {}
  for (const [label, price] of Object.entries(value)) {
    if (typeof price !== "number" || !Number.isFinite(price) || price < 0) return null
    prices[label] = price
  }
  return prices
}
