/**
 * Names of engine processes: host, process id and the start of the process where the system tells it
 * (Linux, proc(5)), so that an id which was given out again is not taken for the same engine.
 */
import { hostname } from "node:os"
import type { Engines } from "../../../ports/engines.ts"
import { readProcStat } from "../processes/process-table.ts"
import { sendSignal } from "../processes/send-signal.ts"

/** Engines on this machine. */
export const nodeEngines: Engines = {
  self: nameOf(process.pid),
  alive: (name) => {
    const [, pid = ""] = /^[^/]*\/(\d+)\/\d+$/u.exec(name) ?? []
    return pid !== "" && sendSignal(Number(pid), 0) !== "gone" && nameOf(Number(pid)) === name
  },
}

function nameOf(pid: number): string {
  return `${hostname()}/${pid}/${startOf(pid)}`
}

/**
 * Clock ticks from the start of the machine to that of the process; 0 if the system does not tell. A
 * process that has ended keeps its id until its parent asks for it, but does not count.
 */
function startOf(pid: number): string {
  const stat = readProcStat(pid)
  return stat?.dead === true ? "ended" : (stat?.started ?? "0")
}
