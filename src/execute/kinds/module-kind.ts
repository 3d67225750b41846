/**
 * A kind that is a module of the repository, run by Node in a process of its own: so it gets the
 * scrubbed environment, can be ended with everything it starts, and cannot harm the engine.
 */
import { type JsonObject, parseForeignJson } from "../../core/json/json.ts"
import type { Files } from "../../ports/files.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"
import type { Prepared } from "../request/prepare.ts"
import { type KindRequest, toKindResult, withKindResult } from "./kind.ts"

/** Bytes of a result that are read. */
const RESULT_BYTES = 1 << 20

/**
 * What runs the module. A result is written for whatever the module does but ending the process;
 * TERM becomes the request's signal, and the grace is the module's to clean up.
 */
const RUNNER = `import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [modulePath, requestPath, resultPath] = process.argv.slice(2)
const abort = new AbortController()
process.on("SIGTERM", () => abort.abort())
const log = (line) => void process.stdout.write(String(line) + "\\n")

async function run() {
  const given = JSON.parse(readFileSync(requestPath, "utf8"))
  const kind = (await import(pathToFileURL(modulePath))).default
  if (typeof kind !== "function") throw new Error("its default export is not a function")
  return kind({ ...given, env: { ...process.env }, signal: abort.signal, log })
}

let result
try {
  result = await run()
} catch (error) {
  if (error instanceof Error && error.stack) log(error.stack)
  result = { outcome: "failed", message: error instanceof Error ? error.message : String(error) }
}
writeFileSync(resultPath, JSON.stringify(result ?? null))
process.exit(0)
`

/** The command line that runs a module. */
export function prepareModule(options: {
  /** Program of Node; absolute. */
  readonly node: string
  readonly module: string
  readonly temporary: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}): Prepared {
  const { node, module, temporary, cwd, env } = options
  const runner = `${temporary}/kind.mjs`
  const args = [runner, module, requestPath(temporary), resultPath(temporary)]
  return { file: node, args, cwd, env, script: { path: runner, text: RUNNER } }
}

/** Writes the request of the module; the rest of it is made in its process. */
export function writeRequest(
  request: Omit<KindRequest, "signal" | "log" | "env" | "with"> & { readonly with: JsonObject },
  files: Files,
): string | null {
  const written = files.writeNoLink(requestPath(request.temporary), JSON.stringify(request))
  return written.ok ? null : written.error.message
}

/** The facts of the process together with what the module said. */
export function withResult(
  facts: AttemptFacts,
  from: {
    readonly temporary: string
    readonly files: Files
    /** The end of its log, for a failure. */
    readonly tail: () => string
  },
): AttemptFacts {
  if (facts.outcome !== "passed") return facts
  const text = from.files.readHead(resultPath(from.temporary), RESULT_BYTES)
  const read = text.ok ? parseForeignJson(text.value) : text
  const result = read.ok ? toKindResult(read.value) : null
  return withKindResult(facts, { result, tail: from.tail })
}

function requestPath(temporary: string): string {
  return `${temporary}/kind-request.json`
}

function resultPath(temporary: string): string {
  return `${temporary}/kind-result.json`
}
