/**
 * Failure rates in words: what was counted, and what that says about the rate.
 */

import { upperBound, wilsonInterval } from "../../statistics/rate-bounds.ts"
import { runsToPass } from "../../statistics/rate-test.ts"
import type { Tally } from "../../statistics/tally.ts"

/** For example `0 of 59: below 5% (95%)`, or `3 of 200: 1.5% (0.51% to 4.3%)` after failures. */
export function rateText(tally: Tally): string {
  const counted = `${tally.failures} of ${tally.runs}`
  if (tally.runs === 0) return counted
  if (tally.failures === 0) return `${counted}: below ${percentUp(upperBound(tally))} (95%)`
  const { low, high } = wilsonInterval(tally)
  const rate = percentOf(tally.failures / tally.runs)
  return `${counted}: ${rate} (${percentOf(low)} to ${percentOf(high)})`
}

/**
 * What a rate needs while nothing fails, for example `74 tonight, 369 needed: 5 nights with
 * --campaign`.
 */
export function runsNeededText({
  rate,
  runs,
}: {
  readonly rate: number
  readonly runs: number
}): string {
  const needed = runsToPass(rate)
  if (runs >= needed) return `${runs} tonight, ${needed} needed`
  const more = runs === 0 ? "" : `: ${Math.ceil(needed / runs)} nights with --campaign`
  return `${runs} tonight, ${needed} needed${more}`
}

/** With two digits that count. */
function percentOf(part: number): string {
  return `${Number((part * 100).toPrecision(2))}%`
}

/** A bound must never promise more than is known: rounded up. */
function percentUp(part: number): string {
  const percent = part * 100
  const unit = 10 ** (Math.floor(Math.log10(percent)) - 1)
  return `${Number((Math.ceil(percent / unit - 1e-9) * unit).toPrecision(2))}%`
}
