// The shop as a process: prints its address on stdout once it listens, ends on SIGTERM.
//   node shop/server.mjs [--port N] [--data FILE] [--gateway warm|cold]
import { createServer } from "node:http"
import { parseArgs } from "node:util"
import { createShop } from "./routes.mjs"
import { openStore } from "./store.mjs"

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    data: { type: "string" },
    gateway: { type: "string", default: "warm" },
  },
})

const shop = createShop({
  store: openStore(values.data ?? null),
  gatewayIsReady: values.gateway === "warm",
})
const server = createServer(shop)

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => {
    server.close()
    server.closeAllConnections()
  })
}

server.listen(Number(values.port), "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`)
})
