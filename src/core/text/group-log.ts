/**
 * The place of a group's log in the folder of a shard.
 */

/** Path of the log of a group, made from its index in the plan, because names can be any text. */
export function groupLog(groups: readonly string[], name: string): string {
  const text = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-|-$/gu, "")
    .slice(0, 40)
  return `logs/group-${groups.indexOf(name) + 1}${text === "" ? "" : `-${text}`}.log`
}
