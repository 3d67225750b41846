/**
 * Branches as people name them.
 */

/** `main` of `refs/heads/main`. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/heads\//u, "")
}
