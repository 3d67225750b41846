/**
 * Dates of quarantines: a day in UTC, the last on which a failure is accepted.
 */

const DAY_MS = 86_400_000

/** The last day that can be written: a failure that is tolerated without an end. */
export const NEVER_ENDS = "9999-12-31"

/** The first instant of a day written as `2027-01-31`; null when there is no such day. */
export function startOfDay(text: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text)
  if (parts === null) return null
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number)
  const at = Date.UTC(year, month - 1, day)
  return new Date(at).toISOString().startsWith(text) ? at : null
}

/** True while failures are accepted: up to the end of the day that `until` names. */
export function isInForce(until: string, at: number): boolean {
  const start = startOfDay(until)
  return start !== null && at < start + DAY_MS
}

/** How a person is told that a failure is accepted: `quarantined until 2027-01-31`, or `tolerated`. */
export function acceptanceText(until: string): string {
  return until === NEVER_ENDS ? "tolerated" : `quarantined until ${until}`
}
