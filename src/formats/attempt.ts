/**
 * One attempt of a scenario as everything else holds it: the facts of a shard, the event in its journal,
 * the state of a run and the results. Texts of a child's own are `s.text()`; what names things is marked.
 */
import * as s from "../core/schema/make.ts"
import { CAUSES, OUTCOMES } from "../core/verdict.ts"
import { ProblemSchema } from "./run-specs.ts"
import { TestsSchema } from "./test-cases.ts"

/** A lease of an instance of a fixture, and what that wrote meanwhile. */
const LeaseLogSchema = s.object({
  fixture: s.name(),
  /** Absent where the fixture has no key. */
  key: s.name().optional(),
  instance: s.whole().min(1),
  /** Which lease of this instance it was, from 1. */
  use: s.whole().min(1),
  /** Its log, relative to the shard's folder. */
  log: s.name(),
  /** How many other scenarios leased the instance at the same time, and the names of at most 20. */
  others: s.whole().min(0),
  alongside: s.list(s.name()),
  /** The end of what it wrote during the lease: at most 20 lines and 4 KiB. */
  tail: s.text(),
})

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
  /** What its own reports say of its tests; absent where none was read. */
  tests: TestsSchema.optional(),
  /** True where it left processes behind that had to be ended; absent otherwise. */
  leaked: s.flag().optional(),
  /** Of an attempt that failed, or lost an instance: its leases; absent where there are none. */
  fixtures: s.list(LeaseLogSchema).optional(),
}

/** The whole record. */
export const attemptRecord = {
  number: s.whole().min(1),
  /** The iteration it belongs to, from 1; absent where scenarios run once. */
  iteration: s.whole().min(1).optional(),
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
  /** Whether what it wrote asks for another attempt; absent where its cause decides. */
  again: s.flag().optional(),
}

/** Most scenarios of a shard that were tried failed alike. */
export const OutageSchema = s.object({
  failed: s.whole().min(1),
  tried: s.whole().min(1),
  /** What their failures have in common. */
  alike: s.text(),
})

/** The record in a mapping of its own. */
export const AttemptRecordSchema = s.object(attemptRecord)

export type AttemptRecord = Readonly<s.Infer<typeof AttemptRecordSchema>>
