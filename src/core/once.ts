/**
 * Values that take a while to make and that most runs never ask for.
 */

/** A function that makes its value when it is first called, and gives the same one ever after. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
