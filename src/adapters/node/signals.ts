import { readlinkSync } from "node:fs"
import type { Signals, StopSignal } from "../../ports/signals.ts"
import { readSystemFile } from "./files/file-problem.ts"

const STOP_SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"]

/** The signals of this process. */
export const nodeSignals: Signals = {
  listen: (call) => {
    const outlivesTerminal = isHangUpIgnored()
    const listeners = STOP_SIGNALS.map((signal) => {
      const listener = () => {
        if (signal !== "SIGHUP" || !outlivesTerminal) call(signal)
      }
      process.on(signal, listener)
      return { signal, listener }
    })
    return () => {
      for (const { signal, listener } of listeners) process.off(signal, listener)
    }
  },
}

/**
 * Whether this process was started to outlive its terminal. Node forgets at its start which signals are
 * ignored; what is left to see (Linux) is a parent that ignores it, and the stdin that `nohup` gives: a
 * /dev/null that can only be written to.
 */
function isHangUpIgnored(): boolean {
  const ignored = /^SigIgn:\s*([0-9a-f]+)$/mu.exec(
    readSystemFile(`/proc/${process.ppid}/status`) ?? "",
  )?.[1]
  if (ignored !== undefined && (BigInt(`0x${ignored}`) & 1n) === 1n) return true
  if (!/^flags:\s*[0-7]*1$/mu.test(readSystemFile("/proc/self/fdinfo/0") ?? "")) return false
  try {
    return readlinkSync("/proc/self/fd/0") === "/dev/null"
  } catch {
    return false
  }
}
