/**
 * Fails the import of the library when Node is too old for it: the program around decides what follows.
 */
import { oldNodeMessage } from "./old-node.ts"

const message = oldNodeMessage(process.version)
if (message !== null) throw new Error(message)
