/**
 * What instances of fixtures wrote while a failed attempt had leased them, as lines.
 */
import type { AttemptRecord } from "../../formats/attempt.ts"

/** A heading for each lease, and the end of what its instance wrote. Not neutralised. */
export function leaseLines({ fixtures = [] }: Pick<AttemptRecord, "fixtures">): readonly string[] {
  return fixtures.flatMap(({ fixture, instance, use, others, alongside, tail }) => {
    const rest = others - alongside.length
    const names = `${alongside.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`
    const who = others === 0 ? "" : `, also leased by ${names}`
    const what = `fixture ${fixture}, instance ${instance}, use ${use}${who}`
    if (tail === "") return [`${what}: it wrote nothing meanwhile`]
    return [`${what}: what it wrote meanwhile`, ...tail.split("\n").map((line) => `  ${line}`)]
  })
}
