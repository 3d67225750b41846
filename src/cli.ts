#!/usr/bin/env node
import "./adapters/node/refuse-old-node.ts"
import "./adapters/node/compile-cache.ts"

const { main } = await import("./cli/main.ts")
const { wireCli } = await import("./cli/wire.ts")
const { env } = process
const context = wireCli({
  env,
  argv: process.argv,
  cwd: process.cwd(),
  exit: (code) => process.exit(code),
})
process.exitCode = await main(process.argv.slice(2), context)
