/**
 * The service as a command, for programs that are not started by a test:
 * `node main.ts --write-env FILE [--log FILE] [--run N] [--attempt N]`, ended by a signal.
 */
import { appendFileSync, renameSync, writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { startResultsService } from "./service.ts"

const { values } = parseArgs({
  options: {
    "write-env": { type: "string" },
    log: { type: "string" },
    run: { type: "string", default: "1" },
    attempt: { type: "string", default: "1" },
  },
})

const log = values.log
const service = await startResultsService({
  onRequest: (request) => {
    if (log !== undefined) appendFileSync(log, `${JSON.stringify(request)}\n`)
  },
})
const environment = service.environmentOf({
  run: Number(values.run),
  attempt: Number(values.attempt),
  job: "job",
})
const text = Object.entries(environment)
  .map(([name, value]) => `${name}=${value}\n`)
  .join("")
const target = values["write-env"]
if (target === undefined) {
  process.stdout.write(text)
} else {
  // Renamed into place, so that whoever waits for the file never reads half of it.
  writeFileSync(`${target}.new`, text)
  renameSync(`${target}.new`, target)
}
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    service.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}
