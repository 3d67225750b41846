import type { Http } from "../../ports/http.ts"

/** Node's client, loaded with the first request: most runs send none, and it is a tenth of a start. */
export const lazyHttp: Http = {
  send: async (request) => {
    const { nodeHttp } = await import("./http.ts")
    return nodeHttp.send(request)
  },
}
