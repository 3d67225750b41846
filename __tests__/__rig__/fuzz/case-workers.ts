/** Gives cases to worker processes; one that hangs or dies is ended, and its case is told. */
import { type ChildProcess, fork } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { CaseReport, WorkerStart } from "./case-worker.ts"
import { DEADLINE_MS, MOST_MIB } from "./limits.ts"
import { takeRealCases } from "./real-cases.ts"

const WORKER = fileURLToPath(new URL("case-worker.ts", import.meta.url))

/** Reports are synced to the disk: in memory that takes no time. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()

/** A worker takes so many cases: what it keeps of them is not what is measured. */
const CASES_PER_WORKER = 250

/**
 * Takes all cases, `workers` at a time. A worker holds more than the command does: a case that was too
 * slow or too large in one counts when it is so by the real command.
 */
export async function takeCases(
  indexes: readonly number[],
  options: Omit<WorkerStart, "folder"> & { readonly workers: number; readonly command: string },
): Promise<readonly CaseReport[]> {
  const left = [...indexes]
  const reports: CaseReport[] = []
  const doubtful: number[] = []
  await Promise.all(
    Array.from({ length: options.workers }, async () => {
      while (left.length > 0) {
        for (const report of await takeSome(left, options)) {
          if (report.wrong === TOO_SLOW || report.peakMiB > MOST_MIB) doubtful.push(report.index)
          else reports.push(report)
        }
      }
    }),
  )
  return [...reports, ...(await takeRealCases(doubtful, options))]
}

const TOO_SLOW = `not done after ${DEADLINE_MS} ms`

/** One worker's share; it ends early where a case ends the worker. */
async function takeSome(
  left: number[],
  { runs, suite, seed }: Omit<WorkerStart, "folder">,
): Promise<readonly CaseReport[]> {
  const folder = mkdtempSync(join(PLACE, "smoke-fuzz-"))
  const worker = fork(WORKER, [], {
    execArgv: ["--expose-gc", "--max-old-space-size=300"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // What a worker has started ends with it.
    detached: true,
  })
  let said = ""
  worker.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000)
  })
  const reports: CaseReport[] = []
  try {
    const begun = await answerOf(worker, { runs, suite, seed, folder }, 60_000)
    if (begun !== "ready") throw new Error(`no worker: ${begun}\n${said}`)
    for (let taken = 0; taken < CASES_PER_WORKER; taken++) {
      const index = left.shift()
      if (index === undefined) break
      const answer = await answerOf(worker, index, DEADLINE_MS)
      if (typeof answer === "object") {
        reports.push(answer)
        // What a large one has left would be told of all that follow.
        if (answer.peakMiB > MOST_MIB) break
      } else {
        const wrong = answer === "slow" ? TOO_SLOW : `the process ended: ${answer}\n${said}`
        reports.push({ index, kind: "?", how: "?", wrong, peakMiB: 0 })
        break
      }
    }
  } finally {
    endGroup(worker)
    rmSync(folder, { recursive: true, force: true })
  }
  return reports
}

function endGroup(worker: ChildProcess): void {
  try {
    if (worker.pid !== undefined) process.kill(-worker.pid, "SIGKILL")
  } catch {}
}

function answerOf(
  worker: ChildProcess,
  message: WorkerStart | number,
  deadlineMs: number,
): Promise<CaseReport | string> {
  return new Promise((resolve) => {
    const end = (answer: CaseReport | string) => {
      clearTimeout(timer)
      worker.off("message", onMessage)
      worker.off("exit", onExit)
      resolve(answer)
    }
    const onMessage = (answer: unknown) => {
      // Each command has the whole time.
      if (answer === "begun") timer.refresh()
      else end(answer as CaseReport | string)
    }
    const onExit = (code: number | null, signal: string | null) => end(`${code ?? signal}`)
    const timer = setTimeout(() => end("slow"), deadlineMs)
    worker.on("message", onMessage)
    worker.on("exit", onExit)
    worker.send(message)
  })
}
