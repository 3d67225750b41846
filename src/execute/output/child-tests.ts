/**
 * Tests that an attempt has reported in files of its own. Only files that are new or changed since it began are
 * its own, only plain files are read, and only so much of them.
 */
import { cutText } from "../../core/text/cut-text.ts"
import type { ReportsSpec } from "../../formats/run-specs.ts"
import type { TestCase, Tests } from "../../formats/test-cases.ts"
import type { Files } from "../../ports/files.ts"
import { leavesFolder } from "../../scenario/keys/scenario/artifacts.ts"
import type { Locate } from "./match-problems.ts"

/** Report files of one attempt, and bytes of all of them together. */
const MAX_FILES = 1_000
const MAX_BYTES = 512 << 20

/** Bytes after which others have their turn. */
const BYTES_AT_ONCE = 1 << 20

const MAX_PATH = 500

/** What is asked of the files. */
export interface TestsWanted {
  readonly spec: ReportsSpec
  /** Where the patterns begin; absolute. */
  readonly cwd: string
  readonly files: Files
  readonly locate: Locate
  readonly note: (message: string) => void
  /** Lets others have their turn; true ends the reading. */
  readonly rest: () => Promise<boolean>
}

/** Call it before the attempt begins; what it gives reads the reports after its end. */
export function expectTests(wanted: TestsWanted): () => Promise<Tests | null> {
  const { files, cwd } = wanted
  const before = new Map(
    reportFiles(wanted).map(({ path }) => [path, files.stamp(`${cwd}/${path}`)]),
  )
  return () => readTests(wanted, before)
}

interface ReportFile {
  readonly path: string
  readonly format: "junit" | "tap" | null
}

function reportFiles({ spec, cwd, files }: TestsWanted): readonly ReportFile[] {
  const found = new Map<string, ReportFile>()
  for (const { paths, format = null } of spec.files) {
    const inside = paths.filter((pattern) => !leavesFolder(pattern))
    for (const path of files.glob(cwd, inside)) found.set(path, { path, format })
  }
  return [...found.values()]
}

async function readTests(
  wanted: TestsWanted,
  before: ReadonlyMap<string, string | null>,
): Promise<Tests | null> {
  const { spec, cwd, files, note, rest } = wanted
  for (const pattern of spec.files.flatMap(({ paths }) => paths).filter(leavesFolder)) {
    note(`reports: ${pattern} leaves the working directory`)
  }
  const all = reportFiles(wanted)
  const own = all.filter(({ path }) => files.stamp(`${cwd}/${path}`) !== before.get(path))
  if (own.length === 0) {
    const old = all.length === 0 ? "no file matches" : "all files that match are older than it"
    note(`reports: ${old}`)
    return null
  }
  if (own.length > MAX_FILES) {
    note(`reports: ${own.length - MAX_FILES} of ${own.length} files were not read`)
  }
  // Most scenarios have no reports, and the parser takes a while to load.
  const { ReportReader } = await import("../../child-reports/read-report.ts")
  const { Tally } = await import("../../child-reports/tally.ts")
  const tally = new Tally()
  let room = MAX_BYTES
  for (const { path, format } of own.slice(0, MAX_FILES)) {
    const reader = new ReportReader(tally, format)
    const pieces = files.readPieces(`${cwd}/${path}`)
    let read = 0
    let problem: string | null = null
    for (;;) {
      const { done, value } = pieces.next()
      if (done === true) {
        problem = value?.message ?? reader.end()
        break
      }
      room -= value.length
      if (room < 0) problem = `all reports together have more than ${MAX_BYTES >> 20} MiB`
      if (room < 0) break
      if (!reader.write(value)) {
        problem = reader.end()
        break
      }
      read += value.length
      if (read < BYTES_AT_ONCE) continue
      read = 0
      if (await rest()) return null
    }
    pieces.return?.(null)
    if (problem !== null) note(`reports: ${cutText(path, MAX_PATH)}: ${problem}`)
  }
  const { cases, ...counts } = tally.result()
  return {
    ...counts,
    cases: cases.map(({ places, ...one }): TestCase => ({ ...one, ...placeOf(places, wanted) })),
  }
}

/** The first of the named places that is there. */
function placeOf(
  places: readonly { readonly file: string; readonly line: number | null }[],
  { locate }: TestsWanted,
): Pick<TestCase, "file" | "line"> {
  for (const { file, line } of places) {
    const path = locate(file, null)
    if (path !== null) return { file: cutText(path, MAX_PATH), line }
  }
  return { file: null, line: null }
}

/** `2 of 12 tests failed: adds: expected 3`; null where none failed. */
export function failedTestsText(tests: Tests | undefined): string | null {
  if (tests === undefined || tests.failed === 0) return null
  const all = tests.failed + tests.flaky + tests.skipped + tests.passed
  const [first] = tests.cases
  const said = first === undefined ? "" : `, first: ${titleOf(first)}`
  return `${tests.failed} of ${all} tests failed${said}`
}

function titleOf({ name, message }: TestCase): string {
  return message === null ? name : `${name}: ${message}`
}
