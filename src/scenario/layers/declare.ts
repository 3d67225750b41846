/**
 * The scenarios that a suite file and its scripts declare, with their ids checked.
 */
import { dirname } from "node:path/posix"
import { isScenarioId, toSegment } from "../../core/ids.ts"
import { isJsonObject, type Json } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { Location } from "../../core/text/source.ts"
import type { EachFile } from "../files/for-each.ts"
import type { ParsedScript } from "../files/parse-script.ts"
import type { ParsedSuite } from "../files/parsed-suite.ts"
import type { ScenarioText } from "../keys/scenario-keys.ts"
import type { Path } from "../text/document.ts"
import { keysAt } from "../text/document-keys.ts"
import type { Declaration, Layer, ScriptFile } from "./declaration.ts"
import { type Profile, type ReadExtras, readExtras } from "./profile.ts"

/** A script that a suite includes. */
export interface IncludedScript {
  readonly parsed: ParsedScript
  /** Relative to the root. */
  readonly path: string
  /** What its path gives; the header may say otherwise. */
  readonly id: string
}

/** A suite file with the scripts it includes. */
export interface LoadedSuite {
  readonly parsed: ParsedSuite
  /** Path of the file relative to the root. */
  readonly path: string
  readonly name: string
  /** What stands before its ids: empty for the main suite, else its name and `:`. */
  readonly scope: string
  readonly scripts: readonly IncludedScript[]
  /** Files of each `for-each`, by the key of its scenario. */
  readonly eachFiles: ReadonlyMap<string, readonly EachFile[]>
  /** Script files of jobs, by the key of the scenario. */
  readonly jobScripts?: ReadonlyMap<string, ScriptFile>
  /** Groups of the suite that includes it, by the names they have there. */
  readonly outerGroups: ReadonlyMap<string, string>
  /** Likewise for fixtures. */
  readonly outerFixtures: ReadonlyMap<string, string>
}

/** Full names of the fixtures that scenarios of a suite may name. */
export function fixturesOf(suite: LoadedSuite): ReadonlyMap<string, string> {
  const own = keysAt(suite.parsed.document, ["fixtures"])
  return new Map([
    ...suite.outerFixtures,
    ...own.map((name) => [name, suite.scope + name] as const),
  ])
}

/** What a suite declares. */
export interface Declared {
  readonly declarations: readonly Declaration[]
  /** Ids that are declared but not usable. */
  readonly unusable: readonly string[]
  /** Every mapping of scenario keys, for checks of its texts. */
  readonly layers: readonly Layer[]
  /** Profiles of the file, in use or not. */
  readonly profiles: readonly Profile[]
  /** Profiles in use that hold for its scenarios, in the order of their use. */
  readonly used: readonly Profile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Full names of the groups that scenarios of a suite may name. */
export function groupsOf(suite: LoadedSuite): ReadonlyMap<string, string> {
  const own = keysAt(suite.parsed.document, ["groups"])
  return new Map([...suite.outerGroups, ...own.map((name) => [name, suite.scope + name] as const)])
}

/**
 * Lists what each suite declares, the main one first. Of the profiles in use those of the main suite
 * hold for all scenarios, those of another suite for its own.
 */
export function declareSuites(
  suites: readonly LoadedSuite[],
  profiles: readonly string[],
): readonly Declared[] {
  const extras = suites.map(({ parsed }) => readExtras(parsed))
  const [main] = extras
  return suites.flatMap((suite, i) => {
    const own = extras[i]
    if (own === undefined) return []
    const known = [...(main === own ? [] : (main?.profiles ?? [])), ...own.profiles]
    const used = profiles.flatMap((name) => known.filter((profile) => profile.name === name))
    return [declareScenarios(suite, { extras: own, used })]
  })
}

/** Lists what a suite declares: its own scenarios, then its scripts. */
function declareScenarios(
  suite: LoadedSuite,
  { extras, used }: { readonly extras: ReadExtras; readonly used: readonly Profile[] },
): Declared {
  const { parsed, scope, path: file } = suite
  const { document, text } = parsed
  const defaults: Layer | null =
    text.defaults === undefined ? null : layerOf(text.defaults, { document, path: ["defaults"] })
  const shared = {
    scope,
    defaults,
    overrides: [],
    profiles: used.map(({ layer }) => layer),
    candidates: extras.overrides,
    narrowing: used.flatMap(({ narrowing }) => narrowing),
    wheres: used.flatMap(({ name, where }) => (where === null ? [] : { profile: name, ...where })),
    folder: dirname(file),
    groups: groupsOf(suite),
    fixtures: fixturesOf(suite),
  }
  const found = [
    ...declaredKeys(parsed).map((key) => namedScenario(suite, { shared, key })),
    ...suite.scripts.map((script) => scriptScenario(script, shared)),
  ]
  const declarations = found.flatMap((one) => one.declaration ?? [])
  const own = declarations.map((declaration) => declaration.own)
  return {
    declarations,
    unusable: found.flatMap((one) => (one.declaration === null ? [one.key] : [])),
    layers: [...(defaults === null ? [] : [defaults]), ...extras.layers, ...own],
    profiles: extras.profiles,
    used,
    diagnostics: [...extras.diagnostics, ...found.flatMap((one) => one.diagnostics)],
  }
}

/** What all declarations of a suite have in common. */
type Shared = Omit<
  Declaration,
  "key" | "own" | "file" | "line" | "location" | "script" | "eachFiles" | "extra"
> & { readonly scope: string }

/** A declaration, or null where its id or value cannot be used. */
interface Found {
  readonly key: string
  readonly declaration: Declaration | null
  readonly diagnostics: readonly Diagnostic[]
}

/** A scenario below `scenarios`. */
function namedScenario(
  suite: LoadedSuite,
  { shared, key: id }: { readonly shared: Shared; readonly key: string },
): Found {
  const { document, text } = suite.parsed
  const scenarios = text.scenarios ?? {}
  const path: Path = ["scenarios", id]
  const location = document.locateKey(path)
  const value = Object.hasOwn(scenarios, id) ? scenarios[id] : undefined
  const key = shared.scope + id
  if (!isScenarioId(id)) return { key, declaration: null, diagnostics: [badId(id, location)] }
  if (value === undefined) return { key, declaration: null, diagnostics: [] }
  const declaration = {
    ...shared,
    key,
    own: layerOf(value, { document, path }),
    file: suite.path,
    line: document.lineOf(location),
    location,
    script: suite.jobScripts?.get(id) ?? null,
    eachFiles: suite.eachFiles.get(id) ?? null,
    extra: {},
  }
  return { key, declaration, diagnostics: [] }
}

/** A script that the suite includes: its header may name it. */
function scriptScenario(script: IncludedScript, shared: Shared): Found {
  const { parsed, path, id: fromPath } = script
  const { document } = parsed
  const { id: named, ...keys } = parsed.text
  const id = named ?? fromPath
  const location = document.locate(named === undefined ? [] : ["id"])
  const key = shared.scope + id
  if (!isScenarioId(id)) return { key, declaration: null, diagnostics: [badId(id, location)] }
  const declaration = {
    ...shared,
    key,
    own: layerOf(keys, { document, path: [] }),
    file: path,
    line: parsed.line,
    location,
    script: { path, shebang: parsed.shebang },
    eachFiles: null,
    extra: parsed.extra,
  }
  return { key, declaration, diagnostics: [] }
}

/** Keys below `scenarios`, also of those whose value is no scenario. */
function declaredKeys(parsed: ParsedSuite): readonly string[] {
  const { value } = parsed.document
  const scenarios = memberOf(value, "scenarios")
  return isJsonObject(scenarios) ? Object.keys(scenarios) : []
}

function layerOf(
  value: string | ScenarioText | null,
  at: { readonly document: Layer["document"]; readonly path: Path },
): Layer {
  if (typeof value === "string") return { ...at, text: { run: value }, keys: [], short: true }
  const raw = at.path.reduce((json, step) => memberOf(json, String(step)), at.document.value)
  const keys = isJsonObject(raw) ? Object.keys(raw) : []
  return { ...at, text: value ?? {}, keys, short: false }
}

function badId(id: string, location: Location): Diagnostic {
  const usable = id.split(":").map(toSegment).join(":")
  const message = `\`${id}\` cannot be an id`
  const hint = `use letters, digits and . _ / - joined by \`:\`, such as \`${usable}\`; \`name\` may be any text`
  return errorAt(location, { code: "scenario/bad-id", message, hint })
}

function memberOf(value: Json, key: string): Json {
  return isJsonObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null
}
