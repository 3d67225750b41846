/**
 * Every adapter of this folder that an embedding program may want to use.
 */
// The first of all that the library loads.
import "./throw-on-old-node.ts"

export { gitChanges } from "./changes.ts"
export { nodeClock } from "./clock.ts"
export { nodeCommands } from "./commands.ts"
export { nodeEngines } from "./engines.ts"
export { nodeFiles, sha256Text } from "./files.ts"
export { nodeHttp } from "./http.ts"
export { nodeMachine } from "./machine.ts"
export { nodePatterns } from "./patterns.ts"
export { createProcesses } from "./processes.ts"
export { nodeSignals } from "./signals.ts"
export { nodeSurroundings } from "./surroundings.ts"
