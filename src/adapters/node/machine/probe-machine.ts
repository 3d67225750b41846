import { statfsSync } from "node:fs"
import { connect } from "node:net"
import { arch, availableParallelism, freemem, platform, totalmem } from "node:os"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { Connections, Host } from "../../../ports/probe.ts"

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
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "the host name is unknown"
  return message === "" ? code : message
}

const NAMES: Readonly<Record<string, string>> = { darwin: "macos", win32: "windows" }

/** This machine, by Node. */
export const nodeHost: Host = {
  os: NAMES[platform()] ?? platform(),
  arch: arch(),
  cores: availableParallelism,
  memory: () => ({ totalBytes: totalmem(), freeBytes: freemem() }),
  diskFreeBytes: (path) => {
    try {
      const { bavail, bsize } = statfsSync(path)
      return ok(bavail * bsize)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return err(error.message)
    }
  },
}
