/**
 * Values that are expensive to make and rarely needed.
 */

/** A function that makes its value on the first call and returns the same value later. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
