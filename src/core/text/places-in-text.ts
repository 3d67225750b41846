/**
 * Places that common tools name in their output: a file and a line, in the forms of compilers, test runners,
 * shells and stacks. Whether the file exists is for others to find out. Linear in the size of the output.
 */

/** A place as the output names it. */
export interface NamedPlace {
  readonly file: string
  readonly line: number
  readonly column: number | null
  /** The index of the line of output that names it. */
  readonly index: number
}

/** Only the beginning of a longer line is used. */
const JUDGED_CHARACTERS = 500

/** Lines that are looked at below the one that explains the failure, then above it. */
const LINES_BELOW = 30
const LINES_ABOVE = 20

const FILE = String.raw`(?<file>(?:[A-Za-z]:)?[\w.@~+\-\/\\]{1,300})`
const START = String.raw`(?<![\w.@~+\-\/\\])`

/** One place at most counts of each line: the first of these forms. */
const FORMS: readonly RegExp[] = [
  // Python, and bats.
  /\bFile "(?<file>[^"]{1,300})", line (?<line>\d{1,7})/u,
  /\bin test file (?<file>[^,]{1,300}), line (?<line>\d{1,7})/u,
  // Shells; Perl; PHP.
  new RegExp(`${START}${FILE}: (?:line )?(?<line>\\d{1,7}):`, "u"),
  new RegExp(`\\bat ${FILE} line (?<line>\\d{1,7})\\b`, "u"),
  new RegExp(`\\bin ${FILE} on line (?<line>\\d{1,7})\\b`, "u"),
  // Compilers and stacks: `a.c:3:7`, `(a.js:3:7)`, `a.go:3`; then `a.ts(3,7)`.
  new RegExp(
    `${START}(?:file://)?${FILE}:(?<line>\\d{1,7})(?::(?<column>\\d{1,5}))?(?![\\w.])`,
    "u",
  ),
  new RegExp(`${START}${FILE}\\((?<line>\\d{1,7})(?:,(?<column>\\d{1,5}))?\\)`, "u"),
]

/** Places near a line of the output, the likeliest first: at it, below it as in stacks, then above it. */
export function* placesNear(lines: readonly string[], index: number): Generator<NamedPlace> {
  const end = Math.min(lines.length, index + 1 + LINES_BELOW)
  for (let i = Math.max(0, index); i < end; i++) yield* placeIn(lines[i] ?? "", i)
  for (let i = Math.min(index, lines.length) - 1; i >= Math.max(0, index - LINES_ABOVE); i--) {
    yield* placeIn(lines[i] ?? "", i)
  }
}

function* placeIn(text: string, index: number): Generator<NamedPlace> {
  const judged = text.slice(0, JUDGED_CHARACTERS)
  for (const form of FORMS) {
    const { file = "", line = "", column } = form.exec(judged)?.groups ?? {}
    const number = Number(line)
    if (file === "" || !(number > 0)) continue
    yield {
      file,
      line: number,
      column: column === undefined ? null : Math.max(1, Number(column)),
      index,
    }
    return
  }
}
