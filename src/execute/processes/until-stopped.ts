/**
 * Patterns of an attempt: when the run stops nobody waits for them, and what is not judged is no pass.
 */
import type { Patterns } from "../../ports/patterns.ts"

/** The same patterns, given up when the run stops; `stopped` says whether one was. */
export function untilStopped(
  patterns: Patterns,
  stop: AbortSignal,
): { readonly patterns: Patterns; readonly stopped: () => boolean } {
  let stopped = false
  return {
    stopped: () => stopped,
    patterns: {
      match: async (search) => {
        const found = await patterns.match({ ...search, stop })
        if (!found.ok && found.error.code === "stopped") stopped = true
        return found
      },
    },
  }
}
