/**
 * Problem matchers in GitHub's own format: how the output of tools names files and lines.
 */
import { join, normalize } from "node:path/posix"
import { z } from "zod"
import type { Diagnostic } from "../core/diagnostic.ts"
import { once } from "../core/once.ts"
import { err, ok, type Result } from "../core/result.ts"
import { type Layer, layerField, textsOf } from "./declaration.ts"
import { patternProblem } from "./expect.ts"
import { hasExpression } from "./template.ts"

const GroupNumber = once(() => z.int().min(0).max(50).optional())

const PatternText = once(() =>
  z.object({
    regexp: z.string().min(1).max(1_000),
    file: GroupNumber(),
    fromPath: GroupNumber(),
    line: GroupNumber(),
    column: GroupNumber(),
    severity: GroupNumber(),
    code: GroupNumber(),
    message: GroupNumber(),
    loop: z.boolean().optional(),
  }),
)

const SEVERITIES = ["error", "warning", "notice"] as const

const MatcherFile = once(() =>
  z.object({
    problemMatcher: z
      .array(
        z.object({
          owner: z.string().min(1),
          severity: z.enum(SEVERITIES).optional(),
          pattern: z.array(PatternText()).min(1).max(10),
        }),
      )
      .min(1)
      .max(20),
  }),
)

/** One line's pattern; numbers are those of its groups. */
export type MatcherPattern = z.infer<ReturnType<typeof PatternText>>
/** Patterns for lines that follow each other. */
export type ProblemMatcher = z.infer<ReturnType<typeof MatcherFile>>["problemMatcher"][number]

/** Bytes of a file with matchers. */
export const MAX_MATCHER_BYTES = 65_536

/** Reads a file of matchers. The error is a sentence about the file. */
export function parseProblemMatchers(text: string): Result<readonly ProblemMatcher[], string> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return err("it is not JSON")
  }
  const parsed = MatcherFile().safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return err(
      `${pathText(issue?.path ?? [])}: ${issue?.message.toLowerCase() ?? "it is not valid"}`,
    )
  }
  for (const [i, { owner, pattern }] of parsed.data.problemMatcher.entries()) {
    for (const [j, one] of pattern.entries()) {
      const at = pathText(["problemMatcher", i, "pattern", j])
      const problem = patternProblem(one.regexp, "")
      if (problem !== null) return err(`${at}.regexp: ${problem}`)
      if (one.loop === true && (j === 0 || j !== pattern.length - 1)) {
        return err(`${at}.loop: only the last of several patterns can repeat`)
      }
    }
    if (pattern.at(-1)?.message === undefined) {
      return err(`the last pattern of \`${owner}\` names no group for \`message\``)
    }
  }
  return ok(parsed.data.problemMatcher)
}

/** Files of matchers that a mapping of scenario keys names, relative to the root, with places. */
export function matcherFiles(
  layer: Layer,
  folder: string,
): readonly { readonly path: string; readonly problem: (message: string) => Diagnostic }[] {
  const named = textsOf(layerField(layer, "problem-matcher"))
  // An expression was refused where it was read.
  const plain = named.filter(({ text }) => !hasExpression(text))
  return plain.map(({ text, document, path }) => ({
    path: matcherPath(folder, text),
    problem: (message) => ({
      code: "suite/problem-matcher",
      severity: "error",
      message,
      location: document.locate(path),
    }),
  }))
}

/** The path of a file of matchers relative to the root. */
export function matcherPath(folder: string, text: string): string {
  return hasExpression(text) ? text : normalize(join(folder, text))
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./u, "")
}
