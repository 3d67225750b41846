/**
 * Finds names in texts that no fixture fills: they would be empty texts. What `start` or `serve` writes
 * to `$SMOKE_OUTPUT` is known only later, so of such a fixture only what looks like a typing error is told.
 */
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import { groupNames } from "../../core/text/group-names.ts"
import { didYouMean, editDistance } from "../../core/text/nearest.ts"
import type { Location } from "../../core/text/source.ts"
import type { FixtureSpec } from "../../formats/fixture.ts"
import { type ContextUse, usesOf } from "../expressions/expression.ts"
import { hasExpression, parseTemplate } from "../expressions/template.ts"
import { textsWithExpressions } from "../layers/check-layer.ts"
import { type Declaration, layersOf } from "../layers/declaration.ts"
import type { LocatedText } from "../layers/planning-reader.ts"

type Problem = Parameters<typeof errorAt>[1] & {
  /** It may be right, because not all names are known. */
  readonly isDoubt?: boolean
}

/** Where names are looked up: full names by the names used in the suite, and what is declared. */
interface Known {
  readonly fixtures: ReadonlyMap<string, string>
  readonly specs: (full: string) => FixtureSpec | undefined
  /** Full names of those that are leased here. */
  readonly leased: ReadonlySet<string>
  /** Names that may be read without being leased. */
  readonly spared?: readonly string[]
}

const NAME_IT = "name it in `fixtures` beside this"

/** Problems of the texts of a scenario; `leased` are full names of fixtures. */
export function checkScenarioNames(
  declaration: Declaration,
  at: Omit<Known, "fixtures">,
): readonly Diagnostic[] {
  return layersOf(declaration).flatMap((layer) => {
    // A scenario that takes none of the defaults' fixtures leaves their texts empty on purpose.
    const spared = layer === declaration.own ? [] : [layer.text.fixtures ?? []].flat().map(String)
    const known = { ...at, fixtures: declaration.fixtures, spared }
    return textsWithExpressions(layer).flatMap(({ subject, path }) =>
      usesOf(subject).flatMap((use) =>
        toDiagnostics(useProblem(use, known), () => layer.document.locateInText(path, use.range)),
      ),
    )
  })
}

/** Problems of the texts of a fixture. */
export function checkFixtureNames(
  texts: readonly LocatedText[],
  at: Known & { readonly own: { readonly name: string; readonly spec: FixtureSpec } },
): readonly Diagnostic[] {
  return texts.flatMap(({ text, document, path }) => {
    const template = hasExpression(text) ? parseTemplate(text) : undefined
    if (!template?.ok) return []
    return usesOf(template.value).flatMap((use) => {
      const problem =
        use.context === "fixture" ? keyProblem(use.path, at.own, OWN) : useProblem(use, at)
      return toDiagnostics(problem, () => document.locateInText(path, use.range))
    })
  })
}

function toDiagnostics(problem: Problem | null, locate: () => Location): readonly Diagnostic[] {
  if (problem === null) return []
  const { isDoubt = false, ...said } = problem
  return [isDoubt ? warningAt(locate(), said) : errorAt(locate(), said)]
}

function useProblem({ context, path }: ContextUse, known: Known): Problem | null {
  const [name, ...rest] = path
  if (context !== "fixtures" || name === undefined) return null
  const { fixtures, leased, specs } = known
  const same = (one: string) => one.toLowerCase() === name.toLowerCase()
  const full = [...fixtures].flat().find(same)
  if (full === undefined) return unknownFixture(name, fixtures.keys())
  const found = fixtures.get(full) ?? [...fixtures].find(([short]) => same(short))?.[1] ?? full
  if (!leased.has(found)) {
    if (known.spared?.includes(name)) return null
    const none = leased.size === 0
    const message = none ? "no fixture is leased here" : `\`${name}\` is not leased here`
    return { code: "expression/context", message, hint: NAME_IT }
  }
  const spec = specs(found)
  return spec === undefined ? null : keyProblem(rest, { name, spec }, SHARED)
}

/** The full name of a fixture; null where there is none of this name, which is reported. */
export function fullName(
  { text, document, path }: Pick<LocatedText, "text" | "document" | "path">,
  at: { readonly known: ReadonlyMap<string, string>; readonly report: (one: Diagnostic) => void },
): string | null {
  const full = at.known.get(text)
  if (full !== undefined) return full
  at.report(errorAt(document.locate(path), unknownFixture(text, at.known.keys())))
  return null
}

function unknownFixture(name: string, known: Iterable<string>): Problem {
  const message = `there is no fixture \`${name}\``
  const hint = didYouMean(name, known) ?? `declare it: \`fixtures: { ${name}: { serve: … } }\``
  return { code: "scenario/unknown-fixture", message, hint }
}

/** What there is of every instance: for those that lease it, and for its own texts. */
const SHARED = ["host", "ports", "instance"] as const
const OWN = [...SHARED, "name", "key"] as const

function keyProblem(
  [key, port]: readonly string[],
  { name, spec }: { readonly name: string; readonly spec: FixtureSpec },
  always: readonly string[],
): Problem | null {
  if (key === undefined) return null
  const has = (names: readonly string[], one: string) =>
    names.some((candidate) => candidate.toLowerCase() === one.toLowerCase())
  if (key.toLowerCase() === "ports") {
    if (port === undefined || has(spec.ports, port)) return null
    return missing(`the fixture \`${name}\` has no port \`${port}\``, port, spec.ports)
  }
  const groups = spec.ready.flatMap(({ how }) =>
    how.kind === "log" ? groupNames(how.matches) : [],
  )
  const named = groups.filter((group) => group !== undefined)
  const declared = [...spec.ports, ...Object.keys(spec.outputs), ...named]
  if (has([...declared, ...always], key)) return null
  const message = `the fixture \`${name}\` has no port or output \`${key}\``
  const isAll =
    spec.how.kind === "container" && !spec.ready.some(({ how }) => how.kind === "command")
  if (isAll) return missing(message, key, [...declared, ...always])
  const meant = [...declared, "host"].find((one) => isSlip(key, one))
  return meant === undefined ? null : { ...missing(message, key, [meant]), isDoubt: true }
}

/** One letter is wrong; a number more or less is another name. */
function isSlip(word: string, meant: string): boolean {
  const [a = "", b = ""] = [word, meant].map((one) => one.toLowerCase())
  const [plainA, plainB] = [a, b].map((one) => one.replace(/\d+/gu, ""))
  return plainA !== plainB && editDistance(a, b, 1) === 1
}

function missing(message: string, word: string, names: readonly string[]): Problem {
  const all = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`
  return { code: "expression/context", message, hint: didYouMean(word, names) ?? all }
}
