/**
 * The text of a suite on one line, so that it can be pasted with a command. Plain values stay as they
 * were written. White space is never doubled: terminals and browsers do not keep it.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, visit } from "yaml"
import type { InlineSuite } from "../../formats/plan.ts"

/** Its parts; null where the text is not a suite. */
export function toInlineSuite(text: string): InlineSuite | null {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const { contents: root } = document
  if (document.errors.length > 0 || !isMap(root)) return null
  let sharesText = false
  visit(document, {
    Alias: () => {
      sharesText = true
    },
  })
  const declared = root.items.find(({ key }) => isScalar(key) && key.value === "scenarios")
  const rest = root.items.filter((pair) => pair !== declared).map(pairText)
  if (declared === undefined) return { rest, scenarios: [] }
  const map = declared.value
  // What is shared may stand in any of the scenarios.
  if (sharesText || !isMap(map)) return { rest: [...rest, pairText(declared)], scenarios: [] }
  const scenarios = map.items.map((pair) => {
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0
    return { line: lines.linePos(offset).line, text: pairText(pair) }
  })
  return { rest, scenarios }
}

function pairText({ key, value }: Pair): string {
  return `${nodeText(key)}: ${nodeText(value)}`
}

function nodeText(node: unknown): string {
  if (isAlias(node)) return `*${node.source} `
  if (isMap(node)) return `${anchorText(node)}{${node.items.map(pairText).join(", ")}}`
  if (isSeq(node)) return `${anchorText(node)}[${node.items.map(nodeText).join(", ")}]`
  if (!isScalar(node)) return "null"
  const { value, type, source = "" } = node
  const isPlain = type === "PLAIN" && /^[\w./$-]+$/u.test(source)
  return `${anchorText(node)}${isPlain ? source : quoted(value)}`
}

/** A text in double quotes; of spaces beside each other all but the first are escaped. */
function quoted(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/ {2,}/gu, (spaces) => {
    return ` ${"\\x20".repeat(spaces.length - 1)}`
  })
}

function anchorText({ anchor }: { readonly anchor?: string | undefined }): string {
  return anchor === undefined ? "" : `&${anchor} `
}
