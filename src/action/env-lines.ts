/**
 * The input `env`: lines `NAME=value`, and values of several lines as `$GITHUB_ENV` takes them. What is
 * wrong is told by the number of its line: the line itself may hold a secret.
 */

/** Reads the text; problems are added to the list. */
export function parseEnvLines(text: string, problems: string[]): Record<string, string> {
  const env: Record<string, string> = {}
  const lines = text.split(/\r?\n/u)
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]?.trim() ?? ""
    if (line === "") continue
    const [, name = "", sign, rest = ""] = /^([A-Za-z_]\w*)(=|<<)(.*)$/u.exec(line) ?? []
    if (sign === "=") {
      env[name] = rest
      continue
    }
    if (sign === undefined || rest === "") {
      problems.push(`input env: line ${i + 1} is not NAME=value`)
      continue
    }
    const end = lines.findIndex((other, at) => at > i && other.trim() === rest.trim())
    if (end < 0) {
      problems.push(`input env: line ${i + 1} begins a value without an end line`)
      break
    }
    env[name] = lines.slice(i + 1, end).join("\n")
    i = end
  }
  return env
}
