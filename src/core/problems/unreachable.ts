/** Ends a `switch` over a union: the compiler proves that no case is left, a broken cast throws. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
