/**
 * The adapters of this folder that every way in needs: the command, the action and the library add
 * what is theirs.
 */
import { gitChanges } from "./changes.ts"
import { nodeClock } from "./clock.ts"
import { nodeCommands } from "./commands.ts"
import { createControlGroups } from "./control-groups.ts"
import { nodeEngines } from "./engines.ts"
import { nodeFiles, sha256Text } from "./files.ts"
import { lazyHttp } from "./lazy-http.ts"
import { nodePatterns } from "./patterns.ts"
import { nodeConnections } from "./probe-connections.ts"
import { nodeHost } from "./probe-host.ts"
import { nodePrograms } from "./probe-programs.ts"
import { createProcesses } from "./processes.ts"
import { saveMemory } from "./save-memory.ts"

/** Ports by the names that use cases have for them; processes are those of one run. */
export function nodeWorld() {
  return {
    ...{ files: nodeFiles, sha256: sha256Text, clock: nodeClock, changes: gitChanges },
    ...{ commands: nodeCommands, processes: createProcesses(), engines: nodeEngines },
    ...{ patterns: nodePatterns, http: lazyHttp, controlGroups: createControlGroups() },
    ...{ programs: nodePrograms, connections: nodeConnections, host: nodeHost, saveMemory },
  } as const
}
