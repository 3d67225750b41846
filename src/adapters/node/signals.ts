import type { Signals, StopSignal } from "../../ports/signals.ts"

const STOP_SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM"]

/** The signals of this process. */
export const nodeSignals: Signals = {
  listen: (call) => {
    const listeners = STOP_SIGNALS.map((signal) => {
      const listener = () => {
        call(signal)
      }
      process.on(signal, listener)
      return { signal, listener }
    })
    return () => {
      for (const { signal, listener } of listeners) process.off(signal, listener)
    }
  },
}
