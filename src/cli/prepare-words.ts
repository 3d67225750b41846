/**
 * The words of a command line before commander reads them: optional values, profiles as flags, and
 * flags of other programs that people know.
 */
import { err, ok, type Result } from "../core/problems/result.ts"
import { type Flag, flagsOf } from "../settings/flag.ts"
import { COMMANDS } from "./commands.ts"

/** Flags of programs that do the same work, with what to write here. */
const OTHER_FLAGS: ReadonlyMap<string, string> = new Map([
  ["--parallel", "scenarios run in parallel without it; for a number write --workers N"],
  ["--max-concurrent", "write --workers N, or -c N"],
  ["--pool", "write --matrix pool=NAME, or --filter with a pattern of ids"],
  ["--list", "write `parallel-smoke list`"],
  ["--time", "write --time-budget with a unit, for example --time-budget 300s"],
  [
    "--all",
    "all scenarios run without it; `parallel-smoke list --all` shows them with the reasons",
  ],
])

/** Names, without `--`, by which a profile cannot be used as a flag. */
export function reservedNames(): ReadonlySet<string> {
  const names = COMMANDS.flatMap(({ name }) => flagsOf(name).flatMap(({ words }) => words))
  const reserved = new Set([...names, ...OTHER_FLAGS.keys(), "--help"])
  // This flag means the profile of its name.
  reserved.delete("--quick")
  return new Set([...reserved].map((name) => name.replace(/^--/u, "")))
}

/** True for a name that a profile may have as a flag without being in the tables. */
export function mayBeProfile(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]*$/u.test(name) && name !== "quick" && !reservedNames().has(name)
}

/** Words that commander reads, and the profiles among them that were written as flags. */
export interface PreparedWords {
  readonly words: readonly string[]
  readonly profiles: readonly string[]
}

/**
 * Prepares the words of a command. `known` are the profiles of the suite: before it is read, every
 * unknown flag without a value may be one. An error is a sentence.
 */
export function prepareWords(
  given: readonly string[],
  flags: readonly Flag[],
  known?: ReadonlySet<string>,
): Result<PreparedWords, string> {
  const byName = new Map(flags.flatMap((flag) => flag.words.map((name) => [name, flag])))
  const words: string[] = []
  const profiles: string[] = []
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? ""
    if (word === "--") return ok({ words: [...words, ...given.slice(index)], profiles })
    const [name = ""] = word.split("=", 1)
    const advice = byName.has(name) ? undefined : OTHER_FLAGS.get(name)
    if (advice !== undefined) return err(`there is no ${name}: ${advice}`)
    const flag = byName.get(word)
    const preset = flag?.setting.flag?.preset
    const next = given[index + 1]
    const profile = byName.has("--profile") && !byName.has(name) ? profileOf(word, known) : null
    if (profile !== null) {
      profiles.push(profile)
      words.push(`--profile=${profile}`)
    } else if (preset !== undefined && /^-\d/u.test(next ?? "")) {
      // Nobody's file: the flag has to refuse it.
      words.push(`${word}=${next}`)
      index += 1
    } else {
      words.push(word)
      if (preset !== undefined && !mayBeValue(flag, next)) words.push(preset)
      if (flag?.form.startsWith("<") === true && next !== undefined) {
        let value = next
        index += 1
        // A shell makes two words of `a, b`.
        while (flag.form.endsWith(",...>") && value.endsWith(",") && index + 1 < given.length) {
          index += 1
          value += given[index]
        }
        words.push(value)
      }
    }
  }
  return ok({ words, profiles })
}

/** Whether a word after a flag with an optional value is that value; a number is, also a wrong one. */
function mayBeValue(flag: Flag | undefined, word = ""): boolean {
  return /^\d+$/u.test(word) || flag?.setting.value.parse(word).ok === true
}

/** The profile that a word may mean as a flag. */
function profileOf(word: string, known: ReadonlySet<string> | undefined): string | null {
  const name = word.slice("--".length)
  if (!word.startsWith("--") || !mayBeProfile(name)) return null
  return known === undefined || known.has(name) ? name : null
}
