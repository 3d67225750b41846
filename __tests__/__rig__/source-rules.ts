/**
 * Judges source files by the import table. Works on texts in memory, so that the judge itself can
 * be tested with files that break a rule.
 */
import { posix } from "node:path"
import {
  BUILT_IN_FILES,
  CONSOLE_FILE,
  EMPTY_WORDS,
  ENTRY_FILES,
  ENTRY_LINES,
  FILE_LINES,
  type FolderRule,
  IMPORT_TABLE,
  PROCESS_FILES,
  PURE_BUILT_INS,
  WIRE_FILES,
} from "./import-table.ts"
import { factsOf, type ImportFact, type SourceFacts } from "./source-facts.ts"

/** A file below `src`, by its path relative to `src`. */
export interface Source {
  readonly path: string
  readonly text: string
}

const known = new WeakMap<Source, SourceFacts>()

/** Reads the facts of a source once. */
function factsIn(source: Source): SourceFacts {
  const facts = known.get(source) ?? factsOf(source.path, source.text)
  known.set(source, facts)
  return facts
}

/** The row of the table a file belongs to: `plan`, `adapters/node`; null for an entry file. */
export function folderOf(path: string): string | null {
  const parts = path.split("/")
  if (parts.length === 1) return null
  return parts[0] === "adapters" ? parts.slice(0, 2).join("/") : (parts[0] ?? null)
}

/** Every broken rule of one file, as `path:line what`. */
export function violationsOf(source: Source): readonly string[] {
  const facts = factsIn(source)
  const folder = folderOf(source.path)
  const found = [...nameViolations(source.path), ...sizeViolations(source.path, facts)]
  const rule = folder === null ? null : IMPORT_TABLE[folder]
  if (rule === undefined) return [...found, `${source.path}:1 folder ${folder} is not in the table`]
  const importing = rule === null ? entryImport : folderImport
  for (const fact of facts.imports) {
    const problem = importing(source.path, fact)
    if (problem !== null) found.push(`${source.path}:${fact.line} ${problem}`)
  }
  if (rule !== null) found.push(...effectViolations(source.path, facts))
  return found
}

/** Names of packages that a file imports. */
export function packagesOf(source: Source): readonly string[] {
  const { imports } = factsIn(source)
  return imports.map(({ specifier }) => packageOf(specifier)).filter((name) => name !== null)
}

/** Folders below `src` that a file imports from, itself excluded. */
export function importedFolders(source: Source): readonly string[] {
  const own = folderOf(source.path)
  const { imports } = factsIn(source)
  const targets = imports.map(({ specifier }) => targetOf(source.path, specifier))
  const folders = targets.map((target) => (target === null ? null : folderOf(target)))
  return folders.filter((folder) => folder !== null && folder !== own) as string[]
}

/** Files below `src` that stay imported when types are removed. */
export function importedFiles(source: Source): readonly string[] {
  const { imports } = factsIn(source)
  const values = imports.filter(({ typeOnly }) => !typeOnly)
  const targets = values.map(({ specifier }) => targetOf(source.path, specifier))
  return targets.filter((target) => target !== null)
}

/** Files that can be reached from themselves by imports, type-only ones included. */
export function filesInCircles(sources: readonly Source[]): readonly string[] {
  const imports = new Map(
    sources.map((source) => {
      const targets = factsIn(source).imports.map((fact) => targetOf(source.path, fact.specifier))
      return [source.path, targets.filter((target) => target !== null)]
    }),
  )
  return [...imports.keys()].filter((path) => {
    const seen = new Set<string>()
    const queue = [...(imports.get(path) ?? [])]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (next === path) return true
      if (seen.has(next)) continue
      seen.add(next)
      queue.push(...(imports.get(next) ?? []))
    }
    return false
  })
}

function targetOf(path: string, specifier: string): string | null {
  return specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : null
}

function packageOf(specifier: string): string | null {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return null
  const parts = specifier.split("/")
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/")
}

function entryImport(path: string, { specifier }: ImportFact): string | null {
  const target = targetOf(path, specifier)
  const folder = target === null ? null : folderOf(target)
  const allowed = ENTRY_FILES[path]
  if (allowed === undefined) return "is no entry file; put it into a folder"
  if (allowed.includes(folder ?? target ?? "")) return null
  return `may import ${allowed.join(", ")}; not ${specifier}`
}

function folderImport(path: string, fact: ImportFact): string | null {
  const folder = folderOf(path) ?? ""
  const rule = IMPORT_TABLE[folder]
  if (rule === undefined) return `folder ${folder} is not in the table`
  const target = targetOf(path, fact.specifier)
  if (target !== null) return relativeImport({ path, folder, rule, target, fact })
  if (fact.specifier.startsWith("node:")) {
    if (PURE_BUILT_INS.includes(fact.specifier) || rule.effects === "all") return null
    return BUILT_IN_FILES.includes(path) ? null : `${folder} may not import ${fact.specifier}`
  }
  const name = packageOf(fact.specifier) ?? ""
  return rule.packages.includes(name) ? null : `${folder} may not import the package ${name}`
}

function relativeImport(at: {
  readonly path: string
  readonly folder: string
  readonly rule: FolderRule
  readonly target: string
  readonly fact: ImportFact
}): string | null {
  const { path, folder, rule, target, fact } = at
  if (!target.endsWith(".ts")) return `imports ${fact.specifier} without its extension .ts`
  const to = folderOf(target)
  if (to === folder) return null
  if (to === null) return `${folder} may not import an entry file`
  if (WIRE_FILES[path]?.includes(to)) return null
  const reach = rule.folders[to]
  if (reach === undefined) return `${folder} may not import ${to}`
  if (reach === "types" && !fact.typeOnly) return `${folder} may only import types from ${to}`
  return null
}

function effectViolations(path: string, facts: SourceFacts): string[] {
  const folder = folderOf(path) ?? ""
  const effects = IMPORT_TABLE[folder]?.effects ?? "pure"
  const at = (what: string, line: number): string => `${path}:${line} ${what}`
  const found: string[] = []
  if (path !== CONSOLE_FILE) {
    for (const use of facts.console)
      found.push(at("uses console; write through the port", use.line))
  }
  if (effects !== "all") {
    for (const use of facts.moduleState) found.push(at("has state in the module", use.line))
  }
  if (folder === "ports") {
    for (const use of facts.code) found.push(at(`has code in ports (${use.what})`, use.line))
  }
  if (effects !== "all" && !PROCESS_FILES.includes(path)) {
    for (const use of facts.ambient) found.push(at(`uses ${use.what}`, use.line))
  }
  if (effects === "pure" && folder !== "ports") {
    for (const use of facts.promises) found.push(at(`uses ${use.what}`, use.line))
  }
  return found
}

/** Broken rules of a file's name. */
export function nameViolations(path: string): string[] {
  const found: string[] = []
  for (const part of path.split("/")) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/u.test(part)) {
      found.push(`${path}:1 ${part} is not kebab-case`)
    }
    const word = part.split(/[-.]/u).find((candidate) => EMPTY_WORDS.includes(candidate))
    if (word !== undefined) found.push(`${path}:1 "${word}" says nothing about ${part}`)
  }
  return found
}

function sizeViolations(path: string, facts: SourceFacts): string[] {
  const limit = folderOf(path) === null ? ENTRY_LINES : FILE_LINES
  return facts.lines > limit ? [`${path}:1 has ${facts.lines} lines, more than ${limit}`] : []
}

/** One circle of folders, as a path that ends where it starts; null when there is none. */
export function folderCircle(
  graph: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] | null {
  const done = new Set<string>()
  const walk = (folder: string, path: readonly string[]): readonly string[] | null => {
    const at = path.indexOf(folder)
    if (at >= 0) return [...path.slice(at), folder]
    if (done.has(folder)) return null
    for (const next of [...(graph.get(folder) ?? [])].sort()) {
      const circle = walk(next, [...path, folder])
      if (circle !== null) return circle
    }
    done.add(folder)
    return null
  }
  for (const folder of [...graph.keys()].sort()) {
    const circle = walk(folder, [])
    if (circle !== null) return circle
  }
  return null
}
