// A kind: is somebody listening on a port, and what do they say first?
import { connect } from "node:net"

/** @type {import("parallel-smoke").Kind} */
export default function tcp({ with: { host = "127.0.0.1", port, greets }, log, signal }) {
  return new Promise((resolve) => {
    log(`connecting to ${host}:${port}`)
    const socket = connect({ host, port: Number(port), signal })
    const end = (result) => {
      socket.destroy()
      resolve(result)
    }
    socket.setEncoding("utf8")
    socket.once("error", ({ message }) => end({ outcome: "failed", message }))
    socket.once("connect", () => {
      log("connected")
      if (greets === undefined) end({ outcome: "passed" })
    })
    socket.once("data", (text) => {
      const greeting = text.trim()
      log(`< ${greeting}`)
      if (greeting.startsWith(greets)) end({ outcome: "passed", outputs: { greeting } })
      else end({ outcome: "failed", message: `expected ${greets}, but it said ${greeting}` })
    })
  })
}
