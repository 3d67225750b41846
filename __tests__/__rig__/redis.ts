/**
 * A Redis of the test's own, on a free port of this machine.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { createServer } from "node:net"
import { onTestFinished } from "vitest"

/** A server that runs until the test ends. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  readonly process: ChildProcess
}

/** Starts one; `port` starts it again where another was. */
export async function startRedis(program: string, port?: number): Promise<RedisServer> {
  for (let tries = 0; ; tries += 1) {
    const at = port ?? (await freePort())
    const server = spawn(program, ["--port", `${at}`, "--bind", "127.0.0.1", "--save", ""])
    const isReady = await new Promise<boolean>((resolve) => {
      server.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (text.includes("Ready to accept connections")) resolve(true)
      })
      server.once("exit", () => resolve(false))
    })
    if (isReady) {
      onTestFinished(() => void server.kill("SIGKILL"))
      return { url: `redis://127.0.0.1:${at}`, port: at, process: server }
    }
    if (tries === 5) throw new Error("no Redis could be started")
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0))
    })
  })
}
