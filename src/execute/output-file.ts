/**
 * What an attempt wrote to `$SMOKE_OUTPUT` (or `$GITHUB_OUTPUT`): lines `name=value`, or
 * `name<<END` … `END` for several lines, as GitHub Actions reads them. Broken lines are passed over:
 * the text comes from a child and may be anything.
 */
export function parseOutputs(text: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>()
  const lines = text.split(/\r?\n/u)
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ""
    const heredoc = /^([A-Za-z_][\w-]*)<<(.+)$/u.exec(line)
    if (heredoc !== null) {
      const end = lines.indexOf(heredoc[2] ?? "", i + 1)
      if (end < 0) break
      outputs.set(heredoc[1] ?? "", lines.slice(i + 1, end).join("\n"))
      i = end
      continue
    }
    const pair = /^([A-Za-z_][\w-]*)=(.*)$/u.exec(line)
    if (pair !== null) outputs.set(pair[1] ?? "", pair[2] ?? "")
  }
  return outputs
}
