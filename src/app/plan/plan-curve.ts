/**
 * What other numbers of shards would take and cost, with the user's own prices.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { PRICES, PRICES_DATE, type Prices, toPrices } from "../../plan/estimate/prices.ts"
import { curveOf, MAX_CURVE } from "../../plan/explain/curve.ts"
import type { Files } from "../../ports/files.ts"
import { renderCurve } from "../../report/plan/curve-text.ts"

import type { Planned } from "./plan-run.ts"

/** The table for 1 to so many shards as were asked for. */
export function curveText(
  { plan, cutting }: Pick<Planned, "plan" | "cutting">,
  options: { readonly shards: number | "auto"; readonly prices: Prices },
): string {
  const to = typeof options.shards === "number" ? options.shards : MAX_CURVE
  const points = curveOf(cutting, { to, prices: { ...PRICES, ...options.prices }, plan })
  return renderCurve(points, { chosen: plan.shards.length, pricesDate: PRICES_DATE })
}

/** Prices by label from a file of the user's own; none without a file. */
export function readPrices(
  path: string | undefined,
  files: Pick<Files, "readText">,
): Result<Prices, Failure> {
  if (path === undefined) return ok({})
  const text = files.readText(path)
  if (!text.ok) return err({ reason: "files/unusable", path, message: text.error.message })
  const json = parseForeignJson(text.value)
  const prices = json.ok ? toPrices(json.value) : null
  if (prices !== null) return ok(prices)
  const message = `${path} contains no prices`
  return err({
    reason: "usage/invalid",
    message,
    hint: 'write {"my-label": 0.004}: US dollars per minute',
  })
}
