import { connect } from "node:net"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { Connections } from "../../../ports/probe.ts"

/** Connections of this machine. */
export const nodeConnections: Connections = {
  open: ({ host, port, lingerMs = 0, signal }) =>
    new Promise((resolve) => {
      const socket = connect({ host, port })
      let lingering: NodeJS.Timeout | undefined
      const settle = (result: Result<void, string>) => {
        clearTimeout(lingering)
        signal.removeEventListener("abort", stop)
        socket.destroy()
        resolve(result)
      }
      const stop = () => {
        settle(err("stopped"))
      }
      socket.once("connect", () => {
        if (lingerMs === 0) settle(ok(undefined))
        else {
          lingering = setTimeout(() => {
            settle(ok(undefined))
          }, lingerMs)
        }
      })
      // It reads until the end, so that the end is heard of.
      socket.resume()
      socket.once("end", () => {
        settle(err("the connection was closed at once"))
      })
      socket.on("error", (error: NodeJS.ErrnoException) => {
        settle(err(words(error)))
      })
      if (signal.aborted) stop()
      else signal.addEventListener("abort", stop, { once: true })
    }),
}

function words({ code = "", message }: NodeJS.ErrnoException): string {
  if (code === "ECONNREFUSED") return "connection refused"
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "the name is not known"
  return message === "" ? code : message
}
