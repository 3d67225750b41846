/**
 * What chosen scenarios write, told while they write it: whole lines, cleaned of secrets, bounded in
 * time and size whatever they write. Only reads: it neither slows nor fails a run.
 */
import { isBeforeHookLog } from "../../core/text/hook-log.ts"
import type { RunEvent } from "../../events/event.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import { maskOf, masksIn } from "./masks.ts"

/** Between two looks at the logs. */
export const LOOK_MS = 250

/** What one look tells of all logs together, and of one of them. */
const LOOK_BYTES = 65_536
const LOG_BYTES = 16_384
const LEAST_BYTES = 4_096
const LOG_LINES = 200

/** So far one look goes on: what is passed over is searched for values to be masked. */
const STEP_BYTES = 4 << 20

/** New output of an attempt; foreign text, but without secrets. */
export interface Output {
  readonly id: string
  readonly number: number
  /** Bytes before the lines that are not told. */
  readonly skippedBytes: number
  readonly lines: readonly string[]
}

/** Whose output is followed, and who gets it. */
export interface FollowOptions {
  readonly follows: (id: string) => boolean
  readonly onOutput: (output: Output) => void
  /** Keeps values secret from now on. */
  readonly mask: (values: readonly string[]) => void
  readonly redact: (text: string) => string
  /** The folder that logs are relative to; absolute. */
  readonly folder: string
}

interface Ports {
  readonly clock: Clock
  readonly files: Files
}

interface Followed {
  readonly number: number
  /** Relative to the folder. */
  readonly path: string
  readonly log: LogReader
}

/** Follows the logs of a run's chosen scenarios; one instance a run. */
export class OutputFollower {
  readonly #options: FollowOptions
  readonly #ports: Ports
  readonly #logs = new Map<string, Followed>()
  /** Where logs end that others have written before, by their paths. */
  readonly #ends = new Map<string, number>()
  #takeBack = () => {}

  constructor(options: FollowOptions, ports: Ports) {
    this.#options = options
    this.#ports = ports
    for (const name of ports.files.list(`${options.folder}/logs`)) this.#noteEnd(`logs/${name}`)
  }

  /** To be told of each event, of an attempt's end before anybody else. */
  onEvent(event: RunEvent): void {
    if (event.type === "attempt-started") this.#begin(event)
    else if (event.type === "attempt-finished") this.#finish(event.id)
  }

  /** Looks no more. */
  stop(): void {
    this.#takeBack()
    this.#logs.clear()
  }

  #begin(event: Extract<RunEvent, { type: "attempt-started" }>): void {
    const { id, number } = event
    if (!this.#options.follows(id)) return
    const path = `${this.#options.folder}/${event.log}`
    // Scenarios that fail by a hook of the shard have its log, which is not told for each of them.
    if (isBeforeHookLog(event.log)) this.#noteEnd(event.log)
    if (this.#logs.size === 0) this.#lookLater()
    const reader = new LogReader(path, this.#ends.get(event.log) ?? 0, this.#ports.files)
    this.#logs.set(id, { number, path: event.log, log: reader })
  }

  #noteEnd(log: string): void {
    this.#ends.set(log, this.#ports.files.sizeBytes(`${this.#options.folder}/${log}`) ?? 0)
  }

  #finish(id: string): void {
    const followed = this.#logs.get(id)
    if (followed === undefined) return
    this.#look(id, { bytes: LOG_BYTES, last: true })
    this.#logs.delete(id)
    this.#noteEnd(followed.path)
    if (this.#logs.size === 0) this.#takeBack()
  }

  #lookLater(): void {
    this.#takeBack = this.#ports.clock.after(LOOK_MS, () => {
      const share = Math.floor(LOOK_BYTES / this.#logs.size)
      const bytes = Math.max(LEAST_BYTES, Math.min(LOG_BYTES, share))
      for (const id of [...this.#logs.keys()]) this.#look(id, { bytes, last: false })
      this.#lookLater()
    })
  }

  #look(id: string, at: { readonly bytes: number; readonly last: boolean }): void {
    const followed = this.#logs.get(id)
    if (followed === undefined) return
    const { number, log } = followed
    const { mask, redact, onOutput } = this.#options
    const { lines, skippedBytes, masks } = log.read(at)
    if (masks.length > 0) mask(masks)
    if (lines.length === 0 && skippedBytes === 0) return
    // Together, so that a secret of several lines is found.
    const clean = lines.length === 0 ? [] : redact(lines.join("\n")).split("\n")
    onOutput({ id, number, skippedBytes, lines: clean })
  }
}

/** What a look finds. */
interface Piece {
  readonly lines: readonly string[]
  readonly skippedBytes: number
  readonly masks: readonly string[]
}

const NOTHING: Piece = { lines: [], skippedBytes: 0, masks: [] }

/** Reads on in one log: whole lines only, since half a line may hold half a secret. */
class LogReader {
  readonly #path: string
  readonly #files: Files
  #offset: number
  /** In the middle of a line that is too long to be told. */
  #within = false
  /** Passed over since the latest lines. */
  #skipped = 0

  /**
   * From where others have left off, which is not what is there when an attempt is announced: one that
   * starts in the moment another ends may have written all it has to say by then.
   */
  constructor(path: string, from: number, files: Files) {
    this.#path = path
    this.#files = files
    this.#offset = from
  }

  /** The next lines, of more than `bytes` the last; the last look tells what ends without a line's end. */
  read({ bytes, last }: { readonly bytes: number; readonly last: boolean }): Piece {
    const size = this.#files.sizeBytes(this.#path) ?? 0
    // A log that became shorter begins anew.
    if (size < this.#offset) this.#offset = size
    const from = this.#offset
    const end = last ? size : Math.min(size, from + STEP_BYTES)
    const start = Math.max(from, end - bytes)
    const read = this.#files.readWholeLines(this.#path, start, end - start)
    if (!read.ok) return NOTHING
    const lines = read.value.text.split("\n")
    // What follows the last line's end is always empty.
    lines.pop()
    if (read.value.bytes > 0) {
      this.#offset = start + read.value.bytes
      if (start > from || this.#within) {
        // Its beginning has been passed over.
        lines.shift()
        this.#pass(this.#offset - from - sizeOf(lines))
      }
      this.#within = false
    } else if (end - from >= bytes) {
      this.#pass(end - from)
      this.#offset = end
      this.#within = true
    }
    if (last) lines.push(...this.#rest(end))
    this.#pass(sizeOf(lines.splice(0, Math.max(0, lines.length - LOG_LINES))))
    const masks = this.#masks(from)
    const told = lines.filter((line) => maskOf(line) === null)
    const skippedBytes = told.length > 0 || last ? this.#skipped : 0
    this.#skipped -= skippedBytes
    return { lines: told, skippedBytes, masks }
  }

  #pass(bytes: number): void {
    this.#skipped += bytes
  }

  #rest(end: number): readonly string[] {
    const from = this.#offset
    this.#offset = end
    if (end <= from) return []
    if (this.#within) {
      this.#pass(end - from)
      return []
    }
    const rest = this.#files.readPart(this.#path, from, end - from)
    return rest.ok ? [rest.value] : []
  }

  /** An attempt's end has told the masks of its whole log before the last look. */
  #masks(from: number): readonly string[] {
    const bytes = this.#offset - from
    if (bytes === 0 || bytes > STEP_BYTES) return []
    return masksIn(this.#files, { path: this.#path, from, bytes })
  }
}

function sizeOf(lines: readonly string[]): number {
  const encoder = new TextEncoder()
  return lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0)
}
