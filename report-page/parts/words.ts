/**
 * Foreign texts and numbers as people read them. Every text of a run goes through here.
 */
import { formatSeconds } from "../../src/core/quantities/duration.ts"
import { neutraliseInline, showHidden } from "../../src/report/lines/neutralise.ts"

/** A foreign text for one line. */
export function inline(text: string, maxChars = 500): string {
  return neutraliseInline(text, maxChars)
}

/** A foreign text with its lines. */
export function block(text: string): string {
  return text.split(/\r?\n/u).map(showHidden).join("\n")
}

/** `4.2s`. */
export const seconds = formatSeconds

/** `12,345`. */
export function number(value: number): string {
  return value.toLocaleString("en-GB")
}

/** `1 scenario`, `2 scenarios`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

/** `12.3 MiB`. */
export function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"]
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

/** `1 Dec 2026, 00:12:07` in the reader's time zone. */
export function instant(ms: number): string {
  return new Date(ms).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" })
}
