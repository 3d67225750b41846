import { statfsSync } from "node:fs"
import { connect } from "node:net"
import { arch, availableParallelism, freemem, platform, totalmem } from "node:os"
import { err, ok } from "../../../core/problems/result.ts"
import type { Connections, Host } from "../../../ports/probe.ts"

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
