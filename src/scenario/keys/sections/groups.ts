/**
 * `groups`: limits and orders that scenarios share, as the file has them.
 */
import * as s from "../../../core/schema/make.ts"
import { duration, TextList } from "../parts.ts"

/** A limit or an order that scenarios share. */
export const Group = s
  .strictObject(
    {
      "max-parallel": s.whole().min(1).describe("So many members run at once", 5),
      sequential: s.flag().describe("Members run one after another, in the order of the suite"),
      key: TextList.describe(
        "Dimensions, or an expression: members with the same value share the limits, others do not",
        ["pool"],
        "${{ matrix.pool }}",
      ),
      conflicts: TextList.describe(
        "Groups whose members never run at the same time as members of this one",
        ["slow"],
      ),
      batch: s
        .whole()
        .min(1)
        .describe("So many members start together; the next begin when all of them have ended", 10),
      pause: duration({ positive: false }).describe(
        "Wait between a member (or batch) and the next",
      ),
      scope: s
        .words(["shard", "run"])
        .describe("`run` keeps members of the same key in one shard; `shard` when left out"),
    },
    {
      called: "a group",
      words: {
        limit: "the key is `max-parallel`",
        "max-workers": "the key is `max-parallel`",
        serial: "the key is `sequential`",
        delay: "the key is `pause`",
        by: "the key is `key`",
        scenarios: "each scenario names its groups: `group: NAME`",
      },
    },
  )
  .partial()
  .note({ id: "group", examples: [{ "max-parallel": 5 }, { key: ["pool"], sequential: true }] })

export type GroupText = s.Infer<typeof Group>
