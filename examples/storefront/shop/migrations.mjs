// The steps that bring data of any age to the form that the shop works with.
//   node shop/migrations.mjs FILE   migrates a file and tells its schema version
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const STEPS = [
  function products(data) {
    data.products = JSON.parse(readFileSync(new URL("catalogue.json", import.meta.url), "utf8"))
  },
  function carts(data) {
    data.carts = {}
  },
  function orders(data) {
    data.orders = {}
  },
]

/** Applies the steps that the data has not seen; names those it applied. */
export function migrate(data) {
  const open = STEPS.slice(data.schema ?? 0)
  for (const step of open) step(data)
  data.schema = STEPS.length
  return { data, applied: open.map(({ name }) => name) }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = process.argv[2] ?? "data.json"
  const stored = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
  const { data, applied } = migrate(stored)
  writeFileSync(file, JSON.stringify(data, null, 2))
  const steps = applied.length === 0 ? "nothing to do" : `applied ${applied.join(", ")}`
  console.log(`schema ${data.schema}: ${steps}`)
}
