/**
 * The keys of a scenario that say what a shard does around and after its command. Part of the one
 * schema in `schema.ts`.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { startOfDay } from "../../core/quarantine.ts"
import { duration, Env, type IssueExtra, Patterns, Text, TextList } from "../schema-parts.ts"

const ExitCode = once(() => z.int().min(0).max(255))

/** What a text must hold. */
export const TextTest = once(() =>
  z
    .strictObject({
      contains: TextList()
        .describe("Texts that it must contain")
        .meta({ examples: ["ok"] }),
      matches: TextList()
        .describe("Regular expressions that it must match; ^ and $ are line ends")
        .meta({ examples: ["^done in \\d+ ms$"] }),
      "not-contains": TextList()
        .describe("Texts that it must not contain")
        .meta({
          examples: [["error", "warning"]],
        }),
    })
    .partial()
    .meta({ id: "textTest", examples: [{ contains: "ok", "not-contains": ["error"] }] }),
)

/** What a command must have done to pass. */
export const Expect = once(() =>
  z
    .strictObject({
      "exit-code": z
        .union([ExitCode(), z.array(ExitCode()).min(1)])
        .describe("Exit codes that pass; default 0")
        .meta({ examples: [[0, 3]] }),
      stdout: TextTest().describe("What standard output must contain"),
      stderr: TextTest().describe("What standard error must contain"),
      output: TextTest().describe("What both outputs together must contain"),
      within: duration({ expressions: false, positive: true }).describe("Longest duration"),
      tap: z
        .literal("ignore")
        .describe("Do not read TAP in the output")
        .meta({ examples: ["ignore"] }),
    })
    .partial()
    .meta({ id: "expect", examples: [{ stdout: { contains: "ok" }, within: "30s" }] }),
)

/** A command before or after a scenario or a shard. */
export const Hook = once(() =>
  z
    .strictObject({
      run: z
        .string()
        .describe("Command text for the shell")
        .meta({ examples: ["./ci/logs.sh"] }),
      name: z
        .string()
        .min(1)
        .max(200)
        .describe("For people; default: the command")
        .meta({ examples: ["Cluster logs"] })
        .optional(),
      if: z
        .union([z.string(), z.boolean()])
        .describe("Condition; success() if it contains no status function")
        .meta({ examples: ["failure()", "always()"] })
        .optional(),
      shell: z
        .string()
        .describe("As for a scenario; default: that of `defaults`")
        .meta({ examples: ["python"] })
        .optional(),
      env: Env().describe("Added to the environment of the scenario").optional(),
      timeout: duration({ expressions: false, positive: true })
        .describe("Longest time; default 10m")
        .optional(),
      "working-directory": z
        .string()
        .describe("Relative to the folder of this file; default: that of the scenario")
        .meta({ examples: ["web"] })
        .optional(),
    })
    .meta({ id: "hook", examples: [{ if: "failure()", run: "./ci/logs.sh" }] }),
)

/** One hook or several; a text is the command. */
export const Hooks = once(() =>
  z
    .union([z.string(), Hook(), z.array(z.union([z.string(), Hook()]))])
    .meta({ id: "hooks", examples: ["./prepare.sh", [{ if: "failure()", run: "./ci/logs.sh" }]] }),
)

const DAY = once(() =>
  z.string().superRefine((text, context) => {
    if (startOfDay(text) !== null) return
    const params: IssueExtra = { code: "suite/date", hint: "write a day such as `2027-01-31`" }
    context.addIssue({
      code: "custom",
      message: `\`${text}\` is not a date`,
      params: { ...params },
    })
  }),
)

/** A scenario whose failures do not fail the run for a time. */
export const Quarantine = once(() =>
  z
    .strictObject({
      until: DAY()
        .meta({ format: "date", examples: ["2027-01-31"] })
        .describe("Last day of the quarantine, in UTC"),
      owner: z
        .string()
        .min(1)
        .max(200)
        .describe("Who is responsible")
        .meta({ examples: ["@team"] })
        .optional(),
      reason: z
        .string()
        .min(1)
        .max(1_000)
        .describe("Why, or the issue")
        .meta({ examples: ["issue 42"] })
        .optional(),
    })
    .meta({ id: "quarantine", examples: [{ until: "2027-01-31", owner: "@team" }] }),
)

const StatusCode = once(() =>
  z.union([
    z.int().min(100).max(599),
    z
      .string()
      .regex(/^[1-5](?:xx|\d\d)$/u, "write a code such as 204, or a class such as `2xx`")
      .meta({ examples: ["2xx"] }),
  ]),
)

/** What an answer must be. */
export const HttpExpect = once(() =>
  z
    .strictObject({
      status: z
        .union([StatusCode(), z.array(StatusCode()).min(1)])
        .describe("Codes or classes that pass; default 2xx")
        .meta({ examples: [200, ["2xx", 304]] }),
      headers: z
        .record(z.string(), z.union([Text(), TextTest()]))
        .describe("By name; a text is the whole value")
        .meta({ examples: [{ "Content-Type": "application/json" }] }),
      body: z
        .union([z.string(), TextTest()])
        .describe("A text that it must contain, or a test")
        .meta({ examples: ["ok", { matches: "^v\\d" }] }),
      json: z
        .unknown()
        .describe("What it must contain; keys such as `$.items[0].id` are paths")
        .meta({ examples: [{ status: "ok" }] }),
      within: duration({ expressions: false, positive: true }).describe("Longest duration"),
    })
    .partial()
    .meta({ id: "httpExpect", examples: [{ status: 200, json: { status: "ok" } }] }),
)

/** A request with all that can be said of it. */
export const HttpRequest = once(() =>
  z
    .strictObject({
      url: z
        .string()
        .min(1)
        .describe("http or https")
        .meta({ examples: ["https://staging.example.com/health"] }),
      method: z
        .string()
        .regex(/^[A-Za-z]+$/u, "a method has only letters")
        .describe("Default GET")
        .meta({ examples: ["POST"] })
        .optional(),
      headers: z
        .record(z.string(), Text())
        .describe("Sent with the request")
        .meta({ examples: [{ Authorization: "Bearer ${{ env.TOKEN }}" }] })
        .optional(),
      body: z
        .string()
        .describe("Sent with the request")
        .meta({ examples: ['{"deep": true}'] })
        .optional(),
      expect: HttpExpect().describe("What the answer must be").optional(),
      follow: z.boolean().describe("Whether redirects are followed; default true").optional(),
      "retry-refused": duration({ expressions: false, positive: false })
        .describe("How long a refused connection is tried again; default 30s")
        .optional(),
    })
    .meta({
      id: "httpRequest",
      examples: [{ url: "https://example.com/health", expect: { status: 200 } }],
    }),
)

/** Files to keep with the results. */
export const Artifacts = once(() =>
  z
    .strictObject({
      paths: Patterns().describe("Patterns relative to the working directory; ! excludes files"),
      if: z
        .union([z.string(), z.boolean()])
        .describe("Condition, such as failure(); default: always")
        .meta({ examples: ["failure()"] })
        .optional(),
    })
    .meta({ id: "artifacts", examples: [{ paths: ["out/**/*.png"], if: "failure()" }] }),
)

/** Keys of a scenario that this file is about. */
export const RunShape = once(
  () =>
    ({
      expect: Expect().describe("What the command must produce"),
      quarantine: Quarantine().describe(
        "It runs and is reported, but does not fail the run until a day",
      ),
      http: z
        .union([z.string(), HttpRequest()])
        .describe("A request instead of a command; a text is the URL")
        .meta({ examples: ["https://staging.example.com/"] }),
      artifacts: Artifacts().describe("Files to keep with the results"),
      "problem-matcher": z
        .union([z.string().min(1), z.array(z.string().min(1))])
        .describe(
          "Names or files in GitHub's format; what they find in the output becomes annotations",
        )
        .meta({ examples: [["pytest", ".github/own-matcher.json"]] }),
      kind: z
        .string()
        .min(1)
        .describe("What runs it instead of a command: a module, or a registered name")
        .meta({ examples: ["./smoke-kinds/grpc.mjs"] }),
      with: z
        .record(z.string(), z.unknown())
        .describe("Input of the kind")
        .meta({ examples: [{ service: "cart" }] }),
      before: Hooks().describe("Commands before each attempt; if one fails, the attempt does not run"),
      after: Hooks()
        .describe("Commands after each attempt, by default if it passed")
        .meta({
          examples: [[{ if: "always()", run: "./drop-namespace.sh" }]],
        }),
    }) as const,
)

export type TextTestText = z.infer<ReturnType<typeof TextTest>>
export type HooksText = z.infer<ReturnType<typeof Hooks>>
export type HttpText = z.infer<ReturnType<typeof HttpRequest>>
