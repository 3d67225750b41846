/**
 * What a scenario asks of the machine it runs on, and of those that run beside it: `runner`,
 * `runs-on`, `requires`, `demand`, `exclusive`, `group`, `fixtures` and `container`.
 */
import * as s from "../../../core/schema/make.ts"
import { key, Quantity, Text, TextList } from "../parts.ts"
import { ScenarioContainer } from "./container.ts"

const AS_ONE_TEXT = "write a name, or a comparison as one text: `memory >= 8Gi`"

/** Quantities by the name of what is taken. */
export const Demand = s
  .record(Quantity)
  .note({ id: "demand", examples: [{ cpu: 2, memory: "4Gi" }, { "cluster.memory": "4Gi" }] })

/** Labels of machines, as in Actions. */
export const Labels = TextList.note({
  mistaken: (found) =>
    typeof found === "object" ? "write only the labels, such as `[self-hosted, gpu]`" : undefined,
})

export const MACHINE_KEYS = {
  group: key({
    schema: TextList.describe("Groups whose limits it counts towards", "slow"),
    evaluated: "planning",
    merge: "append",
    words: { groups: "the key is `group`" },
  }),
  runner: key({
    schema: s.text().describe("Runner class; default `default`", "gpu"),
    evaluated: "planning",
    merge: "replace",
  }),
  "runs-on": key({
    schema: Labels.describe(
      "As in Actions: the runner class that has these labels",
      "ubuntu-24.04",
      ["self-hosted", "gpu"],
    ),
    evaluated: "planning",
    merge: "replace",
  }),
  requires: key({
    schema: s
      .union(s.text(), s.list(Text.note({ mistaken: () => AS_ONE_TEXT })))
      .note({ mistaken: () => AS_ONE_TEXT })
      .describe(
        "What its shard must have: names or comparisons; otherwise the scenario is skipped",
        ["docker", "memory >= 8Gi", "node >= 22"],
      ),
    evaluated: "planning",
    merge: "append",
    words: { capabilities: "the key is `requires`; declarations are at the top level of the file" },
  }),
  demand: key({
    schema: Demand.describe(
      "What it takes while it runs: cpu, memory, gpu, or names of capabilities; default: only a worker",
    ),
    evaluated: "planning",
    merge: "members",
  }),
  exclusive: key({
    schema: s
      .flag()
      .describe("Nothing else runs at the same time in its shard; default false", true),
    evaluated: "itself",
    merge: "replace",
  }),
  fixtures: key({
    schema: TextList.describe("Names from `fixtures`; it leases one instance of each", ["browser"]),
    evaluated: "refused",
    merge: "append",
    words: { fixture: "the key is `fixtures`" },
  }),
  container: key({
    schema: s
      .union(s.literal(false), s.text().filled(), ScenarioContainer)
      .describe(
        "As in Actions: an image that its command runs in, or more of the container; false runs it outside",
        "node:24",
      ),
    evaluated: "attempt",
    merge: "replace",
    words: { image: "it is a key of `container`", docker: "the key is `container`" },
  }),
} as const
