/** Longer messages differ, if at all, in what comes first. */
const MAX_CHARACTERS = 300

/** A message without what differs each time: numbers, addresses and long hexadecimal names. */
export function normalMessage(message: string): string {
  return message
    .slice(0, 2 * MAX_CHARACTERS)
    .replaceAll(/0x[0-9a-f]+|\b[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}\b|\d+/giu, "#")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .slice(0, MAX_CHARACTERS)
}
