/**
 * What a cluster offers, from `kubectl get nodes -o json`: the allocatable resources of ready
 * nodes, minus a reserve of cpu and memory.
 */
import { isJsonObject, parseForeignJson } from "../core/json/json.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { fromNano, parseNano } from "../core/quantities/quantity.ts"

/** The sum over the nodes of a cluster. */
export interface ClusterCapacity {
  /** Nodes that count. */
  readonly nodes: number
  /** In base units by name of the resource: `cpu`, `memory`, `nvidia.com/gpu`. */
  readonly quantities: Readonly<Record<string, number>>
  /** A fragment for each node that does not count, and for each invalid quantity. */
  readonly remarks: readonly string[]
}

/** Resources with a reserve. */
const RESERVED: readonly string[] = ["cpu", "memory"]

/** More remarks are counted. */
const MAX_REMARKS = 5

/** Parses nodes and adds up their resources; `reserve` is the part to keep back, 0 to 1. */
export function parseCluster(text: string, reserve: number): Result<ClusterCapacity, string> {
  const items = parseItems(text, "nodes")
  if (!items.ok) return items
  const sums = new Map<string, bigint>()
  const remarks: string[] = []
  let nodes = 0
  for (const item of items.value) {
    const name = textOf(part(item, "metadata")["name"]) ?? "a node without name"
    const out = whyOut(item)
    if (out !== null) {
      remarks.push(`${name} ${out}`)
      continue
    }
    nodes += 1
    for (const [resource, given] of Object.entries(part(part(item, "status"), "allocatable"))) {
      const said = typeof given === "string" || typeof given === "number"
      const nano = said ? parseNano(String(given)) : err({ message: "it is not a quantity" })
      if (nano.ok) sums.set(resource, (sums.get(resource) ?? 0n) + nano.value)
      else remarks.push(`${name}: ${resource} is left out, ${nano.error.message}`)
    }
  }
  const quantities = Object.fromEntries(
    [...sums].map(([resource, nano]) => [resource, fromNano(kept(resource, { nano, reserve }))]),
  )
  return ok({ nodes, quantities, remarks: shortened(remarks) })
}

/** Parses pods and counts the running, ready ones. */
export function countPods(text: string): Result<number, string> {
  const items = parseItems(text, "pods")
  if (!items.ok) return items
  return ok(
    items.value.filter((item) => {
      const status = part(item, "status")
      const leaving = part(item, "metadata")["deletionTimestamp"] !== undefined
      return status["phase"] === "Running" && !leaving && readiness(item) === "True"
    }).length,
  )
}

/** The unit of a cluster's resource. */
export function clusterUnit(resource: string): string {
  if (resource === "cpu") return "cores"
  if (/^(memory|ephemeral-storage|storage|hugepages-.+)$/u.test(resource)) return "bytes"
  return resource === "pods" ? "pods" : "pieces"
}

function kept(
  resource: string,
  { nano, reserve }: { readonly nano: bigint; readonly reserve: number },
): bigint {
  const part = RESERVED.includes(resource) ? 1 - reserve : 1
  const left = (nano * BigInt(Math.round(part * 1_000_000))) / 1_000_000n
  // Bytes are whole.
  return clusterUnit(resource) === "bytes" ? left - (left % 1_000_000_000n) : left
}

function whyOut(item: Fields): string | null {
  if (readiness(item) !== "True") return "is not ready"
  if (part(item, "spec")["unschedulable"] === true) return "accepts no pods (cordoned)"
  const allocatable = part(item, "status")["allocatable"]
  return isJsonObject(allocatable) ? null : "does not report what is allocatable"
}

function readiness(item: Fields): string | null {
  const conditions = part(item, "status")["conditions"]
  if (!Array.isArray(conditions)) return null
  const ready = conditions.filter(isJsonObject).find(({ type }) => type === "Ready")
  return textOf(ready?.["status"]) ?? null
}

type Fields = Readonly<Record<string, unknown>>

function parseItems(text: string, what: string): Result<readonly Fields[], string> {
  const read = parseForeignJson(text)
  if (!read.ok) return err(`its answer is not JSON: ${JSON.stringify(text.trim().slice(0, 60))}`)
  const items = isJsonObject(read.value) ? read.value["items"] : undefined
  if (!Array.isArray(items)) return err(`its answer is not a list of ${what}`)
  return ok(items.filter(isJsonObject))
}

function part(fields: Fields, name: string): Fields {
  const value = fields[name]
  return isJsonObject(value) ? value : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined
}

function shortened(remarks: readonly string[]): readonly string[] {
  const left = remarks.length - MAX_REMARKS
  return left > 1 ? [...remarks.slice(0, MAX_REMARKS), `and ${left} more`] : remarks
}
