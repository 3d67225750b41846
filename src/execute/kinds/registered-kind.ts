/**
 * A kind that the embedding program registered. It runs in that program: its time can be ended, not
 * what it does with it.
 */
import { messageOf } from "../../core/problems/result.ts"
import { appendText, excerptOf, readEnd } from "../output/log-tail.ts"
import { masksIn } from "../output/masks.ts"
import { onCut, timedOutText } from "../processes/pause.ts"
import { GRACE_MS } from "../processes/watch-process.ts"
import { type AttemptFacts, NOTHING_RAN } from "../request/attempt-facts.ts"
import type { AttemptPorts } from "../request/attempt-request.ts"
import {
  type Kind,
  type KindRequest,
  type KindResult,
  toKindResult,
  withKindResult,
} from "./kind.ts"

/** Runs it to its end, or until the grace after its time is over. */
export async function runRegistered(
  run: {
    readonly kind: Kind
    readonly request: Omit<KindRequest, "signal" | "log">
    readonly log: string
    readonly stop: AbortSignal
    readonly hurry: AbortSignal
  },
  ports: Pick<AttemptPorts, "clock" | "files">,
): Promise<AttemptFacts> {
  const { kind, request, log, stop, hurry } = run
  const { clock, files } = ports
  const from = files.sizeBytes(log) ?? 0
  const begunAt = clock.running()
  const write = (line: string) => appendText(files, log, `${line}\n`)
  const ended = await waitFor(async (signal) => kind({ ...request, signal, log: write }), {
    timeoutMs: request.timeoutMs,
    ...{ stop, hurry, clock },
  })
  const sizeBytes = files.sizeBytes(log) ?? 0
  const tail = excerptOf(readEnd(files, { path: log, from }))
  const durationMs = clock.running() - begunAt
  const base = {
    ...NOTHING_RAN,
    durationMs,
    outputBytes: sizeBytes,
    masks: sizeBytes > from ? masksIn(files, { path: log, from }) : [],
  }
  if (ended.because === "stop") return { ...base, outcome: "cancelled", tail }
  if (ended.because === "timeout") {
    const message = timedOutText({ ...request, stop })
    return { ...base, outcome: "failed", cause: "timeout", message, tail }
  }
  return withKindResult(base, { result: ended.result, tail: () => tail })
}

type Ended =
  | { readonly because: "exit"; readonly result: KindResult | null }
  | { readonly because: "timeout" }
  | { readonly because: "stop" }

/** A kind that is over its time gets the signal, and is waited for as long as a process would be. */
async function waitFor(
  work: (signal: AbortSignal) => Promise<unknown>,
  within: {
    readonly timeoutMs: number
    readonly stop: AbortSignal
    readonly hurry: AbortSignal
    readonly clock: AttemptPorts["clock"]
  },
): Promise<Ended> {
  const { timeoutMs, stop, hurry, clock } = within
  const abort = new AbortController()
  let because: "timeout" | "stop" | null = null
  let takeBackGrace = () => {}
  return new Promise((resolve) => {
    const end = (why: "timeout" | "stop") => {
      if (because !== null) return
      because = why
      abort.abort()
      takeBackGrace = clock.afterRunning(GRACE_MS, () => {
        settle({ because: why })
      })
    }
    const onHurry = () => {
      if (because !== null) settle({ because })
    }
    const settle = (ended: Ended) => {
      takeBack()
      takeBackGrace()
      hurry.removeEventListener("abort", onHurry)
      resolve(because === null ? ended : { because })
    }
    hurry.addEventListener("abort", onHurry)
    const takeBack = onCut({ timeoutMs, stop, clock }, end)
    work(abort.signal).then(
      (value) => {
        settle({ because: "exit", result: toKindResult(value) })
      },
      (error: unknown) => {
        const message = messageOf(error)
        settle({ because: "exit", result: { outcome: "failed", message } })
      },
    )
  })
}
