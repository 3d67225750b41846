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
