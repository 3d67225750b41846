import { main } from "./action/main.ts"

const { env } = process
process.exitCode = await main({
  env,
  cwd: process.cwd(),
  post: globalThis.process.argv.includes("--post"),
  exit: (code) => process.exit(code),
  print: (text) => process.stdout.write(text),
})
