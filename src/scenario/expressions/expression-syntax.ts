/**
 * The syntax of GitHub Actions expressions: parsing with places, and what an expression uses.
 * Owns the library's lexer and parser; problems are values with the offset they belong to.
 */
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from "@actions/expressions/ast"
import { ExpressionError } from "@actions/expressions/errors"
import { Lexer, type Token, TokenType } from "@actions/expressions/lexer"
import { Parser } from "@actions/expressions/parser"
import { err, messageOf, ok, type Result } from "../../core/problems/result.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { Range } from "../../core/text/source.ts"

/** Why an expression cannot be used: it does not parse, or has no value in these contexts. */
export interface ExpressionProblem {
  readonly code: "expression/syntax" | "expression/evaluation"
  /** A fragment in lower case, without a full stop. */
  readonly message: string
  /** Place in the text that was parsed. */
  readonly range: Range
  readonly hint?: string | undefined
}

/** A use of a context, with as much of the path behind it as is written out. */
export interface ContextUse {
  /** In lower case. */
  readonly context: string
  readonly path: readonly string[]
  readonly range: Range
}

/** An expression that parsed. */
export interface Expression {
  /** Without `${{ }}` and white space around it. */
  readonly text: string
  readonly range: Range
  readonly uses: readonly ContextUse[]
  /** Names of the functions called, in lower case. */
  readonly functions: readonly string[]
  readonly tree: Expr
}

/** Functions that say how things stand. */
export const STATUS_FUNCTIONS: readonly string[] = ["success", "failure", "always", "cancelled"]

/** Names as people write them; compared without case. */
const FUNCTION_NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...["case", "contains", "endsWith", "format", "fromJSON", "join", "startsWith", "toJSON"],
    ...STATUS_FUNCTIONS,
  ].map((name) => [name.toLowerCase(), name]),
)

/** Parses one expression; `base` is added to every offset that comes back. */
export function parseExpression(text: string, base = 0): Result<Expression, ExpressionProblem> {
  const problem = (message: string, range: Range, hint?: string) =>
    err<ExpressionProblem>({
      code: "expression/syntax",
      message,
      range: { start: base + range.start, end: base + Math.max(range.end, range.start) },
      hint,
    })
  const whole = { start: 0, end: text.length }
  if (text.trim() === "") return problem("an expression is expected", whole)

  let tokens: readonly Token[]
  try {
    tokens = place(new Lexer(text).lex().tokens, text)
  } catch (error) {
    return problem(...lexerProblem(error, text))
  }
  for (const [i, token] of tokens.entries()) {
    if (!isCall(tokens, i) || FUNCTION_NAMES.has(token.lexeme.toLowerCase())) continue
    return problem(
      `there is no function \`${token.lexeme}\``,
      offsets(token),
      didYouMean(token.lexeme, FUNCTION_NAMES.values()) ??
        `functions are ${[...FUNCTION_NAMES.values()].join(", ")}`,
    )
  }
  // Every name is let through as a context here: which of them exist depends on the place.
  const names = tokens.filter((token) => token.type === TokenType.IDENTIFIER)
  try {
    const tree: Expr | undefined = new Parser(
      [...tokens],
      names.map((token) => token.lexeme),
      STATUS_FUNCTIONS.map((name) => ({ name, minArgs: 0, maxArgs: 0 })),
    ).parse()
    if (tree === undefined) return problem("an expression is expected", whole)
    const uses: ContextUse[] = []
    const functions = new Set<string>()
    collect(tree, { base, uses, functions })
    return ok({
      text: text.trim(),
      range: { start: base, end: base + text.length },
      uses,
      functions: [...functions],
      tree,
    })
  } catch (error) {
    return problem(...parserProblem(error, text))
  }
}

/**
 * Gives every token its offsets (the library loses count after a text with line ends) and undoes
 * every doubled quote (the library undoes the first).
 */
function place(tokens: readonly Token[], text: string): readonly Token[] {
  let at = 0
  return tokens.map((token) => {
    while (at < text.length && /\s/u.test(text[at] ?? "")) at++
    const start = at
    at += token.lexeme.length
    const range = { start: { line: 0, column: start }, end: { line: 0, column: at } }
    if (token.type !== TokenType.STRING) return { ...token, range }
    return { ...token, range, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
  })
}

function offsets(token: Token): Range {
  return { start: token.range.start.column, end: token.range.end.column }
}

function isCall(tokens: readonly Token[], i: number): boolean {
  return (
    tokens[i]?.type === TokenType.IDENTIFIER &&
    tokens[i + 1]?.type === TokenType.LEFT_PAREN &&
    tokens[i - 1]?.type !== TokenType.DOT
  )
}

function collect(
  node: Expr,
  into: { readonly base: number; readonly uses: ContextUse[]; readonly functions: Set<string> },
): void {
  if (node instanceof ContextAccess || node instanceof IndexAccess) {
    const chain = chainOf(node)
    for (const index of chain.computed) collect(index, into)
    if (chain.root instanceof ContextAccess) {
      const { start } = offsets(chain.root.name)
      into.uses.push({
        context: chain.root.name.lexeme.toLowerCase(),
        path: chain.path,
        range: { start: into.base + start, end: into.base + chain.end },
      })
    } else collect(chain.root, into)
  } else if (node instanceof FunctionCall) {
    into.functions.add(node.functionName.lexeme.toLowerCase())
    for (const argument of node.args) collect(argument, into)
  } else if (node instanceof Logical) {
    for (const argument of node.args) collect(argument, into)
  } else if (node instanceof Binary) {
    collect(node.left, into)
    collect(node.right, into)
  } else if (node instanceof Unary) collect(node.expr, into)
  else if (node instanceof Grouping) collect(node.group, into)
}

/** Takes `a.b['c'][x].d` apart: the root, the path up to the first computed part, what is computed. */
function chainOf(node: Expr): {
  readonly root: Expr
  readonly path: readonly string[]
  readonly computed: readonly Expr[]
  readonly end: number
} {
  const indexes: Expr[] = []
  let root = node
  while (root instanceof IndexAccess) {
    indexes.unshift(root.index)
    root = root.expr
  }
  const path: string[] = []
  const computed: Expr[] = []
  let end = root instanceof ContextAccess ? offsets(root.name).end : 0
  let literal = true
  for (const index of indexes) {
    if (index instanceof Literal) {
      end = Math.max(end, offsets(index.token).end)
      if (literal) path.push(index.literal.coerceString())
    } else {
      literal = false
      computed.push(index)
    }
  }
  return { root, path, computed, end }
}

/** Signs that people write once. */
const DOUBLED: ReadonlyMap<string, string> = new Map(
  ["=", "&", "|"].map((sign) => [sign, `write \`${sign}${sign}\``]),
)

/** The lexer throws a sentence that holds a 1-based position. */
function lexerProblem(error: unknown, text: string): [string, Range, string?] {
  const message = messageOf(error)
  if (message === "ErrorExceededMaxLength") {
    return ["the expression is longer than 21,000 characters", { start: 0, end: text.length }]
  }
  const found = /^Unexpected symbol: '([\s\S]*)'\. Located at position (\d+) within/u.exec(message)
  if (found === null) return [lowerFirst(message), { start: 0, end: text.length }]
  const symbol = found[1] ?? ""
  const start = Number(found[2]) - 1
  const range = { start, end: start + symbol.length }
  if (symbol.startsWith("'")) return ["a text in quotes is not closed", range]
  const hint = /["`]/u.test(symbol) ? "texts are in single quotes here" : DOUBLED.get(symbol)
  const message_ = `\`${symbol}\` is not expected here`
  return hint === undefined ? [message_, range] : [message_, range, hint]
}

function parserProblem(error: unknown, text: string): [string, Range] {
  const whole = { start: 0, end: text.length }
  if (!(error instanceof ExpressionError)) return ["the expression does not parse", whole]
  const start = error.pos.column
  const symbol = /: '([\s\S]*)'$/u.exec(error.message)?.[1] ?? ""
  const range = { start, end: start + symbol.length }
  if (symbol === "" || start >= text.length)
    return ["the expression ends too early", { start: whole.end, end: whole.end }]
  if (error.message.startsWith("Unexpected symbol")) {
    return [`\`${symbol}\` is not expected here`, range]
  }
  if (error.message.startsWith("Unexpected end")) return ["the expression ends too early", range]
  return [lowerFirst(error.message.replace(/: '[\s\S]*'$/u, ` to \`${symbol}\``)), range]
}

/** A message of the library as a fragment. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
