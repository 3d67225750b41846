/**
 * Ends the process when Node is too old for what would be loaded next. The first import of the
 * command and of the action.
 */
import { writeSync } from "node:fs"
import { oldNodeMessage } from "./old-node.ts"

const message = oldNodeMessage(process.version)
if (message !== null) {
  // In a job it is an annotation, too; the runner reads both streams.
  const prefix = process.env["GITHUB_ACTIONS"] === "true" ? "::error::" : "error: "
  writeSync(2, `${prefix}${message}\n`)
  process.exit(2)
}
