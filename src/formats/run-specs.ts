/**
 * Parts of a definition that say what a shard does around and after a command. All of them are
 * optional in a plan, so that plans from before they existed stay readable.
 */
import * as s from "../core/schema/make.ts"

/** What a text must hold; `matches` are regular expressions with the flags `m` and `u`. */
export const TextTestSchema = s.object({
  contains: s.list(s.text()),
  matches: s.list(s.text()),
  notContains: s.list(s.text()),
})

/** What a command must have done to pass. */
export const ExpectSchema = s.object({
  /** Exit codes that pass; null where only 0 does. */
  exitCodes: s.list(s.whole()).filled().nullable(),
  stdout: TextTestSchema.nullable(),
  stderr: TextTestSchema.nullable(),
  /** Both streams together, as the log has them. */
  output: TextTestSchema.nullable(),
  withinMs: s.whole().min(1).nullable(),
  /** Tests in the output that speak TAP do not count; absent where they do. */
  tap: s.literal("ignore").optional(),
})

/** A command before or after a scenario or the scenarios of a shard. */
export const HookSchema = s.object({
  name: s.text(),
  /** Text for the shell; may hold `${{ }}`, as may `env` and `workingDirectory`. */
  run: s.text(),
  /** Without `${{ }}`; null stands for `success()`. */
  if: s.text().nullable(),
  shell: s.text(),
  env: s.record(s.text()),
  /** Relative to the root. */
  workingDirectory: s.text(),
  timeoutMs: s.whole().min(1),
})

/** Signals that an attempt can be sent when its time is over: those that programs act on. */
export const TIMEOUT_SIGNALS = [
  ...(["SIGHUP", "SIGINT", "SIGQUIT", "SIGABRT"] as const),
  ...(["SIGUSR1", "SIGUSR2", "SIGALRM", "SIGTERM"] as const),
] as const
export type TimeoutSignal = (typeof TIMEOUT_SIGNALS)[number]

/** A failure that is reported and does not fail the run, for a time. */
export const QuarantineSchema = s.object({
  /** The last day of it, in UTC. */
  until: s.name(),
  owner: s.text().nullable(),
  reason: s.text().nullable(),
})

export type QuarantineSpec = s.Infer<typeof QuarantineSchema>
/** What an answer by HTTP must be. */
export const HttpExpectSchema = s.object({
  /** Codes (`204`) and classes (`2xx`). */
  status: s.list(s.text()).filled(),
  /** By name in lower case; a text is the whole value. */
  headers: s.record(s.union(s.text(), TextTestSchema)),
  body: TextTestSchema.nullable(),
  /** What a body in JSON must hold; absent where nothing is asked. */
  json: s.json().optional(),
  withinMs: s.whole().min(1).nullable(),
})

/** A request by HTTP; every text may hold `${{ }}`. */
export const HttpSchema = s.object({
  kind: s.literal("http"),
  url: s.text(),
  method: s.text(),
  headers: s.record(s.text()),
  body: s.text().nullable(),
  follow: s.flag(),
  /** How long a refused connection is tried again. */
  retryRefusedMs: s.whole().min(0),
  expect: HttpExpectSchema,
})

/** A module of the repository that runs the scenario; `path` is relative to the root. */
export const ModuleSchema = s.object({
  kind: s.literal("module"),
  path: s.text(),
  with: s.record(s.json()),
})

/** An executor that the embedding program registered. */
export const RegisteredSchema = s.object({
  kind: s.literal("registered"),
  name: s.text(),
  with: s.record(s.json()),
})

export type CustomSpec = s.Infer<typeof ModuleSchema> | s.Infer<typeof RegisteredSchema>
export type HttpExpectSpec = s.Infer<typeof HttpExpectSchema>
export type HttpSpec = s.Infer<typeof HttpSchema>
/** Files of an attempt that are kept with the results. */
export const ArtifactsSchema = s.object({
  /** Patterns relative to the working directory; `!` takes files out. */
  paths: s.list(s.text()).filled(),
  /** Without `${{ }}`; null stands for `always()`. */
  if: s.text().nullable(),
})

export type ArtifactsSpec = s.Infer<typeof ArtifactsSchema>
/** Reports that a scenario writes of its own tests. */
export const ReportsSchema = s.object({
  /** Patterns relative to the working directory; texts may hold `${{ }}`. Without a format a file shows its own. */
  files: s
    .list(
      s.object({
        paths: s.list(s.text()).filled(),
        format: s.words(["junit", "tap"]).optional(),
      }),
    )
    .filled(),
  /** Tests that failed fail the attempt although its command succeeded; absent where they warn. */
  failures: s.literal("fail").optional(),
})

export type ReportsSpec = s.Infer<typeof ReportsSchema>

/** A problem that output named, found by a problem matcher. */
export const ProblemSchema = s.object({
  severity: s.words(["error", "warning", "notice"]),
  /** Relative to the root; null where none was named, or one outside. */
  file: s.text().nullable(),
  line: s.whole().min(1).nullable(),
  column: s.whole().min(1).nullable(),
  code: s.text().nullable(),
  message: s.text(),
})

export type Problem = s.Infer<typeof ProblemSchema>
export type HookSpec = s.Infer<typeof HookSchema>
export type TextTestSpec = s.Infer<typeof TextTestSchema>
export type ExpectSpec = s.Infer<typeof ExpectSchema>
