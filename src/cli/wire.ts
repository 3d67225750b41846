/**
 * The adapters of the CLI, put together once.
 */
import { randomBytes } from "node:crypto"
import { availableParallelism } from "node:os"
import { gitChanges } from "../adapters/node/changes.ts"
import { nodeClock } from "../adapters/node/clock.ts"
import { nodeCommands } from "../adapters/node/commands.ts"
import { nodeConsole } from "../adapters/node/console.ts"
import { nodeFiles, sha256Text } from "../adapters/node/files.ts"
import { lazyHttp } from "../adapters/node/lazy-http.ts"
import { nodePatterns } from "../adapters/node/patterns.ts"
import { nodeProcesses } from "../adapters/node/processes.ts"
import { nodeSignals } from "../adapters/node/signals.ts"
import { nodeSurroundings } from "../adapters/node/surroundings.ts"
import { githubContext } from "../app/github-context.ts"
import { VERSION } from "../core/version.ts"
import type { CliContext } from "./context.ts"

/** The real world for the CLI. */
export function wireCli(process: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly exit: (code: number) => void
}): CliContext {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) env[name] = value
  }
  return {
    console: nodeConsole(env),
    files: nodeFiles,
    sha256: sha256Text,
    clock: nodeClock,
    changes: gitChanges,
    commands: nodeCommands,
    processes: nodeProcesses,
    patterns: nodePatterns,
    http: lazyHttp,
    signals: nodeSignals,
    surroundings: (root) => nodeSurroundings(env, root),
    env,
    cwd: process.cwd.replaceAll("\\", "/"),
    cores: availableParallelism(),
    github: githubContext(env, nodeFiles, () => nodeSurroundings(env, process.cwd).ref),
    version: VERSION,
    uniqueName: () => randomBytes(3).toString("hex"),
    exit: process.exit,
  }
}
