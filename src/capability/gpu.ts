/**
 * Graphics processors: from `nvidia-smi`, and the nodes in `/dev/dri`.
 */

/** Names of the processors that `nvidia-smi -L` lists. */
export function parseNvidiaSmi(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const [, name] = /^GPU \d+: (.+?)(?: \(UUID: .*\))?\s*$/u.exec(line) ?? []
    return name ?? []
  })
}

/** The nodes of `/dev/dri` for computing. */
export function renderNodes(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^renderD\d+$/u.test(name))
}
