/**
 * Values of flags and inputs: text to what it means, or a phrase that says how to write it. The
 * caller names the flag and the text.
 */

import { err, ok, type Result } from "./problems/result.ts"
import { parseDurationMs } from "./quantities/duration.ts"
import type { WorkerCount } from "./quantities/workers.ts"
import { parseCommaList } from "./text/comma-list.ts"

/** A whole number within bounds. */
export function parseCount(
  text: string,
  bounds: { readonly min: number; readonly max: number },
): Result<number, string> {
  const value = Number(text)
  if (/^\d+$/u.test(text) && value >= bounds.min && value <= bounds.max) return ok(value)
  return err(`expects a whole number from ${bounds.min} to ${bounds.max}`)
}

/** A count or `auto`. */
export function parseCountOrAuto(
  text: string,
  bounds: { readonly min: number; readonly max: number },
): Result<number | "auto", string> {
  if (text === "auto") return ok("auto")
  const count = parseCount(text, bounds)
  return count.ok ? count : err(`${count.error} or auto`)
}

/** A count, `auto`, or a part of the machine such as `80%`. */
export function parseWorkers(
  text: string,
  bounds: { readonly min: number; readonly max: number },
): Result<WorkerCount, string> {
  const part = /^([1-9]\d?|100)%$/u.exec(text)?.[1]
  if (part !== undefined) return ok<WorkerCount>(`${Number(part)}%`)
  const count = parseCountOrAuto(text, bounds)
  return count.ok ? count : err(`${count.error}, or a part of the machine such as 80%`)
}

/** `3/8`, or `3` where a plan tells how many there are. */
export function parseShard(
  text: string,
): Result<{ readonly shard: number; readonly of: number | null }, string> {
  const [, shard = "", of] = /^(\d{1,4})(?:\/(\d{1,4}))?$/u.exec(text) ?? []
  const number = Number(shard)
  const count = of === undefined ? null : Number(of)
  if (shard === "" || number < 1 || (count !== null && number > count)) {
    return err("expects a shard such as 3/8 (or 3 with --plan)")
  }
  return ok({ shard: number, of: count })
}

/** `3`, or a part of all: `10%`. */
export function parseSkipLimit(
  text: string,
): Result<{ readonly count: number } | { readonly percent: number }, string> {
  const [, number = "", percent] = /^(\d{1,7}(?:\.\d+)?)(%?)$/u.exec(text) ?? []
  if (percent === "%" && Number(number) <= 100) return ok({ percent: Number(number) })
  if (percent === "" && /^\d+$/u.test(number)) return ok({ count: Number(number) })
  return err("expects a number of scenarios, or a part of all such as 10%")
}

/** A duration with its unit. */
export function parseTime(text: string): Result<number, string> {
  const duration = parseDurationMs(text)
  if (duration.ok && duration.value > 0) return duration
  if (!duration.ok && duration.error.reason === "bare-number") {
    const [seconds, minutes] = duration.error.readings
    return err(`needs a unit: ${seconds} or ${minutes}?`)
  }
  return err("expects a duration such as 90s or 5m")
}

/** One of some words. */
export function parseChoice<const T extends string>(
  text: string,
  choices: readonly T[],
): Result<T, string> {
  const found = choices.find((choice) => choice === text)
  return found === undefined ? err(`expects one of ${choices.join(", ")}`) : ok(found)
}

/** What children inherit: all, the least, or the least and what is named. */
export type Inherit = "all" | "minimal" | readonly string[]

/** `all`, `minimal`, or names separated by commas or lines; a name with a space in it is none. */
export function parseInherit(text: string): Result<Inherit, string> {
  if (text === "all" || text === "minimal") return ok(text)
  const names = parseCommaList(text)
  if (names.length > 0 && names.every((name) => /^[A-Za-z_]\w*$/u.test(name))) return ok(names)
  return err("expects all, minimal, or names of variables separated by commas")
}

/** `key=value`; the value may hold further `=`. */
export function parsePair(
  text: string,
): Result<{ readonly key: string; readonly value: string }, string> {
  const at = text.indexOf("=")
  if (at <= 0) return err("expects KEY=VALUE")
  return ok({ key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() })
}
