import { connect } from "node:net"
import { err, ok } from "../../../core/problems/result.ts"
import type { Connections } from "../../../ports/probe.ts"

/** Connections of this machine. */
export const nodeConnections: Connections = {
  open: ({ host, port, signal }) =>
    new Promise((resolve) => {
      const socket = connect({ host, port })
      const stop = () => {
        socket.destroy()
        resolve(err("stopped"))
      }
      socket.once("connect", () => {
        signal.removeEventListener("abort", stop)
        socket.destroy()
        resolve(ok(undefined))
      })
      socket.on("error", (error: NodeJS.ErrnoException) => {
        signal.removeEventListener("abort", stop)
        resolve(err(words(error)))
      })
      if (signal.aborted) stop()
      else signal.addEventListener("abort", stop, { once: true })
    }),
}

function words({ code = "", message }: NodeJS.ErrnoException): string {
  if (code === "ECONNREFUSED") return "connection refused"
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "the host name is unknown"
  return message === "" ? code : message
}
