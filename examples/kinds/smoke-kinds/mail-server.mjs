// What the example asks: a server that greets as mail servers do, for a moment.
import { writeFileSync } from "node:fs"
import { createServer } from "node:net"

const server = createServer((socket) => socket.end("220 mail.example.com ready\r\n"))
server.listen(0, "127.0.0.1", () => {
  writeFileSync(process.argv[2], String(server.address().port))
})
