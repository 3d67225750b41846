import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** A server on this machine, for requests that are really made. */
export interface WebServer {
  readonly origin: string
  /** Method, path and some headers of every request, in their order. */
  readonly requests: readonly {
    readonly method: string
    readonly path: string
    readonly headers: IncomingMessage["headers"]
    readonly body: string
  }[]
  close(): Promise<void>
}

/** Starts a server on a free port; answers that are not ended stay open until it closes. */
export async function startWebServer(
  answer: (path: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<WebServer> {
  const requests: WebServer["requests"][number][] = []
  const server = createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8")
    request.on("data", (piece: string) => {
      body += piece
    })
    request.on("end", () => {
      const { method = "", url = "", headers } = request
      requests.push({ method, path: url, headers, body })
      answer(url, response, request)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
