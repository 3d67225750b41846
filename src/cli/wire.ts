/**
 * The adapters of the CLI, put together once.
 */
import { randomBytes } from "node:crypto"
import { availableParallelism } from "node:os"
import { commandCluster } from "../adapters/kubernetes/cluster.ts"
import { gitChanges } from "../adapters/node/changes.ts"
import { nodeClock } from "../adapters/node/clock.ts"
import { nodeCommands } from "../adapters/node/commands.ts"
import { nodeConsole } from "../adapters/node/console.ts"
import { nodeEngines } from "../adapters/node/engines.ts"
import { nodeFiles, sha256Text } from "../adapters/node/files.ts"
import { lazyHttp } from "../adapters/node/lazy-http.ts"
import { nodeMachine } from "../adapters/node/machine.ts"
import { nodePatterns } from "../adapters/node/patterns.ts"
import { createPortRanges } from "../adapters/node/port-ranges.ts"
import { nodeConnections } from "../adapters/node/probe-connections.ts"
import { nodeHost } from "../adapters/node/probe-host.ts"
import { nodePrograms } from "../adapters/node/probe-programs.ts"
import { nodeProcesses } from "../adapters/node/processes.ts"
import { nodeSignals } from "../adapters/node/signals.ts"
import { nodeSurroundings } from "../adapters/node/surroundings.ts"
import { nodeScreen } from "../adapters/node/terminal.ts"
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
    screen: nodeScreen(env),
    displayMachine: nodeMachine(),
    files: nodeFiles,
    sha256: sha256Text,
    clock: nodeClock,
    changes: gitChanges,
    commands: nodeCommands,
    processes: nodeProcesses,
    engines: nodeEngines,
    portRanges: createPortRanges(),
    patterns: nodePatterns,
    http: lazyHttp,
    machine: nodeMachine(),
    signals: nodeSignals,
    programs: nodePrograms,
    connections: nodeConnections,
    host: nodeHost,
    cluster: commandCluster(nodePrograms),
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
