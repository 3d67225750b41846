/**
 * Dates of quarantines: the last day, in UTC, on which a failure is tolerated.
 */

const DAY_MS = 86_400_000

/** The last possible day: a failure that is always tolerated. */
export const NEVER_ENDS = "9999-12-31"

/** The start of a day such as `2027-01-31`; null if the day does not exist. */
export function startOfDay(text: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text)
  if (parts === null) return null
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number)
  const at = Date.UTC(year, month - 1, day)
  return new Date(at).toISOString().startsWith(text) ? at : null
}

/** True while failures are tolerated: until the end of the day `until`. */
export function isInForce(until: string, at: number): boolean {
  const start = startOfDay(until)
  return start !== null && at < start + DAY_MS
}

/** The text for a tolerated failure: `quarantined until 2027-01-31`, or `tolerated`. */
export function acceptanceText(until: string): string {
  return until === NEVER_ENDS ? "tolerated" : `quarantined until ${until}`
}
