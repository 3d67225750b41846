/**
 * The cache of a repository by GitHub's own client, loaded only when used. The client turns every
 * refusal into a line of the log, with an annotation; here the lines are taken out and the last of
 * them is the problem.
 */
import { err, messageOf, ok, type Result } from "../../core/problems/result.ts"
import type { CacheProblem, CacheStore } from "../../ports/cache.ts"
import { isSupportedHost } from "./artifacts.ts"

type Client = typeof import("@actions/cache")

/** How long one request may take: what is kept is not worth more. */
const PATIENCE_MS = 20_000

/** The store of the repository that this process is a job of. */
export function githubCache(
  env: Readonly<Record<string, string>>,
  patienceMs: number = PATIENCE_MS,
): CacheStore {
  const quietly = <T>(action: (client: Client) => Promise<T>) => answerOf(action, patienceMs)
  return {
    available: isAvailable(env),
    restore: (prefix, path) =>
      quietly(async ({ restoreCache }) => {
        // No key is ever the prefix alone, so that only a prefix can match.
        const key = await restoreCache([path], `${prefix}?`, [prefix])
        return key ?? null
      }),
    save: async (key, path) => {
      const saved = await quietly(({ saveCache }) => saveCache([path], key))
      if (!saved.ok) return saved
      return saved.value === -1
        ? err({ message: "the service refused the request" })
        : ok(undefined)
    },
  }
}

/** As the client judges it, without loading the client. */
function isAvailable(env: Readonly<Record<string, string>>): boolean {
  const second =
    (env["ACTIONS_CACHE_SERVICE_V2"] ?? "") !== "" &&
    isSupportedHost(env["GITHUB_SERVER_URL"] ?? "https://github.com")
  const address = second ? env["ACTIONS_RESULTS_URL"] : env["ACTIONS_CACHE_URL"]
  return (address ?? "") !== "" && (env["ACTIONS_RUNTIME_TOKEN"] ?? "") !== ""
}

/** Runs the client while nobody else writes to the log; what it says there is the problem. */
async function answerOf<T>(
  action: (client: Client) => Promise<T>,
  patienceMs: number,
): Promise<Result<T, CacheProblem>> {
  const said: string[] = []
  const write = process.stdout.write
  let timer: NodeJS.Timeout | undefined
  const impatience = new Promise<never>((_, reject) => {
    const message = `there was no answer within ${patienceMs / 1_000} s`
    timer = setTimeout(() => reject(new Error(message)), patienceMs)
  })
  process.stdout.write = (text: string | Uint8Array): boolean => {
    said.push(String(text))
    return true
  }
  try {
    process.noDeprecation = true
    const client = await import("@actions/cache")
    const value = await Promise.race([action(client), impatience])
    const complaint = complaintIn(said)
    return complaint === null ? ok(value) : err({ message: complaint })
  } catch (error) {
    return err({ message: messageOf(error) })
  } finally {
    clearTimeout(timer)
    process.stdout.write = write
  }
}

/** The first warning or error that was said, or a failure told as information. */
function complaintIn(said: readonly string[]): string | null {
  const lines = said.flatMap((text) => text.split("\n"))
  const annotated = lines.find((line) => /^::(warning|error)[^:]*::/u.test(line))
  const failed = annotated ?? lines.find((line) => /^Failed to|skipped: the effective/u.test(line))
  return failed?.replace(/^::\w+[^:]*::/u, "").trim() ?? null
}
