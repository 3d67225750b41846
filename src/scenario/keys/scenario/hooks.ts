/**
 * `before` and `after`: commands around each attempt of a scenario, or around the scenarios of a shard.
 */
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import * as s from "../../../core/schema/make.ts"
import type { HookSpec } from "../../../formats/run-specs.ts"
import {
  checkConditionText,
  checkInjectedText,
  checkShellName,
  checkText,
} from "../../expressions/check-text.ts"
import { hasExpression } from "../../expressions/template.ts"
import { resolveFolder } from "../../expressions/working-directory.ts"
import type { LocatedDocument, Path } from "../../text/document.ts"
import type { Placed } from "../../text/written.ts"
import { duration, Env, key, millisecondsOf } from "../parts.ts"
import { conditionOf } from "./conditions.ts"
import { envOf } from "./environment.ts"

const Hook = s
  .strictObject(
    {
      run: s.text().describe("Command text for the shell", "./ci/logs.sh"),
      name: s
        .text()
        .filled()
        .max(200)
        .describe("For people; default: the command", "Cluster logs")
        .optional(),
      if: s
        .union(s.text(), s.flag())
        .describe("Condition; success() if it contains no status function", "failure()", "always()")
        .optional(),
      shell: s
        .text()
        .describe("As for a scenario; default: that of `defaults`", "python")
        .optional(),
      env: Env.describe("Added to the environment of the scenario").optional(),
      timeout: duration({ positive: true }).describe("Longest time; default 10m").optional(),
      "working-directory": s
        .text()
        .describe("Relative to the folder of this file; default: that of the scenario", "web")
        .optional(),
    },
    {
      called: "a hook",
      words: {
        uses: "an action cannot be run by a hook; call its command in `run`",
        with: "give values in `env`",
        "timeout-minutes": "the key is `timeout`, with a unit",
        retry: "a hook is not repeated, only its attempt",
        "continue-on-error": "make the command succeed: `command || true`",
        command: "the key is `run`",
      },
    },
  )
  .note({ id: "hook", examples: [{ if: "failure()", run: "./ci/logs.sh" }] })

/** One hook or several; a text is the command. */
export const Hooks = s.union(s.text(), Hook, s.list(s.union(s.text(), Hook))).note({
  id: "hooks",
  examples: ["./prepare.sh", [{ if: "failure()", run: "./ci/logs.sh" }]],
})

export const HOOK_KEYS = {
  before: key({
    schema: Hooks.describe("Commands before each attempt; if one fails, the attempt does not run"),
    evaluated: "itself",
    when: "at the attempt",
    merge: "append",
  }),
  after: key({
    schema: Hooks.describe("Commands after each attempt, by default if it passed", [
      { if: "always()", run: "./drop-namespace.sh" },
    ]),
    evaluated: "itself",
    when: "at the attempt",
    merge: "append",
  }),
} as const

/** Longest time of a hook that says nothing of it. */
const HOOK_TIMEOUT_MS = 600_000

/** Characters of a command that stand for the name of a hook that has none. */
const NAME_CHARACTERS = 60

type HooksText = s.Infer<typeof Hooks>
type HooksField = Placed<HooksText>

interface Member {
  readonly text: Exclude<HooksText, readonly unknown[] | string>
  readonly path: Path
  /** True where the whole value is the command. */
  readonly short: boolean
}

/** Hooks with what a suite leaves unsaid filled in. */
export function hooksOf(
  field: HooksField,
  place: {
    /** Shell and folder of hooks that name none. */
    readonly shell: string
    readonly workingDirectory: string
    /** Folder of the suite file, relative to the root. */
    readonly folder: string
    readonly diagnostics: Diagnostic[]
  },
): HookSpec[] {
  const { document } = field
  return membersOf(field).map(({ text, path }): HookSpec => {
    const directory = text["working-directory"]
    return {
      name: text.name ?? nameFor(text.run),
      run: text.run,
      if: conditionOf(text.if),
      shell: text.shell ?? place.shell,
      env: envOf([{ value: text.env ?? {}, document, path: [...path, "env"] }]),
      workingDirectory:
        directory === undefined || directory === ""
          ? place.workingDirectory
          : resolveFolder(directory, {
              folder: place.folder,
              location: () => document.locate([...path, "working-directory"]),
              diagnostics: place.diagnostics,
            }),
      timeoutMs: millisecondsOf(text.timeout) ?? HOOK_TIMEOUT_MS,
    }
  })
}

/** A hook that is just a command. */
export function commandHook(
  run: string,
  place: Pick<HookSpec, "shell" | "workingDirectory" | "timeoutMs">,
): HookSpec {
  return { name: nameFor(run), run, if: null, env: {}, ...place }
}

/** Every problem of the texts of hooks. */
export function checkHooks(field: HooksField, available: readonly string[]): Diagnostic[] {
  const { document } = field
  return membersOf(field).flatMap(({ text, path, short }) => {
    const at = (key: string): Path => (short ? path : [...path, key])
    const texts = [
      { text: text.run, path: at("run") },
      ...(text["working-directory"] === undefined
        ? []
        : [{ text: text["working-directory"], path: at("working-directory") }]),
      ...Object.entries(text.env ?? {}).flatMap(([name, value]) =>
        typeof value === "string" ? [{ text: value, path: [...path, "env", name] }] : [],
      ),
    ]
    return [
      ...texts.flatMap((one) => checkText(one, { document, available })),
      ...checkInjectedText({ text: text.run, path: at("run") }, document),
      ...(text.run.trim() === "" ? [emptyHook(document, at("run"))] : []),
      ...(typeof text.if === "string"
        ? checkConditionText(text.if, { document, path: at("if"), available })
        : []),
      ...(text.shell === undefined
        ? []
        : checkShellName({ value: text.shell, document, path: at("shell") })),
    ]
  })
}

function emptyHook(document: LocatedDocument, path: Path): Diagnostic {
  const message = "the hook has nothing to run"
  const hint = "give it `run` with a command"
  return errorAt(document.locate(path), { code: "scenario/no-command", message, hint })
}

function membersOf({ value, path }: HooksField): readonly Member[] {
  if (Array.isArray(value)) return value.map((one, i) => memberOf(one, [...path, i]))
  return [memberOf(value as Exclude<HooksText, readonly unknown[]>, path)]
}

function memberOf(value: Exclude<HooksText, readonly unknown[]>, path: Path): Member {
  if (typeof value === "string") return { text: { run: value }, path, short: true }
  return { text: value, path, short: false }
}

/** The first line of a command; an expression in it is shown as it was written. */
function nameFor(run: string): string {
  const [line = ""] = run.trim().split("\n")
  const cut = line.slice(0, NAME_CHARACTERS)
  return cut.length < line.length && !hasExpression(line) ? `${cut}…` : cut
}
