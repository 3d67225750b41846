/**
 * What a flag of the command line is: its words, its help and how its text becomes a value.
 */
import type { Result } from "../core/problems/result.ts"

/** One flag. `parse` is left out where the text is the value. */
export interface Flag {
  /** As commander writes it: `-c, --workers <n>`. */
  readonly flags: string
  readonly description: string
  readonly parse?: (text: string) => Result<unknown, string>
  /** May be given several times; the values are collected. */
  readonly repeatable?: boolean
  /** Value of the flag when its optional number is left out. */
  readonly preset?: string
  /** What holds without the flag, for help and docs. */
  readonly standard?: string
}
