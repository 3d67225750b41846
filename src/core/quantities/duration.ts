/**
 * Durations: the text forms that suites and flags use, and the short form people read.
 */
import { err, ok, type Result } from "../problems/result.ts"

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
}

/** Why a text is not a duration. A bare number has both possible readings. */
export type DurationProblem =
  | { readonly reason: "bare-number"; readonly readings: readonly [string, string] }
  | { readonly reason: "malformed" }

/** Parses `90s`, `5m`, `1h30m`, `1.5s`, `250ms` to milliseconds. A bare `0` is zero. */
export function parseDurationMs(text: string): Result<number, DurationProblem> {
  const trimmed = text.trim()
  if (trimmed === "0") return ok(0)
  if (/^\d+(\.\d+)?$/u.test(trimmed)) {
    return err({ reason: "bare-number", readings: [`${trimmed}s`, `${trimmed}m`] })
  }
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/u.test(trimmed)) return err({ reason: "malformed" })
  let total = 0
  for (const [, amount, , unit] of trimmed.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/gu)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN)
  }
  return Number.isFinite(total) ? ok(Math.round(total)) : err({ reason: "malformed" })
}

/** Short text for people: `340ms`, `4.2s`, `2m05s`, `1h02m`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`
  const tenths = Math.round(ms / 100)
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`
  const seconds = Math.round(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m${String(seconds % 60).padStart(2, "0")}s`
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}m`
}

/** The same of seconds. */
export function formatSeconds(seconds: number): string {
  return formatDuration(seconds * 1_000)
}

/** Milliseconds as seconds with at most three decimals, for JSON. */
export function toSeconds(ms: number): number {
  return Math.round(ms) / 1_000
}

/** Whole seconds, for what changes while one looks: tenths would only flicker. Nothing below zero. */
export function formatWholeSeconds(ms: number): string {
  const seconds = Math.round(Math.max(0, ms) / 1_000)
  return seconds < 60 ? `${seconds}s` : formatDuration(seconds * 1_000)
}
