/**
 * Parts of a definition that say what a shard does around and after a command. All of them are
 * optional in a plan, so that plans from before they existed stay readable.
 */
import { z } from "zod"
import { once } from "../core/once.ts"
import { JsonSchema } from "./json.ts"

/** What a text must hold; `matches` are regular expressions with the flags `m` and `u`. */
export const TextTestSchema = once(() =>
  z.object({
    contains: z.array(z.string()),
    matches: z.array(z.string()),
    notContains: z.array(z.string()),
  }),
)

/** What a command must have done to pass. */
export const ExpectSchema = once(() =>
  z.object({
    /** Exit codes that pass; null where only 0 does. */
    exitCodes: z.array(z.int()).min(1).nullable(),
    stdout: TextTestSchema().nullable(),
    stderr: TextTestSchema().nullable(),
    /** Both streams together, as the log has them. */
    output: TextTestSchema().nullable(),
    withinMs: z.int().min(1).nullable(),
    /** Tests in the output that speak TAP do not count; absent where they do. */
    tap: z.literal("ignore").optional(),
  }),
)

/** A command before or after a scenario or the scenarios of a shard. */
export const HookSchema = once(() =>
  z.object({
    name: z.string(),
    /** Text for the shell; may hold `${{ }}`, as may `env` and `workingDirectory`. */
    run: z.string(),
    /** Without `${{ }}`; null stands for `success()`. */
    if: z.string().nullable(),
    shell: z.string(),
    env: z.record(z.string(), z.string()),
    /** Relative to the root. */
    workingDirectory: z.string(),
    timeoutMs: z.int().min(1),
  }),
)

/** A failure that is reported and does not fail the run, for a time. */
export const QuarantineSchema = once(() =>
  z.object({
    /** The last day of it, in UTC. */
    until: z.string(),
    owner: z.string().nullable(),
    reason: z.string().nullable(),
  }),
)

export type QuarantineSpec = z.infer<ReturnType<typeof QuarantineSchema>>
/** What an answer by HTTP must be. */
export const HttpExpectSchema = once(() =>
  z.object({
    /** Codes (`204`) and classes (`2xx`). */
    status: z.array(z.string()).min(1),
    /** By name in lower case; a text is the whole value. */
    headers: z.record(z.string(), z.union([z.string(), TextTestSchema()])),
    body: TextTestSchema().nullable(),
    /** What a body in JSON must hold; absent where nothing is asked. */
    json: JsonSchema().optional(),
    withinMs: z.int().min(1).nullable(),
  }),
)

/** A request by HTTP; every text may hold `${{ }}`. */
export const HttpSchema = once(() =>
  z.object({
    kind: z.literal("http"),
    url: z.string(),
    method: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
    follow: z.boolean(),
    /** How long a refused connection is tried again. */
    retryRefusedMs: z.int().min(0),
    expect: HttpExpectSchema(),
  }),
)

/** A module of the repository that runs the scenario; `path` is relative to the root. */
export const ModuleSchema = once(() =>
  z.object({
    kind: z.literal("module"),
    path: z.string(),
    with: z.record(z.string(), JsonSchema()),
  }),
)

/** An executor that the embedding program registered. */
export const RegisteredSchema = once(() =>
  z.object({
    kind: z.literal("registered"),
    name: z.string(),
    with: z.record(z.string(), JsonSchema()),
  }),
)

export type CustomSpec =
  | z.infer<ReturnType<typeof ModuleSchema>>
  | z.infer<ReturnType<typeof RegisteredSchema>>
export type HttpExpectSpec = z.infer<ReturnType<typeof HttpExpectSchema>>
export type HttpSpec = z.infer<ReturnType<typeof HttpSchema>>
/** Files of an attempt that are kept with the results. */
export const ArtifactsSchema = once(() =>
  z.object({
    /** Patterns relative to the working directory; `!` takes files out. */
    paths: z.array(z.string()).min(1),
    /** Without `${{ }}`; null stands for `always()`. */
    if: z.string().nullable(),
  }),
)

export type ArtifactsSpec = z.infer<ReturnType<typeof ArtifactsSchema>>
/** A problem that output named, found by a problem matcher. */
export const ProblemSchema = once(() =>
  z.object({
    severity: z.enum(["error", "warning", "notice"]),
    /** Relative to the root; null where none was named, or one outside. */
    file: z.string().nullable(),
    line: z.int().min(1).nullable(),
    column: z.int().min(1).nullable(),
    code: z.string().nullable(),
    message: z.string(),
  }),
)

export type Problem = z.infer<ReturnType<typeof ProblemSchema>>
export type HookSpec = z.infer<ReturnType<typeof HookSchema>>
export type TextTestSpec = z.infer<ReturnType<typeof TextTestSchema>>
export type ExpectSpec = z.infer<ReturnType<typeof ExpectSchema>>
