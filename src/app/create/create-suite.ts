/**
 * A first suite file: commented, valid as it stands, and of the tests that are there.
 */
import type { Found, FoundTests } from "./find-tests.ts"

/** A longer list has a line for each of its values. */
const WIDTH = 100

/** The text of the file. */
export function renderSuiteTemplate(suite: {
  readonly name: string
  readonly found: Found
}): string {
  const { name, found } = suite
  const include =
    found.include.length === 0
      ? []
      : ["# Scripts with a comment header.", ...list("include", found.include, ""), ""]
  return `${[
    "# A suite of smoke scenarios. Check it: parallel-smoke validate. Run it: parallel-smoke run.",
    "version: 1",
    `name: ${JSON.stringify(name)}`,
    "",
    ...include,
    "defaults:",
    "  timeout: 5m          # per attempt; a scenario can set its own",
    "  # retry: { max-attempts: 2 }   # a scenario that passes on retry is reported as flaky",
    "",
    ...(found.tests.length === 0 ? [] : ["scenarios:", ...found.tests.flatMap(declaration)]),
  ]
    .join("\n")
    .trimEnd()}\n`
}

/** One scenario for each file, or for each value. */
function declaration({ id, what, run, files, matrix }: FoundTests): readonly string[] {
  const many =
    files === undefined
      ? [
          "    strategy:",
          "      matrix:",
          ...list(matrix?.name ?? "", matrix?.values ?? [], "        "),
        ]
      : ["    for-each:", '      root: "."', ...list("files", files, "      ")]
  return [
    `  ${id}:                # ${what}: one scenario for each`,
    ...many,
    `    run: ${run.startsWith('"') ? `'${run}'` : run}`,
  ]
}

/** A list on one line where it fits there. */
function list(key: string, values: readonly string[], indent: string): readonly string[] {
  const texts = values.map((value) => JSON.stringify(value))
  const line = `${indent}${key}: [${texts.join(", ")}]`
  return line.length <= WIDTH
    ? [line]
    : [`${indent}${key}:`, ...texts.map((text) => `${indent}  - ${text}`)]
}
