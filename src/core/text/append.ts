/** Adds items to the end of a list. `push(...items)` ends the stack for some 100,000 of them. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item)
}
