/**
 * What a source file says about itself: its imports, the globals it uses, its module-level state.
 * Read from the syntax tree, so that comments and strings never count.
 */
import ts from "typescript"

/** One import, re-export, `import()` or `import("…")` type. */
export interface ImportFact {
  readonly specifier: string
  readonly typeOnly: boolean
  readonly line: number
}

/** Something that a rule may forbid, as a person would write it. */
export interface UseFact {
  readonly what: string
  readonly line: number
}

export interface SourceFacts {
  readonly imports: readonly ImportFact[]
  /** Clock, randomness, timers, network, process; not names that the file declares anywhere. */
  readonly ambient: readonly UseFact[]
  /** `async`, `await`, `Promise`, `queueMicrotask`, `import()`. */
  readonly promises: readonly UseFact[]
  /** Uses of the global `console`. */
  readonly console: readonly UseFact[]
  /** `let` and `var` at the top of the module. */
  readonly moduleState: readonly UseFact[]
  /** Statements that leave code behind after types are removed. */
  readonly code: readonly UseFact[]
  readonly lines: number
}

const AMBIENT: ReadonlySet<string> = new Set([
  ...["setTimeout", "setInterval", "setImmediate"],
  ...["process", "fetch", "performance", "crypto", "globalThis", "require"],
])

const PROMISES: ReadonlySet<string> = new Set(["Promise", "queueMicrotask"])

/** Reads the facts of one file. */
export function factsOf(path: string, text: string): SourceFacts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const declared = declaredNames(file)
  const facts = {
    imports: [] as ImportFact[],
    ambient: [] as UseFact[],
    promises: [] as UseFact[],
    console: [] as UseFact[],
    moduleState: [] as UseFact[],
    code: [] as UseFact[],
  }
  const line = (node: ts.Node): number =>
    file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1

  const visit = (node: ts.Node): void => {
    const imported = importOf(node)
    if (imported !== null) facts.imports.push({ ...imported, line: line(node) })
    if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) {
      facts.promises.push({ what: "import()", line: line(node) })
    }
    if (node.kind === ts.SyntaxKind.AsyncKeyword) {
      facts.promises.push({ what: "async", line: line(node) })
    }
    if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) {
      facts.promises.push({ what: "await", line: line(node) })
    }
    if (ts.isIdentifier(node) && isFree(node) && !declared.has(node.text)) {
      if (PROMISES.has(node.text)) facts.promises.push({ what: node.text, line: line(node) })
      if (node.text === "console") facts.console.push({ what: "console", line: line(node) })
      const what = ambientUse(node)
      if (what !== null) facts.ambient.push({ what, line: line(node) })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)

  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) {
        facts.moduleState.push({ what: "let", line: line(statement) })
      }
    }
    if (!isErased(statement)) {
      facts.code.push({ what: ts.SyntaxKind[statement.kind], line: line(statement) })
    }
  }
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0)
  return { ...facts, lines }
}

function importOf(node: ts.Node): Omit<ImportFact, "line"> | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { specifier: node.moduleSpecifier.text, typeOnly }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    if (!ts.isStringLiteral(node.moduleSpecifier)) return null
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [first] = node.arguments
    const known = first !== undefined && ts.isStringLiteralLike(first)
    return { specifier: known ? first.text : "(computed)", typeOnly: false }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument
    if (ts.isStringLiteral(literal)) return { specifier: literal.text, typeOnly: true }
  }
  return null
}

/** True where an identifier stands for a variable, not for a member or a declared name. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isQualifiedName(parent)) return parent.left === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) return false
  if (ts.isPropertyDeclaration(parent)) return parent.initializer === node
  return !ts.isMethodDeclaration(parent) && !ts.isAccessor(parent)
}

function ambientUse(node: ts.Identifier): string | null {
  const { parent, text } = node
  const member =
    ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : null
  if (text === "Math") return member === "random" ? "Math.random" : null
  if (text === "Date") {
    if (member === "now") return "Date.now"
    if (ts.isNewExpression(parent)) return parent.arguments?.length ? null : "new Date()"
    return ts.isCallExpression(parent) && parent.expression === node ? "Date()" : null
  }
  if (!AMBIENT.has(text)) return null
  return member === null ? text : `${text}.${member}`
}

function declaredNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    const named =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node)
    if (named && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return names
}

function isErased(statement: ts.Statement): boolean {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return true
  if (ts.isImportDeclaration(statement)) {
    return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
  }
  return ts.isExportDeclaration(statement) && statement.isTypeOnly
}
