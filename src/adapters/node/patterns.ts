/**
 * Regular expressions in a thread of their own: one that does not end holds up no timer and no signal
 * of the engine, and is ended with its thread. The thread starts with the first search; a process ends
 * without waiting for it.
 */
import type { SHARE_ENV, Worker } from "node:worker_threads"
import { err, messageOf, ok, type Result } from "../../core/problems/result.ts"
import type {
  PatternMatches,
  PatternProblem,
  PatternSearch,
  Patterns,
} from "../../ports/patterns.ts"

/** Text, because bundles hold one file: it says when a search begins and what it has found. */
const SEARCHER = `
const { parentPort } = require("node:worker_threads")
parentPort.on("message", ({ source, flags, texts }) => {
  parentPort.postMessage({ kind: "begun" })
  try {
    const pattern = new RegExp(source, flags)
    const matches = texts.map((text) => {
      const found = pattern.exec(text)
      return found === null ? null : Array.from(found, (group) => group ?? null)
    })
    parentPort.postMessage({ kind: "found", matches })
  } catch (error) {
    parentPort.postMessage({ kind: "broken", message: error.message })
  }
})
`

type Told =
  | { readonly kind: "begun" }
  | { readonly kind: "found"; readonly matches: PatternMatches }
  | { readonly kind: "broken"; readonly message: string }

/** Time is counted in ticks: one that comes late, in a paused process, counts once. */
const TICK_MS = 50

type Answer = Result<PatternMatches, PatternProblem>

interface Waiting {
  readonly search: PatternSearch
  readonly settle: (answer: Answer) => void
}

/** One search after another. */
class SearchThread {
  #worker: Worker | null = null
  #running: Waiting | null = null
  #queue: Waiting[] = []
  #ticks: NodeJS.Timeout | undefined

  add(waiting: Waiting): void {
    this.#queue.push(waiting)
    this.#next()
  }

  giveUp(waiting: Waiting): void {
    this.#queue = this.#queue.filter((one) => one !== waiting)
    const answer = problem("stopped", "the run was stopped")
    if (waiting === this.#running) this.#breakOff(answer)
    else waiting.settle(answer)
  }

  #next(): void {
    if (this.#running !== null) return
    const waiting = this.#queue.shift()
    if (waiting === undefined) {
      this.#worker?.unref()
      return
    }
    this.#running = waiting
    try {
      this.#worker ??= this.#start()
      this.#worker.ref()
      const { source, flags, texts } = waiting.search
      this.#worker.postMessage({ source, flags, texts })
    } catch (error) {
      this.#breakOff(problem("broken", messageOf(error)))
    }
  }

  #start(): Worker {
    // Most runs search for nothing: the module is loaded here.
    const threads = process.getBuiltinModule("node:worker_threads")
    const env: typeof SHARE_ENV = threads.SHARE_ENV
    const worker = new threads.Worker(SEARCHER, { eval: true, execArgv: [], env })
    const ended = (message: string) => {
      if (worker === this.#worker) this.#breakOff(problem("broken", message))
    }
    return worker
      .on("message", (told: Told) => {
        if (worker === this.#worker) this.#hear(told)
      })
      .on("error", (error) => {
        ended(messageOf(error))
      })
      .on("exit", () => {
        ended("the thread that searches has ended")
      })
  }

  #hear(told: Told): void {
    if (told.kind === "begun") this.#countDown()
    else if (told.kind === "found") this.#settle(ok(told.matches))
    else this.#settle(problem("broken", told.message))
  }

  #countDown(): void {
    let left = Math.ceil((this.#running?.search.budgetMs ?? 0) / TICK_MS)
    this.#ticks = setInterval(() => {
      left -= 1
      if (left < 0) this.#breakOff(problem("slow", "the search took too long"))
    }, TICK_MS)
  }

  /** Nothing but its end interrupts a search. */
  #breakOff(answer: Answer): void {
    const worker = this.#worker
    this.#worker = null
    void worker?.terminate()
    this.#settle(answer)
  }

  #settle(answer: Answer): void {
    clearInterval(this.#ticks)
    const running = this.#running
    this.#running = null
    running?.settle(answer)
    this.#next()
  }
}

function problem(code: PatternProblem["code"], message: string): Answer {
  return err({ code, message })
}

const thread = new SearchThread()

/** The real patterns; all of a process share the thread. */
export const nodePatterns: Patterns = {
  match: (search) =>
    new Promise((resolve) => {
      const { stop } = search
      const onStop = () => {
        thread.giveUp(waiting)
      }
      const waiting: Waiting = {
        search,
        settle: (answer) => {
          stop?.removeEventListener("abort", onStop)
          resolve(answer)
        },
      }
      stop?.addEventListener("abort", onStop, { once: true })
      if (stop?.aborted === true) onStop()
      else thread.add(waiting)
    }),
}
