/**
 * Whether this Node is new enough. Read by every entry before anything else of the program is loaded:
 * this file, and what imports it, must also run on the Node that is too old.
 */

/** The oldest Node that the program runs on; `engines` of package.json says the same. */
const OLDEST = 24

/** Why nothing can run on this Node; null on one that is new enough. */
export function oldNodeMessage(version: string): string | null {
  const major = Number(version.replace(/^v/, "").split(".")[0])
  if (major >= OLDEST) return null
  return `parallel-smoke needs Node ${OLDEST} or later; this is Node ${version.replace(/^v/, "")}`
}
