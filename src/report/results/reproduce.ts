/**
 * The command line that repeats one scenario on a person's machine, for a POSIX shell.
 */
import { dirname } from "node:path/posix"
import type { InlineSuite, Plan } from "../../formats/plan.ts"

/** Settings of a shard besides its plan, from its first event. */
export interface ToldShard {
  /** Names of variables that the scenarios got. */
  readonly env?: readonly string[] | undefined
  /** What they inherited, if not everything. */
  readonly inherit?: string | undefined
  /** The iteration to repeat, where scenarios run more than once. */
  readonly iteration?: number | undefined
}

type Planned = Pick<Plan, "suiteFile" | "seed" | "repeat" | "scenarios">

/** The default seed, which is omitted. */
const DEFAULT_SEED = 1

/** Some reports cut longer lines, which would make them useless. */
const MAX_CHARS = 900

/** A line for many scenarios is copied whole; shells and terminals take more. */
const MAX_CHARS_OF_ALL = 8_000

/**
 * `parallel-smoke run SUITE --profile NAME --filter ID`; a suite without a file is piped in. The
 * shell provides variables that can be secret, and stops if one is not set. Null if the line would
 * be too long.
 */
export function renderReproduce(plan: Planned, id: string, told: ToldShard = {}): string | null {
  const line = lineFor(plan, [id], told).join(" ")
  return line.length > MAX_CHARS ? null : line
}

/** The same for several scenarios, and for no others whose ids begin alike. */
export function renderReproduceAll(
  plan: Planned & Pick<Plan, "skipped" | "unselected">,
  ids: readonly string[],
  told: ToldShard = {},
): string | null {
  // Far more than fit: no need to look.
  if (ids.length * "--filter x ".length > MAX_CHARS_OF_ALL) return null
  const wanted = new Set(ids)
  const others = [
    ...Object.keys(plan.scenarios),
    ...plan.skipped.map(({ id }) => id),
    ...plan.unselected,
  ].filter((id) => !wanted.has(id))
  // A filter also takes what is below its id.
  const tooWide = ids.some((id) => others.some((other) => other.startsWith(`${id}:`)))
  const exact = tooWide ? ["--where", `"${ids.map((id) => `id == '${id}'`).join(" || ")}"`] : []
  const line = [...lineFor(plan, ids, told), ...exact].join(" ")
  return line.length > MAX_CHARS_OF_ALL ? null : line
}

function lineFor(plan: Planned, ids: readonly string[], told: ToldShard): readonly string[] {
  const { command = "parallel-smoke", profiles = [], maxScenarios, inline } = plan.repeat ?? {}
  const words = [...(told.env ?? []).map((name) => `${name}="\${${name}:?}"`), command, "run"]
  if (inline !== undefined) words.push("-")
  else if (plan.suiteFile !== undefined) words.push(shellWord(asOperand(suiteFileOf(plan))))
  for (const profile of profiles) words.push(...flag("--profile", profile))
  if (maxScenarios !== undefined) words.push("--max-scenarios", String(maxScenarios))
  const { iteration } = told
  if (plan.seed !== DEFAULT_SEED || iteration !== undefined) {
    words.push("--seed", String(plan.seed))
  }
  if (iteration !== undefined) words.push("--iteration", String(iteration))
  if (told.inherit !== undefined) words.push(...flag("--inherit-env", told.inherit))
  for (const id of ids) words.push(...flag("--filter", id))
  if (inline !== undefined) {
    words.unshift("printf", "%s", shellWord(suiteFor(plan, { inline, ids })), "|")
    const folder = dirname(inRepository(plan, plan.suiteFile ?? ""))
    if (folder !== ".") words.unshift("cd", shellWord(asOperand(folder)), "&&")
  }
  return words
}

/** A path of the plan relative to the repository: the checkout can be in a subfolder. */
export function inRepository({ repeat }: Pick<Plan, "repeat">, path: string): string {
  const folder = `${repeat?.checkout ?? "."}/`
  return path.startsWith(folder) ? path.slice(folder.length) : path
}

/** A text as one word for a POSIX shell. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/u.test(text)) return text
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A flag and its value; a value with a leading dash would be read as a flag. */
function flag(name: string, value: string): readonly string[] {
  return value.startsWith("-") ? [shellWord(`${name}=${value}`)] : [name, shellWord(value)]
}

function suiteFileOf(plan: Planned): string {
  return plan.repeat?.suiteFile ?? inRepository(plan, plan.suiteFile ?? "")
}

function asOperand(path: string): string {
  return path.startsWith("-") ? `./${path}` : path
}

/** A suite without a file, reduced to these scenarios and what they need. */
function suiteFor(
  { scenarios, suiteFile }: Planned,
  of: { readonly inline: InlineSuite; readonly ids: readonly string[] },
): string {
  const wanted = new Set<string>()
  const seen = new Set<string>()
  const open = [...of.ids]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const planned = scenarios[id]
    if (planned === undefined || seen.has(id)) continue
    seen.add(id)
    open.push(...planned.needs)
    const { file, line } = planned.definition
    const declared = of.inline.scenarios.findLast((one) => file === suiteFile && one.line <= line)
    if (declared !== undefined) wanted.add(declared.text)
  }
  const texts = of.inline.scenarios.map(({ text }) => text).filter((text) => wanted.has(text))
  const own = texts.length === 0 ? [] : [`scenarios: {${[...new Set(texts)].join(", ")}}`]
  return `{${[...of.inline.rest, ...own].join(", ")}}`
}
