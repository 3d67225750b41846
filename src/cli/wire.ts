/**
 * The adapters of the CLI, put together once.
 */
import { randomBytes } from "node:crypto"
import { availableParallelism } from "node:os"
import { commandCluster } from "../adapters/kubernetes/cluster.ts"
import { createCrashes } from "../adapters/node/crashes.ts"
import { nodeFiles } from "../adapters/node/files/files.ts"
import { nodeMachine } from "../adapters/node/machine/machine.ts"
import { createPortRanges } from "../adapters/node/machine/port-ranges.ts"
import { nodeSurroundings } from "../adapters/node/machine/surroundings.ts"
import { createGuards } from "../adapters/node/processes/guards.ts"
import { reserveThreads } from "../adapters/node/reserve-threads.ts"
import { nodeConsole, readInput } from "../adapters/node/screen/console.ts"
import { nodeScreen } from "../adapters/node/screen/terminal.ts"
import { nodeSignals } from "../adapters/node/signals.ts"
import { nodeWorld } from "../adapters/node/world.ts"
import { otelTraces } from "../adapters/otel/traces.ts"
import { bullQueues } from "../adapters/redis/bull-queue.ts"
import { githubContext } from "../app/shard/github-context.ts"
import { defined } from "../core/defined.ts"
import { VERSION } from "../core/version.ts"
import { calledAs } from "./called-as.ts"
import type { CliContext } from "./context.ts"

/** The real world for the CLI. */
export function wireCli(process: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly argv: readonly string[]
  readonly cwd: string
  readonly exit: (code: number) => void
}): CliContext {
  reserveThreads()
  const env = defined({ ...process.env }) as Record<string, string>
  const cwd = process.cwd.replaceAll("\\", "/")
  return {
    ...nodeWorld(),
    console: nodeConsole(env),
    screen: nodeScreen(env),
    displayMachine: nodeMachine(),
    portRanges: createPortRanges(),
    machine: nodeMachine(),
    guards: createGuards(process.argv[1]),
    signals: nodeSignals,
    crashes: createCrashes(),
    cluster: commandCluster,
    traces: otelTraces(env, cwd),
    queues: bullQueues,
    surroundings: (root) => nodeSurroundings(env, root),
    env,
    cwd,
    call: calledAs({ script: process.argv[1] ?? "", cwd, path: env["PATH"] ?? "" }),
    readInput,
    cores: availableParallelism(),
    github: githubContext(env, nodeFiles, () => nodeSurroundings(env, process.cwd).ref),
    version: VERSION,
    uniqueName: () => randomBytes(3).toString("hex"),
    exit: process.exit,
  }
}
