/** An object whose members may be left out where they may be `undefined`. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }

/**
 * A copy without the members that are `undefined`: for files and events, where a member that is
 * there and `undefined` is not the same as none.
 */
export function defined<T extends object>(object: T): Defined<T> {
  const kept = Object.entries(object).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as Defined<T>
}
