/**
 * One attempt of a scenario as everything else holds it: the facts of a shard, the event in its journal,
 * the state of a run and the results. Texts of a child's own are `s.text()`; what names things is marked.
 */
import * as s from "../core/schema/make.ts"
import { CAUSES, OUTCOMES } from "../core/verdict.ts"
import { ProblemSchema } from "./run-specs.ts"

/** How an attempt ended, without its times. */
export const attemptEnd = {
  outcome: s.words(OUTCOMES),
  cause: s.words(CAUSES).nullable(),
  exitCode: s.whole().nullable(),
  signal: s.name().nullable(),
  peakMemoryBytes: s.whole().min(0).nullable(),
  /** One line for people: what went wrong, or why it skipped itself. */
  message: s.text().nullable(),
  /** Files that were kept, relative to the shard's folder; absent where there are none. */
  artifacts: s.list(s.keptPath()).optional(),
  /** What problem matchers found in its output, at most 50; absent where there is nothing. */
  problems: s.list(ProblemSchema).optional(),
  /** True where it left processes behind that had to be ended; absent otherwise. */
  leaked: s.flag().optional(),
}

/** The whole record. */
export const attemptRecord = {
  number: s.whole().min(1),
  worker: s.whole().min(1),
  ...attemptEnd,
  durationMs: s.number().min(0),
  cpuMs: s.number().min(0).nullable(),
  /** Of the log of a failed attempt, its end or what is around its cause: at most 50 lines and 4 KiB. */
  tail: s.text().nullable(),
  /** What it wrote to its step summary, at most 16 KiB; absent where it wrote none. */
  summary: s.text().optional(),
  /**
   * What others can read as its outputs; absent where there are none, null where they are too long or
   * hold a secret: a resumed run makes them again.
   */
  outputs: s.record(s.text()).note({ clean: "whole" }).nullable().optional(),
}

/** The record in a mapping of its own. */
export const AttemptRecordSchema = s.object(attemptRecord)

export type AttemptRecord = Readonly<s.Infer<typeof AttemptRecordSchema>>
