#!/usr/bin/env node
import { main } from "./cli/main.ts"
import { wireCli } from "./cli/wire.ts"

const { env } = process
const context = wireCli({ env, cwd: process.cwd(), exit: (code) => process.exit(code) })
process.exitCode = await main(process.argv.slice(2), context)
