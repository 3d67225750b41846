/**
 * The adapters of the library, put together for each call.
 */
import { randomBytes } from "node:crypto"
import { availableParallelism } from "node:os"
import posix from "node:path/posix"
import { commandCluster } from "../adapters/kubernetes/cluster.ts"
import { nodeFiles } from "../adapters/node/files/files.ts"
import { createPortRanges } from "../adapters/node/machine/port-ranges.ts"
import { nodeSurroundings } from "../adapters/node/machine/surroundings.ts"
import { createGuards } from "../adapters/node/processes/guards.ts"
import { reserveThreads } from "../adapters/node/reserve-threads.ts"
import { nodeWorld } from "../adapters/node/world.ts"
import { otelTraces } from "../adapters/otel/traces.ts"
import { bullQueues } from "../adapters/redis/bull-queue.ts"
import { githubContext } from "../app/shard/github-context.ts"

/** What the library reaches. */
export type LibraryWorld = ReturnType<typeof wireLibrary>

/** The command of the same package, from `lib` as from `src`. */
const COMMAND = posix.join(import.meta.dirname.replaceAll("\\", "/"), "../../dist/cli/index.js")

/** The real world as seen from a folder. */
export function wireLibrary(folder: string | undefined) {
  reserveThreads()
  const cwd = posix.resolve(process.cwd().replaceAll("\\", "/"), folder ?? ".")
  const surroundings = nodeSurroundings(process.env, cwd)
  const { env, ref } = surroundings
  return {
    ...{ cwd, surroundings, env, cores: availableParallelism() },
    ...nodeWorld(),
    cluster: commandCluster,
    traces: otelTraces(env, cwd),
    queues: bullQueues,
    portRanges: createPortRanges(),
    // Flags of the embedding program are not the command's.
    guards: createGuards(COMMAND, []),
    // Signals belong to the embedding program; it has `signal` to stop a run.
    signals: { listen: () => () => {} },
    github: githubContext(env, nodeFiles, () => ref),
    uniqueName: () => randomBytes(3).toString("hex"),
  }
}
