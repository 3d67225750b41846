/**
 * Whether a command failed because of the line ends of its script.
 */
import { join } from "node:path/posix"
import {
  carriageReturnOf,
  lineWithCarriageReturn,
  scriptNotFound,
  scriptNotUnderstood,
} from "../../scenario/text/line-ends.ts"
import type { AttemptPorts, AttemptRequest } from "../request/attempt-request.ts"

/** So much is looked at: a shell names the first line that it cannot run, and most end there. */
const READ_BYTES = 16_384

/** What to say of it; null where it was something else. */
export function lineEndsCause(ended: {
  readonly request: Pick<AttemptRequest, "log" | "prepared">
  readonly ports: Pick<AttemptPorts, "files">
  readonly logStart: number
}): string | null {
  const { request, ports, logStart } = ended
  const { files } = ports
  const hasCarriageReturns = (name: string): boolean => {
    const path = name.startsWith("/") ? name : join(request.prepared.cwd, name)
    if (!files.exists(path) || files.sizeBytes(path) === 0) return false
    const text = files.readHead(path, READ_BYTES)
    return text.ok && carriageReturnOf({ path, text: text.value }) !== null
  }
  const output = files.readPart(request.log, logStart, READ_BYTES)
  if (!output.ok) return null
  const said = lineWithCarriageReturn(output.value)
  if (said !== null) return inScript(said)
  const misread = scriptNotUnderstood(output.value)
  if (misread !== null && hasCarriageReturns(misread.path)) return inScript(misread.said)
  const name = scriptNotFound(output.value)
  if (name === null || !hasCarriageReturns(name)) return null
  return `CR LF line ends in ${name}, so its interpreter is not found: save it with LF`
}

function inScript(said: string): string {
  return `CR LF line ends in the script, save it with LF: ${said}`
}
