/**
 * The command line that repeats one scenario on a person's machine.
 */
import type { Plan } from "../formats/plan.ts"

/** `npx parallel-smoke run SUITEFILE --filter ID`, quoted for a POSIX shell. */
export function renderReproduce(plan: Pick<Plan, "suiteFile">, id: string): string {
  const words = ["npx", "parallel-smoke", "run"]
  if (plan.suiteFile !== undefined) words.push(shellWord(asOperand(plan.suiteFile)))
  // A word that begins with a dash would be read as a flag.
  if (id.startsWith("-")) words.push(shellWord(`--filter=${id}`))
  else words.push("--filter", shellWord(id))
  return words.join(" ")
}

/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/u.test(text)) return text
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function asOperand(path: string): string {
  return path.startsWith("-") ? `./${path}` : path
}
