/**
 * Regular expressions by `node:vm`, the only place where V8 gives up one that does not end.
 */
import { createContext, Script } from "node:vm"
import { err, ok } from "../../core/result.ts"
import type { Patterns } from "../../ports/patterns.ts"

const SEARCH = new Script(`
  {
    const pattern = new RegExp(source, flags)
    for (const text of texts) {
      const found = pattern.exec(text)
      results.push(found === null ? null : [...found].map((group) => group ?? null))
    }
  }
`)

/** The real patterns. */
export const nodePatterns: Patterns = {
  match: ({ source, flags, texts, budgetMs }) => {
    try {
      // Before the search, so that a broken pattern is told from a slow one.
      new RegExp(source, flags)
    } catch (error) {
      return err({ code: "invalid", message: messageOf(error) })
    }
    const results: (readonly (string | null)[] | null)[] = []
    try {
      SEARCH.runInContext(createContext({ source, flags, texts, results }), {
        timeout: Math.max(1, Math.ceil(budgetMs)),
      })
      return ok(results)
    } catch (error) {
      return err({ code: "slow", message: messageOf(error) })
    }
  },
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
