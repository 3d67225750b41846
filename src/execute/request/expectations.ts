/**
 * Whether what a command did is what its scenario expects, and the sentence that says why not.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { cutText } from "../../core/text/cut-text.ts"
import type { ExpectSpec, TextTestSpec } from "../../formats/run-specs.ts"
import type { Files } from "../../ports/files.ts"
import type { PatternProblem, Patterns } from "../../ports/patterns.ts"

/** Bytes of a text that are searched; a longer one can only be said to hold something. */
export const SEARCH_BYTES = 8 << 20

/** Milliseconds that each pattern may take. */
export const PATTERN_BUDGET_MS = 1_000

/** Characters of a text that a message quotes. */
const QUOTED_CHARACTERS = 120

/** A text of which only the start may be known. */
export interface KnownText {
  readonly text: string
  readonly whole: boolean
  /** Why it could not be read. */
  readonly unread?: string
}

/** What is not as expected of a command that ended by itself; null when all is. */
export async function judgeCommand(
  spec: ExpectSpec,
  ended: {
    readonly durationMs: number
    readonly read: (name: "stdout" | "stderr" | "output") => KnownText
    readonly patterns: Patterns
  },
): Promise<string | null> {
  const said: string[] = []
  for (const name of ["stdout", "stderr", "output"] as const) {
    const test = spec[name]
    if (test === null) continue
    const { read, patterns } = ended
    said.push(...(await judgeText(test, { name, known: read(name), patterns })))
  }
  said.push(...judgeDuration(spec.withinMs, ended.durationMs))
  return said.length === 0 ? null : said.join("; ")
}

/** `expected to end within 30s; it took 31.2s`. */
export function judgeDuration(withinMs: number | null, durationMs: number): string[] {
  if (withinMs === null || durationMs <= withinMs) return []
  return [
    `expected to end within ${formatDuration(withinMs)}, but it took ${formatDuration(durationMs)}`,
  ]
}

/** `expected exit code 0 or 3, but it was 1`. */
export function judgeExitCode(expected: readonly number[], exitCode: number | null): string {
  const codes = expected.length === 1 ? `${expected[0]}` : `one of ${expected.join(", ")}`
  return `expected exit code ${codes}, but it was ${exitCode ?? "unknown"}`
}

/** One sentence for each test that a text does not pass. */
export async function judgeText(
  test: TextTestSpec,
  of: { readonly name: string; readonly known: KnownText; readonly patterns: Patterns },
): Promise<string[]> {
  const { name, known, patterns } = of
  if (known.unread !== undefined) return [`${name} cannot be read: ${known.unread}`]
  const said: string[] = []
  for (const wanted of test.contains) {
    if (known.text.includes(wanted)) continue
    said.push(`expected ${name} to contain ${quote(wanted)}, but ${came(known)}`)
  }
  for (const source of test.matches) {
    const found = await patterns.match({
      source,
      flags: "mu",
      texts: [known.text],
      budgetMs: PATTERN_BUDGET_MS,
    })
    if (!found.ok) {
      const why = whyNotSearched(found.error)
      said.push(`expected ${name} to match ${quote(source)}, but its search ${why}`)
    } else if (found.value[0] === null) {
      said.push(`expected ${name} to match ${quote(source)}, but ${came(known)}`)
    }
  }
  for (const refused of test.notContains) {
    const at = known.text.indexOf(refused)
    if (at >= 0) {
      const line = known.text.slice(0, at).split("\n").length
      said.push(
        `expected ${name} not to contain ${quote(refused)}, but line ${line} does: ${quote(lineAt(known.text, at))}`,
      )
    } else if (!known.whole) {
      said.push(
        `expected ${name} not to contain ${quote(refused)}, but it is longer than the ${SEARCH_BYTES >> 20} MiB that are searched`,
      )
    }
  }
  return said
}

/** `took longer than 1.0s`: the end of a sentence about a search. */
export function whyNotSearched({ code, message }: PatternProblem): string {
  const tooLong = `took longer than ${formatDuration(PATTERN_BUDGET_MS)}`
  return code === "slow" ? tooLong : `ended: ${message}`
}

/** Reads what a file holds from an offset on, as far as it is searched. */
export function readKnown(
  files: Files,
  from: { readonly path: string; readonly offset: number },
): KnownText {
  const { path, offset } = from
  const size = files.sizeBytes(path) ?? 0
  const text = files.readPart(path, offset, SEARCH_BYTES)
  if (!text.ok) return { text: "", whole: false, unread: text.error.message }
  return { text: text.value, whole: size - offset <= SEARCH_BYTES }
}

function came(known: KnownText): string {
  const last = known.text
    .slice(-4_096)
    .split("\n")
    .findLast((line) => line.trim() !== "")
  if (last === undefined) return "it is empty"
  const more = known.whole ? "" : `; only its first ${SEARCH_BYTES >> 20} MiB are searched`
  return `it ends with ${quote(last.trim())}${more}`
}

function lineAt(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at) + 1
  const end = text.indexOf("\n", at)
  const from = Math.max(start, at - QUOTED_CHARACTERS / 2)
  return text.slice(from, end < 0 ? undefined : end).slice(0, QUOTED_CHARACTERS * 2)
}

/** A text in quotes, cut where it is long. */
export function quote(text: string): string {
  return JSON.stringify(cutText(text, QUOTED_CHARACTERS, "…"))
}

/** The same patterns, given up when the run stops; `stopped` says whether one was. */
export function untilStopped(
  patterns: Patterns,
  stop: AbortSignal,
): { readonly patterns: Patterns; readonly stopped: () => boolean } {
  let stopped = false
  return {
    stopped: () => stopped,
    patterns: {
      match: async (search) => {
        const found = await patterns.match({ ...search, stop })
        if (!found.ok && found.error.code === "stopped") stopped = true
        return found
      },
    },
  }
}
