// Writes SQL test files below a folder: statements, and what their queries give, computed here. The same seed gives
// the same files. One of them, flaky.sql, asks for the seed of its iteration and fails for one in four.
// Usage: node generate.mjs FOLDER [FILES] [SEED]
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const [folder = "tests", files = "623", seed = "1"] = process.argv.slice(2)

/** Whole numbers from 0 to below n, from a seed: mulberry32. */
function numbers(state) {
  return (n) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
  }
}

/** A table, and queries with their answers. */
function sqlTest(next) {
  const rows = Array.from({ length: 20 + next(30) }, (_, id) => [id, next(100), next(1000)])
  const values = rows.map((row) => `(${row.join(", ")})`).join(", ")
  const sql = [
    "CREATE TEMPORARY TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);",
    `INSERT INTO t VALUES ${values};`,
  ]
  const answers = []
  for (let i = 0; i < 10; i += 1) {
    const limit = next(100)
    const found = rows.filter(([, a]) => a < limit)
    sql.push(`SELECT count(*), coalesce(sum(b), 0) FROM t WHERE a < ${limit};`)
    answers.push(`${found.length}|${found.reduce((sum, [, , b]) => sum + b, 0)}`)
  }
  return { sql, answers }
}

function write(name, { sql, answers }) {
  writeFileSync(join(folder, `${name}.sql`), `${sql.join("\n")}\n`)
  writeFileSync(join(folder, `${name}.expected`), `${answers.join("\n")}\n`)
}

mkdirSync(folder, { recursive: true })
for (let i = 1; i < Number(files); i += 1) {
  write(String(i).padStart(3, "0"), sqlTest(numbers(Number(seed) * 1_000_003 + i)))
}
write("flaky", { sql: ["SELECT seed % 4 > 0 FROM iteration;"], answers: ["1"] })
