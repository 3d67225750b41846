/** ISO 8601 in UTC; a time outside of the range of dates becomes the nearest valid one. */
export function toInstant(ms: number): string {
  const limit = 8.64e15
  return new Date(Math.max(-limit, Math.min(limit, Math.round(ms)))).toISOString()
}
