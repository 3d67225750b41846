/**
 * Taking secrets out of what a run knows. Every text is cleaned, wherever it stands, but for those by
 * which events and results are read: ids, words of a fixed list, times, and what the plan says. A
 * member that is new is cleaned until it is named here.
 */

/** How texts are cleaned. */
export interface Cleaner {
  readonly redact: (text: string) => string
  /** Where a kept file lies whose name was cleaned; `redact` where nobody renames files. */
  readonly renamed?: (path: string) => string
}

/** Members whose texts stay, whatever a secret happens to be. */
const NAMES: ReadonlySet<string> = new Set([
  // Which run, which plan, which scenario.
  ...["id", "ids", "runId", "suite", "command", "planDigest", "version", "commit", "ref"],
  ...["forgotten", "env", "inherit", "name", "group", "tags", "key", "log", "file"],
  // Words of fixed lists.
  ...["type", "outcome", "cause", "signal", "stage", "verdict", "reason", "endedBecause", "level"],
  ...["severity", "status", "conclusion", "runner", "os", "arch", "scope", "unit"],
  // Times.
  ...["startedAt", "finishedAt", "endedAt", "until"],
])

/** What children said themselves: of a problem that they report, also the file and the code. */
const OF_PROBLEMS: ReadonlySet<string> = new Set(["severity"])

/** Of what was wrong with folders, the code is ours. */
const OF_RESULTS: ReadonlySet<string> = new Set([...NAMES, "code"])

/** An event, or the state of a run, with every other text cleaned. */
export function withoutSecrets<T>(value: T, cleaner: Cleaner): T {
  return cleaned(value, { ...cleaner, names: NAMES }) as T
}

/** What `results.json` holds, without secrets. */
export function resultsWithoutSecrets<T extends { readonly problems: unknown }>(
  results: T,
  cleaner: Cleaner,
): T {
  const { problems } = results
  return {
    ...withoutSecrets({ ...results, problems: [] }, cleaner),
    problems: cleaned(problems, { ...cleaner, names: OF_RESULTS }),
  }
}

interface Cleaning extends Cleaner {
  readonly names: ReadonlySet<string>
}

function cleaned(value: unknown, by: Cleaning): unknown {
  if (typeof value === "string") return by.redact(value)
  if (Array.isArray(value)) return value.map((item) => cleaned(item, by))
  if (value instanceof Map) {
    return new Map([...value].map(([key, member]) => [key, cleaned(member, by)]))
  }
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, memberOf(key, member, by)]),
  )
}

function memberOf(key: string, member: unknown, by: Cleaning): unknown {
  const isPlain = [member].flat().every((one) => typeof one === "string")
  if (key === "problems") return cleaned(member, { ...by, names: OF_PROBLEMS })
  // An output that is not what it was is none: a resumed run makes it again.
  if (key === "outputs") return hasSecrets(member, by) ? null : member
  if (key === "artifacts" && Array.isArray(member)) {
    const { renamed = by.redact } = by
    return member.map((path) => renamed(String(path)))
  }
  return isPlain && by.names.has(key) ? member : cleaned(member, by)
}

function hasSecrets(outputs: unknown, { redact }: Cleaning): boolean {
  return Object.entries(outputs ?? {})
    .flat()
    .some((text) => redact(String(text)) !== text)
}
