/**
 * The capturing groups of a regular expression.
 */

/** Names of its groups, in the order of their numbers; undefined for one without a name. */
export function groupNames(source: string): readonly (string | undefined)[] {
  const opening = [...source.matchAll(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)|\(\?<(?![=!])(\w+)>/gsu)]
  return opening.filter(([text]) => text.startsWith("(")).map(([, name]) => name)
}
