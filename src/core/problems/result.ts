/**
 * Expected problems as values. Owns `Result`; does not know the meaning of errors.
 */
import type { Failure } from "./failure.ts"

/** The value of an operation that succeeded. */
export interface Ok<T> {
  readonly ok: true
  readonly value: T
}

/** The reason why an operation failed in an expected way. */
export interface Err<E> {
  readonly ok: false
  readonly error: E
}

/** What every operation returns that a user, a runner or a file can make fail. */
export type Result<T, E = Failure> = Ok<T> | Err<E>

/** Wraps a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

/** Wraps an expected failure. */
export function err<E>(error: E): Err<E> {
  return { ok: false, error }
}

/** Collects the values of all results, or every error of them, so that a user sees all at once. */
export function all<T, E>(results: readonly Result<T, E>[]): Result<T[], E[]> {
  const values: T[] = []
  const errors: E[] = []
  for (const result of results) {
    if (result.ok) values.push(result.value)
    else errors.push(result.error)
  }
  return errors.length > 0 ? err(errors) : ok(values)
}

/** What something that was thrown says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
