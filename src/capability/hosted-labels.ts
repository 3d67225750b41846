/**
 * GitHub's standard hosted runners from its documentation: the machine of each label. The same
 * labels are smaller machines in private and internal repositories.
 */

/** When the table was last compared with the documentation. */
export const HOSTED_LABELS_DATE = "2026-11-21"

/** A machine behind a label. */
export interface HostedMachine {
  readonly os: "linux" | "windows" | "macos"
  readonly arch: "x64" | "arm64"
  readonly cpu: number
  readonly memoryGiB: number
  readonly diskGiB: number
}

/** The visibility of the repository decides the size of standard machines. */
export type Visibility = "public" | "private"

type Size = Pick<HostedMachine, "cpu" | "memoryGiB">
/** Machines that are smaller in private repositories are at the end. */
type Row = readonly [labels: readonly string[], machine: HostedMachine, inPrivate?: Size]

const HALF: Size = { cpu: 2, memoryGiB: 8 }

const TABLE: readonly Row[] = [
  [
    ["ubuntu-latest", "ubuntu-26.04", "ubuntu-24.04", "ubuntu-22.04"],
    { os: "linux", arch: "x64", cpu: 4, memoryGiB: 16, diskGiB: 14 },
    HALF,
  ],
  [["ubuntu-slim"], { os: "linux", arch: "x64", cpu: 1, memoryGiB: 5, diskGiB: 14 }],
  [
    ["ubuntu-26.04-arm", "ubuntu-24.04-arm", "ubuntu-22.04-arm"],
    { os: "linux", arch: "arm64", cpu: 4, memoryGiB: 16, diskGiB: 14 },
    HALF,
  ],
  [
    ["windows-latest", "windows-2025", "windows-2022"],
    { os: "windows", arch: "x64", cpu: 4, memoryGiB: 16, diskGiB: 14 },
    HALF,
  ],
  [["windows-11-arm"], { os: "windows", arch: "arm64", cpu: 4, memoryGiB: 16, diskGiB: 14 }, HALF],
  [
    ["macos-latest", "macos-26", "macos-15", "macos-14"],
    { os: "macos", arch: "arm64", cpu: 3, memoryGiB: 7, diskGiB: 14 },
  ],
  [
    ["macos-26-intel", "macos-15-intel"],
    { os: "macos", arch: "x64", cpu: 4, memoryGiB: 14, diskGiB: 14 },
  ],
]

/** Machines by label, in the order of the table. */
export const HOSTED_LABELS: Readonly<Record<Visibility, ReadonlyMap<string, HostedMachine>>> = {
  public: machinesBy((machine) => machine),
  private: machinesBy((machine, smaller) => ({ ...machine, ...smaller })),
}

function machinesBy(
  sizeOf: (machine: HostedMachine, inPrivate: Size | undefined) => HostedMachine,
): ReadonlyMap<string, HostedMachine> {
  return new Map(
    TABLE.flatMap(([labels, machine, inPrivate]) =>
      labels.map((label) => [label, sizeOf(machine, inPrivate)] as const),
    ),
  )
}

/** The machine of a `runs-on`; null if it is not a standard one of GitHub. */
export function hostedMachine(
  runsOn: string | readonly string[],
  visibility: Visibility = "public",
): HostedMachine | null {
  const labels = typeof runsOn === "string" ? [runsOn] : runsOn
  const [label = ""] = labels
  return labels.length === 1 ? (HOSTED_LABELS[visibility].get(label.toLowerCase()) ?? null) : null
}

/**
 * The labels of a `runs-on` that a list does not allow; `*` in an entry matches anything. An empty
 * list allows GitHub's standard labels.
 */
export function labelsNotAllowed(
  runsOn: string | readonly string[],
  allowed: readonly string[],
): readonly string[] {
  const labels = typeof runsOn === "string" ? [runsOn] : runsOn
  if (allowed.length === 0) return labels.filter((label) => hostedMachine(label) === null)
  return labels.filter((label) => !allowed.some((pattern) => matches(label, pattern)))
}

/** Case-insensitive, as Actions compares labels. */
function matches(label: string, pattern: string): boolean {
  const pieces = pattern.toLowerCase().split("*")
  const text = label.toLowerCase()
  const [head = ""] = pieces
  const tail = pieces.at(-1) ?? ""
  if (pieces.length === 1) return text === head
  if (!text.startsWith(head) || !text.endsWith(tail)) return false
  let at = head.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return at <= text.length - tail.length
}
