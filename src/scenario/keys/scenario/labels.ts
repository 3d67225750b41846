/**
 * What a scenario is called and selected by: `name`, `tags`, `features` and `meta`.
 */
import * as s from "../../../core/schema/make.ts"
import { key, TextList } from "../parts.ts"

export const LABEL_KEYS = {
  name: key({
    schema: s
      .union(s.text(), s.number())
      .describe("For people; the id when left out", "Login works"),
    evaluated: "planning",
    merge: "replace",
    fixed: "the name is said by the scenario itself",
  }),
  tags: key({
    schema: TextList.describe("Labels to select by; a comma parts them", ["auth", "quick"]),
    evaluated: "planning",
    merge: "append",
  }),
  features: key({
    schema: TextList.describe(
      "What is tested, parted by commas; a name of `capabilities` is a requirement, too",
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
