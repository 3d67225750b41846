/**
 * The `id` of a plan: it keeps the artifacts and the history of one plan apart from those of every
 * other plan of the same run.
 */

import { err, ok, type Result } from "./problems/result.ts"
import { hash32 } from "./quantities/random.ts"

/** Leaves room for what artifact names add, and reads well in a list of them. */
const MOST_CHARS = 60

/** The grammar of an `id`: what every service takes in a name, on file systems without case too. */
export const IDENTITY = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u

/** The grammar in words. */
export const IDENTITY_FORM = `up to ${MOST_CHARS} lower-case letters, digits and hyphens, a letter or digit first and last, such as shop-staging`

/** An `id` as a user gives it. */
export function parseIdentity(text: string): Result<string, string> {
  return IDENTITY.test(text) ? ok(text) : err(`expects ${IDENTITY_FORM}`)
}

/**
 * The `id` of a suite that is given none: its name where that is one, else as much of the name as
 * is possible, `--`, and a hash of the whole name. A name that is an `id` as it is never has `--`.
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
