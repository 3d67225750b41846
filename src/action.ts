import "./adapters/node/refuse-old-node.ts"
import "./adapters/node/compile-cache.ts"

const { main } = await import("./action/main.ts")
const { env } = process
process.exitCode = await main({
  env,
  cwd: process.cwd(),
  post: process.argv.includes("--post"),
  exit: (code) => process.exit(code),
  print: (text) => process.stdout.write(text),
})
// A client may leave a connection open, which would keep the step waiting for nothing.
setTimeout(() => process.exit(), 1_000).unref()
