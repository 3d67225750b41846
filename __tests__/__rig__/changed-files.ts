// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
/**
 * Valid files, changed anywhere and read: whatever comes of it has a place inside of a file.
 */
import fc from "fast-check"
import { expect } from "vitest"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"
import { PIPELINE } from "../app/pipeline.ts"
import type { SuiteFolder } from "./suite-folder.ts"

/** A suite with nearly every key. */
export const SUITE = `version: 1
name: shop
include: ["smoke/**/*.sh"]
defaults: { timeout: 5m, tags: [all], retry: { max-attempts: 2 } }
overrides:
  - { where: "contains(tags, 'gpu')", timeout: 30m, tags: [slow] }
profiles:
  quick: { where: "!contains(tags, 'slow')", matrix: { pool: [a] }, env: { N: "1" }, workers: 2 }
runners:
  big: { runs-on: [self-hosted, big], startup: 40s, capabilities: { gpu: 2, node: "22.10" }, max-shards: 1 }
capabilities:
  docker: { command: docker info }
  gpu: { command: "nvidia-smi -L | wc -l", as: count, timeout: 2s }
  license: { value: 2, scope: run, required: true }
  hive: { tcp: "hive:9083" }
  cluster: { kubernetes: { selector: "a=b", reserve: 40% } }
groups:
  slow: { max-parallel: 5, conflicts: [pool] }
  pool: { key: [pool], sequential: true, pause: 1s, scope: run }
fixtures:
  browser: { serve: ./server.sh, instances: 4, warm: 2, ready: { tcp: "db.internal:80" }, leases: 2 }
  vms: { key: [pool], start: ./create.sh, stop: ./delete.sh, demand: { cpu: 1 } }
scenarios:
  sql: { for-each: { files: "sql/*.test", root: sql }, run: './run "$SMOKE_FILE"' }
  pools:
    run: ./pool.sh
    group: pool
    runner: big
    requires: [docker, "memory >= 8Gi", 'cluster["nvidia.com/gpu"] >= 1', "node >= 22.10"]
    demand: { cpu: "\${{ matrix.cpu }}", memory: 4Gi, license: 1, cluster.memory: 500M }
    limits: { memory: 1Gi, cpu: 200%, cpu-time: 90s, output: 10Mi }
    idle-timeout: 60s
    exclusive: true
    retry: { max-attempts: 2, on: [timeout, exit-code 75] }
    fixtures: [browser, vms]
    reports: { junit: "out/*.xml" }
    continue-on-error: \${{ matrix.cpu == 2 }}
    strategy: { max-parallel: 2, fail-fast: false, matrix: { pool: [a, b], cpu: [1, 2] } }
  windows: { run: x, runs-on: windows-2025, limits: { cpu: 1.50 } }
  login:
    run: ./login.sh
    features: gpu
    paths: [web/**]
    needs: [sql]
    strategy: { matrix: { pool: [a, b], bs: { command: ./list.sh } } }
  size: { run: x, group: slow, strategy: { matrix: { size: [{ name: s, cpu: 1 }, { name: l }] } } }
`

/** A script that the suite includes. */
export const HEADER = `#!/bin/sh
# ---
# name: A
# depends_on: [sql]
# estimated_time: 5-15 min
# retry: { max_attempts: 2 }
# component: x
# requires: docker
# idle_timeout: 5s
# limits: { memory: 64Mi }
# ---
true
`

const NOISE = fc.constantFrom(
  ...["", " ", "\n", "\n  ", ":", ": ", "- ", "[", "]", "{", "}", '"', "'", "&d ", "*d", "!", "|"],
  ...["\t", "\r", "#", "\u0000", "\ufeff", "${{", "}}", "null", "1", "-1", "1e999", ".nan", "# "],
  ...["__proto__", "constructor", "<<: *d", "? ", "---", "true", "🙂", "matrix", "$", "%", "@meta"],
)

function mutations(text: string) {
  const change = fc.record({ at: fc.nat(text.length), remove: fc.nat(12), insert: NOISE })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce((changed, { at, remove, insert }) => {
      const from = Math.min(at, changed.length)
      return changed.slice(0, from) + insert + changed.slice(from + remove)
    }, text),
  )
}

/** A file that is changed, and where it lies. */
export interface Changed {
  readonly name: string
  readonly valid: string
  readonly path: string
}

/** One of every kind of file. */
export const CHANGED: readonly Changed[] = [
  { name: "a suite", valid: SUITE, path: "smoke.yml" },
  { name: "a workflow file", valid: PIPELINE, path: "smoke.yml" },
  { name: "the header of a script", valid: HEADER, path: "smoke/x/a.sh" },
]

/** Reads so many changed versions of the file. */
export function readChanged(folder: SuiteFolder, { valid, path }: Changed, runs: number): void {
  const others = { "sql/a.test": "", "scripts/test.sh": "", "scripts/deploy.py": "" }
  folder.write({ "smoke.yml": SUITE, "smoke/x/a.sh": HEADER, ...others })
  if (path === "smoke.yml") folder.write({ [path]: valid })
  expect(folder.load().ok).toBe(true)
  let failures = 0
  fc.assert(
    fc.property(mutations(valid), (text) => {
      folder.write({ [path]: text })
      const result = folder.load()
      if (result.ok) return
      failures++
      if (result.error.reason !== "config/invalid") throw new Error(result.error.reason)
      for (const { location, related = [] } of result.error.diagnostics) {
        for (const place of [location, ...related.map((one) => one.location)]) {
          expect(place.range.start).toBeGreaterThanOrEqual(0)
          expect(place.range.end).toBeGreaterThanOrEqual(place.range.start)
          expect(place.range.end).toBeLessThanOrEqual(place.file.text.length)
        }
      }
      renderDiagnostics(result.error.diagnostics)
    }),
    { numRuns: runs },
  )
  // Otherwise the changes would test nothing.
  expect(failures).toBeGreaterThan(runs / 10)
}
