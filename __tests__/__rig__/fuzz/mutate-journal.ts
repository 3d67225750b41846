/**
 * Mutations of a journal, each with what its format must notice. A line has a number, a shard and, in
 * the first, the digest of its plan and the attempt: lines that are missing, doubled, out of order, cut
 * or of another journal must never pass. Who writes other values into a line tells another story, and
 * nobody can know: of such a change only the truth of what is left untouched can be asked.
 */
import type { Dice } from "./dice.ts"
import { mutateBytes } from "./mutate-bytes.ts"
import { mutateJson } from "./mutate-json.ts"

/** What must be true of the exit code. */
export type Rule =
  /** The mutation must be noticed: never green. */
  | "noticed"
  /** What was red stays red. */
  | "red-stays-red"
  /** Another story was told: nothing but a complete report can be asked for. */
  | "told"

export interface MutatedJournal {
  readonly bytes: Buffer
  readonly rule: Rule
  readonly how: string
}

/** Members that say what happened. */
const TELLING: ReadonlySet<string | number | undefined> = new Set([
  ...["type", "verdict", "outcome", "id", "forgotten", "stage", "required", "capability"],
])

const WAYS = [
  ...["drop", "double", "swap", "cut", "foreign", "garbage", "hole", "long", "blank"],
  ...["value", "value", "value", "bytes", "bytes"],
] as const

/** Changes a journal; `others` are journals of other shards and other plans. */
export function mutateJournal(
  journal: Buffer,
  others: readonly Buffer[],
  dice: Dice,
): MutatedJournal {
  const lines = journal.toString("utf8").split("\n").slice(0, -1)
  // What a killed engine has left of a line may be anything, or be missing.
  const at = dice.pick([...lines.keys()].filter((index) => isEvent(lines[index] ?? "")))
  const line = lines[at] ?? ""
  const whole = (changed: readonly string[], rule: Rule, how: string): MutatedJournal => ({
    ...{ bytes: Buffer.from(changed.map((one) => `${one}\n`).join("")), rule },
    how: `${how} at line ${at + 1}`,
  })
  const way = dice.pick(WAYS)
  switch (way) {
    case "drop":
      return whole(lines.toSpliced(at, 1 + dice.below(3)), "noticed", way)
    case "double": {
      const count = Math.min(1 + dice.below(3), lines.length - at)
      return whole(lines.toSpliced(at, 0, ...lines.slice(at, at + count)), "noticed", way)
    }
    case "swap": {
      const to = (at + 1 + dice.below(lines.length - 1)) % lines.length
      const swapped = lines.with(at, lines[to] ?? "").with(to, line)
      return whole(swapped, "noticed", `${way} with ${to + 1}`)
    }
    case "cut": {
      // The end of the last line is no part of what it says.
      const bytes = journal.subarray(0, dice.below(journal.length - 1))
      return { bytes, rule: "noticed", how: `cut to ${bytes.length} bytes` }
    }
    case "foreign": {
      const foreign = dice.pick(others)
      if (dice.chance(0.3)) return { bytes: foreign, rule: "noticed", how: "another journal" }
      const pieces = foreign.toString("utf8").split("\n").slice(0, -1)
      const from = dice.below(pieces.length)
      const piece = pieces.slice(from, from + 1 + dice.below(4))
      return whole(lines.toSpliced(at, 0, ...piece), "noticed", `${way} from ${from + 1}`)
    }
    case "garbage": {
      const noise = dice.pick([
        "{",
        "[]",
        "null",
        "0",
        '""',
        "\u0000",
        "}{",
        '{"v":1}',
        "[".repeat(9_999),
      ])
      return whole(lines.toSpliced(at, 1, noise), "noticed", `${way} ${noise.slice(0, 9)}`)
    }
    case "hole": {
      const start = Buffer.byteLength(lines.slice(0, at).join("\n")) + (at === 0 ? 0 : 1)
      const from = start + dice.below(Buffer.byteLength(line))
      const to = Math.min(journal.length, from + 1 + dice.below(5_000))
      return {
        bytes: Buffer.from(journal).fill(0, from, to),
        rule: "noticed",
        how: `zeros from ${from}`,
      }
    }
    case "long": {
      const long = dice.pick(["x", "{", '"', "[", "\u0000"]).repeat(1 << 20)
      return whole(lines.with(at, line + long), "noticed", way)
    }
    case "blank":
      return whole(lines.toSpliced(at, 0, "", ""), "red-stays-red", way)
    case "value": {
      const { text, path } = mutateJson(line, dice)
      const rule = path.some((key) => TELLING.has(key)) ? "told" : "red-stays-red"
      return whole(lines.with(at, text), rule, `${way} of ${path.join(".")}`)
    }
    case "bytes":
      return { bytes: mutateBytes(journal, dice), rule: "red-stays-red", how: way }
  }
}

function isEvent(line: string): boolean {
  try {
    return JSON.parse(line) !== null
  } catch {
    return false
  }
}
