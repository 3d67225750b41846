import type { EventEmitter } from "node:events"
import type { Crashes } from "../../ports/signals.ts"

const KINDS = ["uncaughtException", "unhandledRejection"] as const

type Listener = (error: unknown) => void

/** The crashes of this process; `source` emits them as Node's `process` does. */
export function createCrashes(source: EventEmitter = process): Crashes {
  const listeners: Listener[] = []
  const tell = (error: unknown) => {
    listeners.at(-1)?.(error)
  }
  return {
    listen: (call) => {
      const own: Listener = (error) => {
        call(error)
      }
      if (listeners.length === 0) for (const kind of KINDS) source.on(kind, tell)
      listeners.push(own)
      return () => {
        const at = listeners.indexOf(own)
        if (at < 0) return
        listeners.splice(at, 1)
        if (listeners.length === 0) for (const kind of KINDS) source.off(kind, tell)
      }
    },
  }
}
