// How many scenarios a shared queue hands out: claims with their settlements, by several processes.
// Usage: npm run bench:queue [-- PROCESSES [SCENARIOS]]
import { spawn, spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { cpus, loadavg } from "node:os"
import { createInterface } from "node:readline"
import { Redis } from "ioredis"
import { bullQueues } from "../src/adapters/redis/bull-queue.ts"
import { table } from "./table.mjs"

const [role, ...more] = process.argv.slice(2)
if (role === "worker") await work(...more)
else await measure(Number(role ?? 4), Number(more[0] ?? 10_000))

async function open(url, run, count) {
  const ids = Array.from({ length: count }, (_, i) => `scenario-${i}`)
  const address = { url, run, leaseMs: 30_000 }
  const opened = await bullQueues.open(address, { digest: `sha256:${"0".repeat(64)}`, ids })
  if (!opened.ok) throw new Error(opened.error.message)
  const joined = must(await opened.value.join())
  return { queue: opened.value, ids, joined }
}

function must(answer) {
  if (!answer.ok) throw new Error(answer.error)
  return answer.value
}

async function work(url, run, count) {
  const { queue } = await open(url, run, Number(count))
  process.stdout.write("ready\n")
  await new Promise((resolve) => process.stdin.once("data", resolve))
  const startedAt = Date.now()
  const before = process.cpuUsage()
  let claims = 0
  const each = async () => {
    for (;;) {
      const claim = must(await queue.claim())
      if (claim === null) return
      if (must(await queue.settle(claim, { verdict: "passed", outputs: {} }))) claims += 1
    }
  }
  await Promise.all(Array.from({ length: 4 }, each))
  const { user, system } = process.cpuUsage(before)
  const cpuMs = (user + system) / 1_000
  process.stdout.write(`${JSON.stringify({ claims, startedAt, endedAt: Date.now(), cpuMs })}\n`)
  await queue.close()
  process.exit()
}

async function measure(processes, count) {
  const port = 7_000 + Math.floor(Math.random() * 20_000)
  const server = spawn("redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", ""])
  await new Promise((resolve, reject) => {
    server.once("error", reject)
    server.stdout.on("data", (text) => {
      if (`${text}`.includes("Ready to accept connections")) resolve()
    })
  })
  try {
    const [url, run] = [`redis://127.0.0.1:${port}`, randomUUID()]
    const { queue, ids } = await open(url, run, count)
    must(await queue.offer(ids))
    const workers = Array.from({ length: processes }, () => {
      const args = [import.meta.filename, "worker", url, run, count]
      const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] })
      return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() }
    })
    for (const { lines } of workers) await lines.next()
    const client = new Redis(url)
    const redisBefore = await cpuOf(client)
    for (const { child } of workers) child.stdin.end("go\n")
    const ended = []
    for (const { lines } of workers) ended.push(JSON.parse((await lines.next()).value))
    const claims = ended.reduce((sum, one) => sum + one.claims, 0)
    const from = Math.min(...ended.map(({ startedAt }) => startedAt))
    const to = Math.max(...ended.map(({ endedAt }) => endedAt))
    if (claims !== count) throw new Error(`${claims} of ${count} scenarios were counted`)
    const redis = spawnSync("redis-server", ["--version"], { encoding: "utf8" }).stdout
    const version = /v=(\S+)/.exec(redis)?.[1] ?? "unknown"
    const redisMs = (await cpuOf(client)) - redisBefore
    client.disconnect()
    const cpuMs = ended.reduce((sum, one) => sum + one.cpuMs, redisMs)
    const perSecond = Math.round((claims * 1_000) / (to - from))
    const head = ["processes", "claims", "ms", "claims/s", "processor ms/claim", "of Redis"]
    const perClaim = [cpuMs / claims, redisMs / claims]
    process.stdout.write(
      `Redis ${version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}\n\n` +
        table(head, [[processes, claims, to - from, perSecond, ...perClaim]]),
    )
    await queue.close()
  } finally {
    server.kill("SIGKILL")
  }
}

/** Milliseconds of a processor that the server has used. */
async function cpuOf(client) {
  const text = await client.info("cpu")
  const seconds = ["user", "sys"].map((name) =>
    Number(new RegExp(`used_cpu_${name}:([\\d.]+)`).exec(text)?.[1]),
  )
  return seconds.reduce((a, b) => a + b, 0) * 1_000
}
