/**
 * What a scenario is called and selected by: `name`, `tags`, `features` and `meta`.
 */
import * as s from "../../../core/schema/make.ts"
import { key, TextList } from "../parts.ts"

export const LABEL_KEYS = {
  name: key({
    schema: s.union(s.text(), s.number()).describe("For people; default: the id", "Login works"),
    evaluated: "planning",
    merge: "replace",
    fixed: "only the scenario itself can set its name",
  }),
  tags: key({
    schema: TextList.describe("Labels to select by, separated by commas", ["auth", "quick"]),
    evaluated: "planning",
    merge: "append",
  }),
  features: key({
    schema: TextList.describe(
      "Tested features, separated by commas; a name from `capabilities` is a requirement too",
      ["iceberg"],
    ),
    evaluated: "refused",
    merge: "append",
  }),
  meta: key({
    schema: s
      .record(s.anything())
      .describe("Anything else worth keeping; merged with that of `defaults`", {
        component: "shop",
      }),
    evaluated: "itself",
    merge: "members",
  }),
} as const
