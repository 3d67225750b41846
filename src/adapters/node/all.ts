/**
 * Every adapter of this folder that an embedding program may want to use.
 */
// The first of all that the library loads.
import "./throw-on-old-node.ts"

export { nodeClock } from "./clock.ts"
export { nodeFiles, sha256Text } from "./files/files.ts"
export { nodeHttp } from "./http.ts"
export { gitChanges } from "./machine/changes.ts"
export { nodeCommands } from "./machine/commands.ts"
export { nodeEngines } from "./machine/engines.ts"
export { nodeMachine } from "./machine/machine.ts"
export { nodeSurroundings } from "./machine/surroundings.ts"
export { nodePatterns } from "./patterns.ts"
export { createProcesses } from "./processes/processes.ts"
export { nodeSignals } from "./signals.ts"
