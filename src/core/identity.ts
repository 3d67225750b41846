/**
 * The `id` of a plan. It separates the artifacts and the history of one plan from those of the
 * other plans of a run.
 */

import { err, ok, type Result } from "./problems/result.ts"
import { hash32 } from "./quantities/random.ts"

/** Short enough for the additions of artifact names, and for lists. */
const MOST_CHARS = 60

/**
 * The grammar of an `id`: characters that every service accepts, and that file systems without case
 * distinguish.
 */
export const IDENTITY = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u

/** The grammar in words. */
export const IDENTITY_FORM = `up to ${MOST_CHARS} lower-case letters, digits and hyphens, with a letter or digit at both ends, such as shop-staging`

/** An `id` as a user gives it. */
export function parseIdentity(text: string): Result<string, string> {
  return IDENTITY.test(text) ? ok(text) : err(`expects ${IDENTITY_FORM}`)
}

/**
 * The default `id` of a suite: its name if that is valid; otherwise the valid part of the name,
 * `--`, and a hash of the whole name. A valid name never contains `--`.
 */
export function identityOf(suite: string): string {
  const slug = suite
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-+|-+$/gu, "")
  if (slug !== "" && slug === suite && slug.length <= MOST_CHARS) return slug
  const hash = hash32(suite).toString(36).padStart(7, "0")
  const start = slug.slice(0, MOST_CHARS - hash.length - 2).replace(/-+$/u, "")
  return `${start === "" ? "suite" : start}--${hash}`
}
