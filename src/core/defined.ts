/**
 * Objects without members that are undefined: such a member is left out of JSON and of comparisons.
 */

type Optional<T> = {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] }

/** The object without its undefined members. */
export type Defined<T> = Required<T> & Optional<T>

/** A copy without the members that are undefined; their order stays. */
export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Defined<T>
}
