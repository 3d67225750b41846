// Reads the doc comments of the sources, so that pages say what the code says.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { root } from "./project.mjs"

function sentenceOf(comment) {
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*?\s?/, "").trim())
    .join(" ")
    .trim()
}

function commentBefore(text, position) {
  const comments = ts.getLeadingCommentRanges(text, position) ?? []
  const last = comments.map(({ pos, end }) => text.slice(pos, end)).at(-1)
  return last?.startsWith("/**") ? sentenceOf(last) : ""
}

/** Comments of an exported object literal's members and of the object, by constant, then member. */
export function memberComments(path) {
  const text = readFileSync(join(root, path), "utf8")
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found = new Map()
  for (const statement of file.statements.filter(ts.isVariableStatement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      const members = new Map([["", commentBefore(text, statement.getFullStart())]])
      const visit = (node) => {
        if (ts.isPropertyAssignment(node)) {
          members.set(node.name.getText(file), commentBefore(text, node.getFullStart()))
        } else ts.forEachChild(node, visit)
      }
      if (initializer !== undefined) visit(initializer)
      found.set(name.getText(file), members)
    }
  }
  return found
}

/** The values of `key` in the arms of a union of object types, with the comment before each arm. */
export function armComments(path, key) {
  const text = readFileSync(join(root, path), "utf8")
  const arm = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*)?\\|\\s*\\{\\s*readonly ${key}: "([^"]+)"`,
    "g",
  )
  const found = [...text.matchAll(arm)]
  return found.map(([, comment, value]) => ({ value, sentence: sentenceOf(comment ?? "") }))
}
