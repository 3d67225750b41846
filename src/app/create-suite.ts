/**
 * A first suite file: commented, valid as it stands, and about the scripts that are there.
 */
import type { Files } from "../ports/files.ts"

/** Folders in which smoke scripts usually lie, in the order in which they are tried. */
const PLACES: readonly string[] = [
  "smoke",
  "test/smoke",
  "tests/smoke",
  "scripts/smoke",
  "ci/smoke",
]

const ENDINGS = "{sh,bash,py,js,mjs}"

/** A pattern for an `include`, and how many files it matches. */
export interface FoundScripts {
  readonly pattern: string
  readonly count: number
}

/** The first usual place below the folder that holds scripts. */
export function findScripts(folder: string, files: Pick<Files, "glob">): FoundScripts | null {
  for (const place of PLACES) {
    const pattern = `${place}/*.${ENDINGS}`
    const count = files.glob(folder, [pattern]).length
    if (count > 0) return { pattern, count }
  }
  return null
}

/** The text of the file. */
export function renderSuiteTemplate(suite: {
  readonly name: string
  readonly scripts: FoundScripts | null
}): string {
  const { name, scripts } = suite
  const include =
    scripts === null
      ? ["# Scripts become scenarios, too:", '# include: ["smoke/*.sh"]']
      : [
          `# Each of these ${scripts.count} scripts is a scenario; comments at its top may say more`,
          "# (between two lines `# ---`: name, tags, needs, timeout, …).",
          `include: [${JSON.stringify(scripts.pattern)}]`,
        ]
  return `${[
    "# A suite of smoke scenarios. Check it: parallel-smoke validate. Run it: parallel-smoke run.",
    "version: 1",
    `name: ${JSON.stringify(name)}`,
    "",
    ...include,
    "",
    "defaults:",
    "  timeout: 5m          # per attempt; a scenario may say otherwise",
    "  # retry: { max-attempts: 2 }   # a scenario that passes on retry is reported as flaky",
    "",
    "scenarios:",
    "  hello: echo 'a scenario is a command that exits 0'",
    "  # login:",
    "  #   name: Login works",
    "  #   run: ./smoke/login.sh",
    "  #   tags: [quick]",
    "  #   needs: [hello]",
    "  # storage:             # one scenario for each combination",
    '  #   run: ./fio.sh "$SMOKE_MATRIX_SIZE"',
    "  #   strategy: { matrix: { size: [small, large] } }",
  ].join("\n")}\n`
}
