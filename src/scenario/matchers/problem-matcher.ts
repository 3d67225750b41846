/**
 * Problem matchers in GitHub's own format: how the output of tools names files and lines.
 */
import { join, normalize } from "node:path/posix"
import { parseForeignJson } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import * as s from "../../core/schema/make.ts"
import { hasExpression } from "../expressions/template.ts"
import { patternProblem } from "../keys/scenario/expect.ts"
import { type Layer, layerField, textsOf } from "../layers/declaration.ts"

/** The runner takes numbers in quotes. */
const GroupNumber = s
  .union(s.whole().min(0), s.text().regex(/^\d{1,3}$/u, "a number is expected"))
  .nullable()
  .optional()

const PatternText = s.object({
  regexp: s.text().filled(),
  file: GroupNumber,
  fromPath: GroupNumber,
  line: GroupNumber,
  column: GroupNumber,
  severity: GroupNumber,
  code: GroupNumber,
  message: GroupNumber,
  loop: s.flag().optional(),
})

const MatcherFile = s.object({
  problemMatcher: s
    .list(
      s.object({
        owner: s.text().filled(),
        severity: s
          .text()
          .regex(/^(?:error|warning|notice)?$/iu, "`error`, `warning` or `notice` is expected")
          .nullable()
          .optional(),
        fromPath: s.text().nullable().optional(),
        pattern: s.list(PatternText).filled(),
      }),
    )
    .filled(),
})

type MatcherText = s.Infer<typeof MatcherFile>["problemMatcher"][number]

/** One line's pattern; numbers are those of its groups. */
export type MatcherPattern = Pick<s.Infer<typeof PatternText>, "regexp" | "loop"> & {
  readonly [Part in (typeof MATCHED_PARTS)[number]]?: number | null | undefined
}
/** Patterns for lines that follow each other. */
export interface ProblemMatcher extends Omit<MatcherText, "pattern"> {
  readonly pattern: readonly MatcherPattern[]
}

/** What a pattern can say of a problem. */
export const MATCHED_PARTS = [
  ...(["file", "fromPath", "line", "column", "severity", "code", "message"] as const),
] as const

/** Tools whose matchers need no file. */
export const BUILT_IN_NAMES = ["bats", "pytest", "go", "rust", "tsc", "eslint", "gcc"] as const

/** Stands before the name of a built-in matcher where a plan names files otherwise. */
export const BUILT_IN = "built-in:"

function builtInName(text: string): (typeof BUILT_IN_NAMES)[number] | null {
  return BUILT_IN_NAMES.find((name) => name === text) ?? null
}

/** Bytes of a file with matchers. */
export const MAX_MATCHER_BYTES = 65_536

/** Reads a file of matchers. The error is a sentence about the file. */
export function parseProblemMatchers(text: string): Result<readonly ProblemMatcher[], string> {
  const read = parseForeignJson(text.replace(/^\ufeff/u, ""))
  if (!read.ok) return err("it is not JSON")
  const parsed = MatcherFile.check(read.value)
  if (!parsed.ok) {
    const [issue] = parsed.error
    return err(`${pathText(issue?.path ?? [])}: ${issue?.message ?? "it is not valid"}`)
  }
  const matchers = parsed.value.problemMatcher.map(
    (matcher): ProblemMatcher => ({ ...matcher, pattern: matcher.pattern.map(patternOf) }),
  )
  const owners = new Set<string>()
  for (const [i, matcher] of matchers.entries()) {
    const problem = matcherProblem(matcher, i)
    if (problem !== null) return err(problem)
    const owner = matcher.owner.toLowerCase()
    if (owners.has(owner)) return err(`two matchers have the owner \`${matcher.owner}\``)
    owners.add(owner)
  }
  return ok(matchers)
}

function patternOf({ regexp, loop, ...parts }: s.Infer<typeof PatternText>): MatcherPattern {
  const numbers = MATCHED_PARTS.flatMap((part) => {
    const group = parts[part]
    return group === undefined || group === null ? [] : [[part, Number(group)]]
  })
  return {
    // The runner's expressions may begin so; ours name what it holds for.
    regexp: regexp.replace(/^\(\?i\)(.*)$/su, "(?i:$1)"),
    loop,
    ...Object.fromEntries(numbers),
  }
}

/** What the runner refuses of a matcher (actions/runner, IssueMatcherConfig.Validate). */
function matcherProblem({ owner, pattern }: ProblemMatcher, index: number): string | null {
  const set = new Set<string>()
  for (const [j, one] of pattern.entries()) {
    const at = pathText(["problemMatcher", index, "pattern", j])
    const problem = patternProblem(one.regexp, "")
    if (problem !== null) return `${at}.regexp: ${problem}`
    if (one.loop === true && (j === 0 || j !== pattern.length - 1)) {
      return `${at}.loop: only the last of several patterns can repeat`
    }
    if (one.loop === true && typeof one.message !== "number") {
      return `${at}.loop: a pattern that repeats must name the group of \`message\``
    }
    // With an empty way out any pattern matches an empty text, and tells how many groups it has.
    const groups = (new RegExp(`${one.regexp}|`).exec("")?.length ?? 1) - 1
    for (const part of MATCHED_PARTS) {
      const number = one[part]
      if (typeof number !== "number") continue
      if (number > groups) return `${at}.${part}: the pattern has no group ${number}`
      if (set.has(part)) return `${at}.${part}: an earlier pattern already names it`
      set.add(part)
    }
  }
  return set.has("message") ? null : `no pattern of \`${owner}\` names a group for \`message\``
}

/** Files of matchers that a mapping of scenario keys names, relative to the root, with places. */
export function matcherFiles(
  layer: Layer,
  folder: string,
): readonly { readonly path: string; readonly problem: (message: string) => Diagnostic }[] {
  const named = textsOf(layerField(layer, "problem-matcher"))
  // An expression was refused where it was read.
  const plain = named.filter(({ text }) => !hasExpression(text) && builtInName(text) === null)
  return plain.map(({ text, document, path }) => ({
    path: matcherPath(folder, text),
    problem: (message) =>
      errorAt(document.locate(path), { code: "suite/problem-matcher", message }),
  }))
}

/** The path of a file of matchers relative to the root; a built-in one stays what it is called. */
export function matcherPath(folder: string, text: string): string {
  const name = builtInName(text)
  if (name !== null) return `${BUILT_IN}${name}`
  return hasExpression(text) ? text : normalize(join(folder, text))
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./u, "")
}
