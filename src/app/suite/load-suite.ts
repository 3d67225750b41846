/**
 * Use case: from a suite file, and all it includes, to the suite. Every problem of every file is
 * reported in one pass.
 */
import { basename, dirname, normalize } from "node:path/posix"
import { toSegment } from "../../core/ids.ts"
import type { JsonObject } from "../../core/json/json.ts"
import { type Diagnostic, hasErrors } from "../../core/problems/diagnostic.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { DEFAULT_MAX_SCENARIOS } from "../../core/quantities/scenario-limit.ts"
import { append } from "../../core/text/append.ts"
import type { Location } from "../../core/text/source.ts"
import type { Files } from "../../ports/files.ts"
import { parseScript } from "../../scenario/files/parse-script.ts"
import { emptySuite, noScenarioIncluded, parseSuite } from "../../scenario/files/parse-suite.ts"
import type { ParsedSuite } from "../../scenario/files/parsed-suite.ts"
import {
  type Declared,
  declareSuites,
  fixturesOf,
  groupsOf,
  type IncludedScript,
  type LoadedSuite,
} from "../../scenario/layers/declare.ts"
import type { IgnoredFile, Scenario, Suite } from "../../scenario/model.ts"
import { buildSuite } from "../../scenario/suite/build-suite.ts"
import { writtenText } from "../../scenario/text/written.ts"
import { checkKinds } from "./check-kinds.ts"
import { checkLeases } from "./check-leases.ts"
import { checkLineEnds } from "./check-line-ends.ts"
import { checkMatchers } from "./check-matchers.ts"
import { namedLikeFlags, unknownProfile } from "./check-profiles.ts"
import { findEach } from "./load-each.ts"
import {
  absolutePath,
  checkoutOf,
  readScriptHead,
  readSuiteFile,
  tooManyReadings,
} from "./load-files.ts"
import { type FoundFile, findIncluded } from "./load-include.ts"
import { readJobScripts } from "./load-job-scripts.ts"
import { locateSuite } from "./locate-suite.ts"
import { type MatrixCommands, runMatrixCommands } from "./run-matrix-commands.ts"

/** Where a suite is, and what its expressions may read while planning. */
export interface LoadRequest {
  readonly files: Files
  /** Absolute; paths of the suite are relative to it. */
  readonly root: string
  /** Path of the suite file or its folder; searched when left out. */
  readonly suite?: string | undefined
  readonly github: JsonObject
  readonly vars: JsonObject
  /** Names of kinds that the embedding program registered. */
  readonly kinds?: readonly string[] | undefined
  /** Names of the profiles in use, in their order. */
  readonly profiles?: readonly string[]
  /** Flags of the command, without `--`: a profile of such a name is worth a warning. Takes a few ms. */
  readonly flagNames?: () => ReadonlySet<string>
  /** So many scenarios it may have; 300,000 where nothing is said. */
  readonly maxScenarios?: number | undefined
  /** Runs the commands that matrices name; without it such a matrix stays unexpanded. */
  readonly matrixCommands?: MatrixCommands | undefined
}

/** Reads a suite. A failure holds every diagnostic; warnings alone come with the suite. */
export function loadSuite(request: LoadRequest): Result<Suite, Failure> {
  const { files, github, vars } = request
  const root = normalize(request.root).replace(/(?<=.)\/$/u, "")
  const located = locateSuite({ ...request, root })
  if (!located.ok) return located
  const main = located.value
  const state: LoadState = {
    files,
    root,
    within: checkoutOf(files, root),
    suites: [],
    ignored: [],
    read: [],
    readings: new Map(),
    diagnostics: [],
    incomplete: false,
  }
  const name = [".", ".github"].includes(dirname(main)) ? basename(root) : basename(dirname(main))
  loadFile(state, {
    path: main,
    from: null,
    scope: "",
    name,
    outerGroups: new Map(),
    outerFixtures: new Map(),
  })

  const { suites, incomplete } = state
  const { profiles = [], maxScenarios = DEFAULT_MAX_SCENARIOS } = request
  const declared = declareSuites(suites, profiles)
  const known = new Set(declared.flatMap((one) => one.profiles.map((profile) => profile.name)))
  const unknown = unknownProfile(profiles, known)
  const facts = {
    github,
    vars,
    commandValues: unknown === null ? commandValuesOf(declared, { ...request, root }) : undefined,
  }
  const built = buildSuite({ suites, declared, facts, maxScenarios, incomplete })
  const { diagnostics: ofSuite, ...parts } = built
  append(state.diagnostics, ofSuite)
  append(state.diagnostics, checkLeases(built))
  checkWithFiles(state, { request, declared, scenarios: built.scenarios })
  const first = suites[0]
  if (first !== undefined && built.scenarios.length === 0 && !hasErrors(state.diagnostics)) {
    state.diagnostics.push(noScenarios(first, state.ignored))
  }
  const sorted = inOrder(state.diagnostics, state.read)
  if (first === undefined || hasErrors(sorted)) {
    return err({ reason: "config/invalid", diagnostics: sorted })
  }
  if (unknown !== null) return err(unknown)
  return ok({
    ...parts,
    name: first.name,
    file: main,
    files: [...new Set(state.read)].sort(),
    ignored: state.ignored,
    warnings: sorted,
  })
}

/** What commands of matrices printed; undefined where they are not to run. */
function commandValuesOf(
  declared: readonly Declared[],
  { matrixCommands, root }: Pick<LoadRequest, "matrixCommands" | "root">,
) {
  if (matrixCommands === undefined) return undefined
  const declarations = declared.flatMap((one) => one.declarations)
  return runMatrixCommands(declarations, { ...matrixCommands, root })
}

/** Checks that look at files beside the suite, or at what the caller knows. */
function checkWithFiles(
  state: LoadState,
  options: {
    readonly request: LoadRequest
    readonly declared: readonly Declared[]
    readonly scenarios: readonly Scenario[]
  },
): void {
  const { files, root, suites } = state
  const { request, declared, scenarios } = options
  const { kinds: registered = [], flagNames = () => new Set<string>() } = request
  const matchers = checkMatchers({ files, root, suites, declared })
  const kinds = checkKinds({ files, root, suites, declared, registered })
  append(state.read, [...matchers.read, ...kinds.read])
  const profiles = declared.flatMap((one) => one.profiles)
  append(state.diagnostics, [
    ...matchers.diagnostics,
    ...kinds.diagnostics,
    ...checkLineEnds({ files, root, suites, scenarios }),
    ...namedLikeFlags(profiles, flagNames),
  ])
}

function noScenarios({ parsed }: LoadedSuite, ignored: readonly IgnoredFile[]): Diagnostic {
  return ignored.length > 0
    ? noScenarioIncluded(parsed.document)
    : emptySuite(parsed.document, "the suite names no scenario")
}

interface LoadState {
  readonly files: Files
  readonly root: string
  /** Absolute; nothing is read from outside of it by way of links. */
  readonly within: string
  readonly suites: LoadedSuite[]
  readonly ignored: IgnoredFile[]
  /** Files that shape the scenarios. */
  readonly read: string[]
  /** How often each suite file was read, by its path without links. */
  readonly readings: Map<string, number>
  readonly diagnostics: Diagnostic[]
  incomplete: boolean
}

/** A file that is to be read; its `name` holds where it gives none. */
interface SuiteEntry
  extends Pick<LoadedSuite, "path" | "name" | "scope" | "outerGroups" | "outerFixtures"> {
  /** Where it is included; null for the main file. */
  readonly from: Location | null
}

function loadFile(state: LoadState, entry: SuiteEntry): void {
  const { files, root, within } = state
  const { path, from } = entry
  // Marked as read before its includes, so that files that include each other end.
  state.read.push(path)
  const source = readSuiteFile({ files, root, within, path, from })
  if (!source.ok) {
    fail(state, [source.error])
    return
  }
  const parsed = parseSuite(source.value)
  append(state.diagnostics, parsed.diagnostics)
  state.incomplete ||= parsed.broken
  const { found, diagnostics } = findIncluded({ files, root, within, suite: parsed, path })
  fail(state, diagnostics)
  const each = findEach({ files, root, within, suite: parsed, path })
  fail(state, each.diagnostics)
  for (const list of each.eachFiles.values()) addRead(state, list)
  const { document, text } = parsed
  const name = text.name === undefined ? entry.name : writtenText(document, ["name"], text.name)
  const suite: LoadedSuite = {
    parsed,
    path,
    name,
    scope: from === null ? "" : `${entry.scope}${toSegment(name)}:`,
    eachFiles: each.eachFiles,
    jobScripts: loadJobScripts(state, parsed, path),
    outerGroups: entry.outerGroups,
    outerFixtures: entry.outerFixtures,
    scripts: loadScripts(
      state,
      found.filter(({ kind }) => kind === "script"),
    ),
  }
  state.suites.push(suite)
  const inner = found.filter(({ kind }) => kind === "suite")
  loadInner(state, suite, inner)
}

/** Outer folders first, so that a suite that another one includes belongs to that one. */
function loadInner(state: LoadState, outer: LoadedSuite, found: readonly FoundFile[]): void {
  for (const file of found.toSorted((a, b) => depthOf(a.path) - depthOf(b.path))) {
    if (state.read.includes(file.path)) {
      const reason = "it is included already"
      state.ignored.push({ path: file.path, reason, noHeader: false })
      continue
    }
    if (!countReading(state, file)) continue
    loadFile(state, {
      path: file.path,
      from: file.from,
      scope: outer.scope,
      name: basename(dirname(file.path)),
      outerGroups: groupsOf(outer),
      outerFixtures: fixturesOf(outer),
    })
  }
}

/** Notes why something could not be read: what is missing may be there. */
function fail(state: LoadState, diagnostics: readonly Diagnostic[]): void {
  append(state.diagnostics, diagnostics)
  state.incomplete ||= diagnostics.length > 0
}

function addRead(state: LoadState, files: Iterable<{ readonly path: string }>): void {
  for (const { path } of files) state.read.push(path)
}

/** Links may give a suite file many paths, and each of those a few more. */
const MAX_READINGS = 100

function countReading(state: LoadState, { path, from }: FoundFile): boolean {
  const real = state.files.realPath(absolutePath(state.root, path)) ?? path
  const count = (state.readings.get(real) ?? 0) + 1
  state.readings.set(real, count)
  if (count <= MAX_READINGS) return true
  fail(state, [tooManyReadings(path, { count: MAX_READINGS, from })])
  return false
}

/** The script files that jobs of a workflow file name. */
function loadJobScripts(state: LoadState, suite: ParsedSuite, path: string) {
  const { scripts, diagnostics } = readJobScripts({ ...state, suite, folder: dirname(path) })
  append(state.diagnostics, diagnostics)
  addRead(state, scripts.values())
  return scripts
}

function depthOf(path: string): number {
  return path.split("/").length
}

function loadScripts(state: LoadState, found: readonly FoundFile[]): readonly IncludedScript[] {
  return found.flatMap(({ path, from, pattern, explicit, id }) => {
    const source = readScriptHead({ files: state.files, root: state.root, path, from })
    if (!source.ok) {
      fail(state, [source.error])
      return []
    }
    const parsed = parseScript(source.value)
    append(state.diagnostics, parsed.diagnostics)
    state.incomplete ||= parsed.broken
    if (!parsed.hasHeader && !explicit) {
      const reason = `it has no header, and \`${pattern}\` searches folders`
      state.ignored.push({ path, reason, noHeader: true })
      return []
    }
    state.read.push(path)
    return [{ parsed, path, id }]
  })
}

/** File by file in the order of reading, from top to bottom, nothing twice. */
function inOrder(
  diagnostics: readonly Diagnostic[],
  read: readonly string[],
): readonly Diagnostic[] {
  const files = new Map(read.map((path, i) => [path, i]))
  const unique = new Map<string, Diagnostic>()
  for (const diagnostic of diagnostics) {
    const { code, message, location } = diagnostic
    const { path } = location.file
    if (!files.has(path)) files.set(path, files.size)
    const key = JSON.stringify([path, location.range.start, code, message])
    if (!unique.has(key)) unique.set(key, diagnostic)
  }
  const place = ({ location }: Diagnostic) => files.get(location.file.path) ?? 0
  return [...unique.values()].sort(
    (a, b) => place(a) - place(b) || a.location.range.start - b.location.range.start,
  )
}
