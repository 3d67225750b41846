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

/** What a rate needs while nothing fails, for example `74 expected, 369 needed: 5 such runs`. */
export function runsNeededText({
  rate,
  runs,
}: {
  readonly rate: number
  readonly runs: number
}): string {
  const needed = runsToPass(rate)
  if (runs >= needed) return `${runs} expected, ${needed} needed`
  const more = runs === 0 ? "" : `: ${Math.ceil(needed / runs)} such runs`
  return `${runs} expected, ${needed} needed${more}`
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
