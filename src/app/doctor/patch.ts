/**
 * Small patches for `git apply`: one change of some lines of a file.
 */

/** Lines from `line` on (1-based) that are replaced. */
export interface Edit {
  readonly line: number
  readonly remove: number
  readonly insert: readonly string[]
}

const CONTEXT = 3

/** The patch in the unified format; new lines end as those of the file do. */
export function toPatch(
  file: { readonly path: string; readonly text: string },
  edit: Edit,
): string {
  const lines = file.text.split("\n")
  const endsWithLine = lines.at(-1) === ""
  if (endsWithLine) lines.pop()
  const tail = lines[0]?.endsWith("\r") === true ? "\r" : ""
  const from = Math.max(0, edit.line - 1 - CONTEXT)
  const to = Math.min(lines.length, edit.line - 1 + edit.remove + CONTEXT)
  const before = lines.slice(from, edit.line - 1)
  const removed = lines.slice(edit.line - 1, edit.line - 1 + edit.remove)
  const after = lines.slice(edit.line - 1 + edit.remove, to)
  const inserted = edit.insert.map((line) => line + tail)
  const shared = before.length + after.length
  const header = `@@ -${from + 1},${shared + removed.length} +${from + 1},${shared + inserted.length} @@`
  const isWhole = to === lines.length && !endsWithLine
  const body = [
    ...before.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...inserted.map((line) => `+${line}`),
    ...after.map((line) => ` ${line}`),
    ...(isWhole && after.length > 0 ? ["\\ No newline at end of file"] : []),
  ]
  return [`--- a/${file.path}`, `+++ b/${file.path}`, header, ...body, ""].join("\n")
}
