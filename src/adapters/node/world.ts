/**
 * The adapters of this folder that every way in needs: the command, the action and the library add
 * what is theirs.
 */

import { nodeClock } from "./clock.ts"
import { nodeContainers } from "./containers/find-engine.ts"
import { nodeFiles, sha256Text } from "./files/files.ts"
import { pack } from "./files/pack.ts"
import { lazyHttp } from "./lazy-http.ts"
import { gitChanges } from "./machine/changes.ts"
import { nodeCommands } from "./machine/commands.ts"
import { nodeEngines } from "./machine/engines.ts"
import { nodeConnections, nodeHost } from "./machine/probe-machine.ts"
import { nodePrograms } from "./machine/probe-programs.ts"
import { nodePatterns } from "./patterns.ts"
import { createControlGroups } from "./processes/control-groups.ts"
import { createProcesses } from "./processes/processes.ts"
import { saveMemory } from "./save-memory.ts"

/** Ports by the names that use cases have for them; processes are those of one run. */
export function nodeWorld() {
  return {
    ...{ files: nodeFiles, sha256: sha256Text, clock: nodeClock, changes: gitChanges },
    ...{ commands: nodeCommands, processes: createProcesses(), engines: nodeEngines },
    ...{ patterns: nodePatterns, http: lazyHttp, controlGroups: createControlGroups() },
    ...{
      programs: nodePrograms,
      containers: nodeContainers,
      connections: nodeConnections,
      host: nodeHost,
      pack,
      saveMemory,
    },
  } as const
}
