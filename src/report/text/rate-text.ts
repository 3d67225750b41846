/**
 * Failure rates in words: what was counted, and what that says about the rate.
 */

import { upperBound, wilsonInterval } from "../../statistics/rate-bounds.ts"
import { runsToPass } from "../../statistics/rate-test.ts"
import type { Tally } from "../../statistics/tally.ts"

/** For example `below 5 % (95 %)`, or `1.5 % (95 %: 0.51 to 4.3 %)` after failures. */
export function rateText(tally: Tally): string {
  if (tally.runs === 0) return "no runs"
  if (tally.failures === 0) return `below ${percentUp(upperBound(tally))} % (95 %)`
  const { low, high } = wilsonInterval(tally)
  const rate = percentOf(tally.failures / tally.runs)
  return `${rate} % (95 %: ${percentOf(low)} to ${percentOf(high)} %)`
}

/** What a rate needs while nothing fails, for example `74 expected, 369 needed: 5 such runs with --campaign`. */
export function runsNeededText({
  rate,
  runs,
  known,
}: {
  readonly rate: number
  readonly runs: number
  /** Iterations that earlier runs of the campaign have counted; absent without one. */
  readonly known?: number | undefined
}): string {
  const needed = runsToPass(rate)
  const told = `${runs} expected, ${known === undefined ? "" : `${known} known, `}${needed} needed`
  const left = needed - (known ?? 0)
  if (runs >= left || runs === 0) return told
  const more = `${Math.ceil(left / runs)} such runs`
  return `${told}: ${more}${known === undefined ? " with --campaign" : ""}`
}

/** With two digits that count, for example `0.12` or `36`. */
export function percentOf(part: number): string {
  return String(Number((part * 100).toPrecision(2)))
}

/** A bound must never promise more than is known: rounded up. */
function percentUp(part: number): string {
  const percent = part * 100
  const unit = 10 ** (Math.floor(Math.log10(percent)) - 1)
  return String(Number((Math.ceil(percent / unit - 1e-9) * unit).toPrecision(2)))
}
