/**
 * The adapters of the library, put together for each call.
 */
import { randomBytes } from "node:crypto"
import { availableParallelism } from "node:os"
import posix from "node:path/posix"
import { commandCluster } from "../adapters/kubernetes/cluster.ts"
import { gitChanges } from "../adapters/node/changes.ts"
import { nodeClock } from "../adapters/node/clock.ts"
import { nodeCommands } from "../adapters/node/commands.ts"
import { nodeEngines } from "../adapters/node/engines.ts"
import { nodeFiles, sha256Text } from "../adapters/node/files.ts"
import { lazyHttp } from "../adapters/node/lazy-http.ts"
import { nodePatterns } from "../adapters/node/patterns.ts"
import { nodeConnections } from "../adapters/node/probe-connections.ts"
import { nodeHost } from "../adapters/node/probe-host.ts"
import { nodePrograms } from "../adapters/node/probe-programs.ts"
import { nodeProcesses } from "../adapters/node/processes.ts"
import { nodeSurroundings } from "../adapters/node/surroundings.ts"
import { githubContext } from "../app/github-context.ts"

/** The real world as seen from a folder. */
export function wireLibrary(folder: string | undefined) {
  const cwd = posix.resolve(process.cwd().replaceAll("\\", "/"), folder ?? ".")
  const surroundings = nodeSurroundings(process.env, cwd)
  const { env, ref } = surroundings
  return {
    ...{ cwd, surroundings, env, cores: availableParallelism() },
    ...{ files: nodeFiles, sha256: sha256Text, clock: nodeClock, changes: gitChanges },
    ...{ commands: nodeCommands, processes: nodeProcesses, patterns: nodePatterns },
    ...{ http: lazyHttp, engines: nodeEngines },
    ...{ programs: nodePrograms, connections: nodeConnections, host: nodeHost },
    cluster: commandCluster(nodePrograms),
    // Signals belong to the embedding program; it has `signal` to stop a run.
    signals: { listen: () => () => {} },
    github: githubContext(env, nodeFiles, () => ref),
    uniqueName: () => randomBytes(3).toString("hex"),
  }
}
