/**
 * What runs and how: `run`, `args`, `shell`, `working-directory`; kinds beyond commands and requests,
 * which are a module of the repository or a name that the embedding program registered.
 */
import { join, normalize } from "node:path/posix"
import type { JsonObject } from "../../../core/json/json.ts"
import * as s from "../../../core/schema/make.ts"
import type { CustomSpec } from "../../../formats/run-specs.ts"
import { key, Text } from "../parts.ts"

const BY_ITSELF = "only the scenario itself can set what runs"

/** What people call `run`. */
export const RUN_WORDS: readonly string[] = ["cmd", "command", "script", "exec"]

/** Shell of commands that name none. */
export const DEFAULT_SHELL = "bash"

export const COMMAND_KEYS = {
  run: key({
    schema: s
      .text()
      .describe("Command text for the shell", "./smoke/login.sh")
      .note({
        mistaken: (found) =>
          typeof found === "boolean" || typeof found === "number"
            ? `write the command in quotes: \`run: "${found}"\``
            : undefined,
      }),
    evaluated: "attempt",
    merge: "replace",
    fixed: BY_ITSELF,
    words: Object.fromEntries(RUN_WORDS.map((word) => [word, "the key is `run`"])),
  }),
  args: key({
    schema: s
      .list(Text)
      .describe("Arguments of the command or script", ["${{ scenario.slug }}", "eu"]),
    evaluated: "attempt",
    merge: "append",
  }),
  shell: key({
    schema: s
      .text()
      .describe(
        "bash, sh, python, pwsh, node, or a template with {0}; default bash",
        ...["bash", "python", "perl {0}"],
      ),
    evaluated: "refused",
    merge: "replace",
  }),
  "working-directory": key({
    schema: s.text().describe("Relative to the folder of this file; default: that folder", "web"),
    evaluated: "attempt",
    merge: "replace",
    words: { cwd: "the key is `working-directory`" },
  }),
  kind: key({
    schema: s
      .text()
      .filled()
      .describe(
        "What runs it instead of a command: a module, or a registered name",
        "./smoke-kinds/grpc.mjs",
      ),
    evaluated: "refused",
    merge: "replace",
    fixed: BY_ITSELF,
  }),
  with: key({
    schema: s.record(s.anything()).describe("Input of the kind", { service: "cart" }),
    evaluated: "attempt",
    merge: "replace",
  }),
} as const

/** What runs a scenario of a kind. */
export function kindOf(
  name: string,
  at: { readonly given: JsonObject; readonly folder: string },
): CustomSpec {
  const path = modulePath(name, at.folder)
  return path === null
    ? { kind: "registered", name, with: at.given }
    : { kind: "module", path, with: at.given }
}

/** The path of a module relative to the root; null where the text is a name. */
export function modulePath(text: string, folder: string): string | null {
  return /^\.{0,2}\//u.test(text) ? normalize(join(folder, text)) : null
}
