/**
 * `env`: the environment of a scenario.
 */
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import type { Infer } from "../../../core/schema/make.ts"
import { type Placed, writtenText } from "../../text/written.ts"
import { Env, key } from "../parts.ts"

export const ENVIRONMENT_KEYS = {
  env: key({
    schema: Env.describe("Environment; merged with that of `defaults`"),
    evaluated: "attempt",
    merge: "members",
  }),
} as const

type EnvText = Infer<typeof Env>

/** The variables of all layers together. */
export function envOf(parts: readonly Placed<EnvText>[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap(({ value, document, path }) =>
      Object.entries(value).map(([name, one]) => [
        name,
        writtenText(document, [...path, name], one),
      ]),
    ),
  )
}

/** Names that no shell could read. */
export function checkEnv({ value, document, path }: Placed<EnvText>): Diagnostic[] {
  return Object.keys(value)
    .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name))
    .map((name) => {
      const message = `\`${name}\` cannot be the name of an environment variable`
      const hint = "use letters, digits and `_`, and no digit first"
      return errorAt(document.locateKey([...path, name]), { code: "suite/value", message, hint })
    })
}
