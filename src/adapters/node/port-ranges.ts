/**
 * Ranges of ports, shared out among the engines of a machine: whoever listens at the port that
 * stands for a range has it. The system gives that up with the engine, however it ends.
 */
import { createServer, type Server } from "node:net"
import { FIRST_PORT, PORT_RANGES, PORTS_PER_WORKER } from "../../core/port-range.ts"
import type { PortRanges } from "../../ports/port-ranges.ts"

/** Behind the last range and below the ephemeral ports of Linux. */
const FIRST_LOCK = FIRST_PORT + PORT_RANGES * PORTS_PER_WORKER

/** Claims for one engine. */
export function createPortRanges(): PortRanges {
  const locks: Server[] = []
  let next = 0
  return {
    claim: async () => {
      while (next < PORT_RANGES) {
        const range = next
        next += 1
        const lock = await listen(FIRST_LOCK + range)
        if (lock === null) continue
        locks.push(lock)
        return FIRST_PORT + range * PORTS_PER_WORKER
      }
      // More workers on one machine than ranges: better a shared range than no run.
      return FIRST_PORT
    },
    release: () => {
      for (const lock of locks.splice(0)) lock.close()
      next = 0
    },
  }
}

/** Null when somebody else listens there. Nobody who connects is answered. */
function listen(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.destroy()
    })
    server.unref()
    server.once("error", () => {
      resolve(null)
    })
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      resolve(server)
    })
  })
}
