/**
 * Ranges of ports, shared out among the engines of a machine: an engine that has bound the port that stands
 * for a range has it. The system gives that up with the engine, however it ends.
 */
import { createSocket, type Socket } from "node:dgram"
import { FIRST_PORT, PORT_RANGES, PORTS_PER_WORKER } from "../../../core/quantities/port-range.ts"
import type { PortRanges } from "../../../ports/port-ranges.ts"

/** Behind the last range and below the ephemeral ports of Linux. */
const FIRST_LOCK = FIRST_PORT + PORT_RANGES * PORTS_PER_WORKER

/** So many ranges side by side are claimed at once: many workers must not need as many descriptors. */
const CLAIMED_TOGETHER = 10

/** Claims for one engine. */
export function createPortRanges(): PortRanges {
  const locks: Socket[] = []
  const free: number[] = []
  let next = 0
  const claimMore = async () => {
    while (free.length === 0 && next < PORT_RANGES) {
      const first = next
      next += CLAIMED_TOGETHER
      const lock = await bind(FIRST_LOCK + first)
      if (lock === null) continue
      locks.push(lock)
      for (let range = first; range < next; range++) free.push(range)
    }
  }
  let claiming = Promise.resolve()
  return {
    claim: async () => {
      claiming = claiming.then(claimMore)
      await claiming
      // More workers on one machine than ranges: better a shared range than no run.
      return FIRST_PORT + (free.shift() ?? 0) * PORTS_PER_WORKER
    },
    release: () => {
      for (const lock of locks.splice(0)) lock.close()
      free.splice(0)
      next = 0
    },
  }
}

/**
 * Null when somebody else has it. A socket for datagrams, which nobody reads: to listen for connections
 * costs ten times as much, because Node looks the address up and checks it.
 */
function bind(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createSocket({
      type: "udp4",
      lookup: (host, _options, done) => {
        done(null, host, 4)
      },
    })
    socket.unref()
    socket.once("error", () => {
      socket.close()
      resolve(null)
    })
    socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => {
      resolve(socket)
    })
  })
}
