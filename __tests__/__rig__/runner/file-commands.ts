/**
 * The files a step writes for the runner (`GITHUB_OUTPUT` and its kin), read as the runner does:
 * once, at the step's end, line by line; later lines win; what follows an error is lost.
 */

/** What a file set before the first line that could not be understood. */
export interface Assignments {
  readonly values: Readonly<Record<string, string>>
  readonly problem: string | null
}

/** `NAME=value` and `NAME<<DELIMITER` … `DELIMITER`. */
export function parseAssignments(text: string): Assignments {
  const values: Record<string, string> = {}
  const lines = splitLines(text)
  for (let index = 0; index < lines.length; index++) {
    const { content } = lines[index] ?? { content: "" }
    if (content === "") continue
    const equals = content.indexOf("=")
    const heredoc = content.indexOf("<<")
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      const name = content.slice(0, equals)
      if (name === "") return { values, problem: `a name is missing in '${content}'` }
      values[name] = content.slice(equals + 1)
      continue
    }
    const name = content.slice(0, Math.max(0, heredoc))
    const delimiter = content.slice(heredoc + 2)
    if (heredoc < 0 || name === "" || delimiter === "") {
      return { values, problem: `'${content}' has no valid format` }
    }
    const end = lines.findIndex((line, at) => at > index && line.content === delimiter)
    if (end === -1) return { values, problem: `the delimiter '${delimiter}' was not found` }
    const inside = lines.slice(index + 1, end)
    // Line ends inside are kept as written, all but the last.
    const last = inside.at(-1)
    values[name] = inside.map((line) => line.content + (line === last ? "" : line.end)).join("")
    index = end
  }
  return { values, problem: null }
}

/** `GITHUB_PATH`: every line that is not empty. */
export function parsePathLines(text: string): readonly string[] {
  return splitLines(text)
    .map((line) => line.content)
    .filter((line) => line !== "")
}

function splitLines(text: string): readonly { readonly content: string; readonly end: string }[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/gu)].map((match) => ({
    content: match[1] ?? "",
    end: match[2] ?? "",
  }))
}
