// How others divide a list of {id, ms} into n parts; each gives a list of lists of ids.
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { STRATEGIES } from "../src/plan/cut/assign.ts"
import { componentsOf } from "../src/plan/units/components.ts"
import { loadsOf } from "../src/plan/units/loads.ts"

/** One of this program's strategies. */
export function ours(name, seed = 1) {
  return (items, shards) => {
    const units = items.map(({ id, ms, doubtMs = 0 }) => ({
      id,
      needs: [],
      estimateMs: ms,
      doubtMs,
    }))
    const assigned = STRATEGIES[name](loadsOf(componentsOf(units), { workers: 1, seed }), shards)
    return assigned.map((list) => list.flatMap((component) => component.units.map(({ id }) => id)))
  }
}

export function roundRobin(items, shards) {
  const parts = Array.from({ length: shards }, () => [])
  for (const [i, { id }] of items.entries()) parts[i % shards].push(id)
  return parts
}

/** Graham's rule as a peer would write it, ties in the order of the input. */
export function plainLpt(items, shards) {
  const parts = Array.from({ length: shards }, () => ({ sum: 0, ids: [] }))
  for (const { id, ms } of [...items].sort((a, b) => b.ms - a.ms)) {
    let least = parts[0]
    for (const part of parts) if (part.sum < least.sum) least = part
    least.sum += ms
    least.ids.push(id)
  }
  return parts.map(({ ids }) => ids)
}

/** The longest part by real durations, over the bound max(sum / n, longest). */
export function ratioOf(parts, actual) {
  const byId = new Map(actual.map(({ id, ms }) => [id, ms]))
  const sums = parts.map((ids) => ids.reduce((sum, id) => sum + byId.get(id), 0))
  const total = actual.reduce((sum, { ms }) => sum + ms, 0)
  const longest = actual.reduce((most, { ms }) => Math.max(most, ms), 0)
  return Math.max(...sums) / Math.max(total / parts.length, longest)
}

const PYTHON = `
import json, sys
from collections import namedtuple
from pytest_split import algorithms
Item = namedtuple("Item", "nodeid")
jobs = json.load(open(sys.argv[1]))
out = []
for job in jobs:
    items = [Item(i) for i in job["ids"]]
    algorithm = algorithms.Algorithms[job["algorithm"]].value
    groups = algorithm(job["shards"], items, job["durations"])
    out.append([[i.nodeid for i in group.selected] for group in groups])
json.dump(out, open(sys.argv[2], "w"))
`

/** pytest-split in an environment of its own: a function over jobs, or null without Python or network. */
export function installPytestSplit() {
  const root = mkdtempSync(join(tmpdir(), "bench-pytest-split-"))
  const end = () => rmSync(root, { recursive: true, force: true })
  const python = join(root, "venv/bin/python")
  const steps = [
    ["python3", ["-m", "venv", join(root, "venv")]],
    [python, ["-m", "pip", "install", "--quiet", "pytest-split"]],
  ]
  for (const [file, args] of steps) {
    const { status } = spawnSync(file, args, { stdio: "ignore", timeout: 180_000 })
    if (status !== 0 || !existsSync(python)) {
      end()
      return null
    }
  }
  const version = spawnSync(python, ["-m", "pip", "show", "pytest-split"], { encoding: "utf8" })
  writeFileSync(join(root, "split.py"), PYTHON)
  const split = (jobs) => {
    const input = join(root, "jobs.json")
    const output = join(root, "parts.json")
    writeFileSync(input, JSON.stringify(jobs))
    const { status, stderr } = spawnSync(python, [join(root, "split.py"), input, output], {
      encoding: "utf8",
    })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(readFileSync(output, "utf8"))
  }
  return { split, end, version: /^Version: (.*)$/mu.exec(version.stdout)?.[1] ?? "" }
}
