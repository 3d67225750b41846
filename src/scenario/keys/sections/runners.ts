/**
 * `runners`: classes of machines that shards run on, as the file has them.
 */
import * as s from "../../../core/schema/make.ts"
import { duration } from "../parts.ts"
import { Labels } from "../scenario/machine.ts"

const BELOW_CAPABILITIES = "write it below `capabilities`"

/** A kind of machine that shards run on. */
export const Runner = s
  .strictObject(
    {
      "runs-on": Labels.describe("Labels, as `runs-on` of a job in Actions", "ubuntu-latest", [
        "self-hosted",
        "gpu",
      ]),
      startup: duration({ positive: false })
        .describe("From the start of its job to the first scenario, for predictions")
        .optional(),
      capabilities: s
        .record(s.union(s.number(), s.text(), s.flag()))
        .note({
          mistaken: (found) =>
            Array.isArray(found)
              ? "write how much there is of each: `{ gpu: 2, docker: true }`"
              : undefined,
        })
        .describe("What its machines have: quantities, versions, or true", {
          gpu: 2,
          memory: "64Gi",
          docker: true,
        })
        .optional(),
      workers: s
        .union(s.whole().min(1).max(1024), s.literal("auto"))
        .describe(
          "Scenarios at the same time in a shard; what the command line says when left out",
          ...[4, "auto"],
        )
        .optional(),
      "max-shards": s.whole().min(1).describe("So many shards of this class at most", 1).optional(),
    },
    {
      called: "a runner class",
      words: {
        labels: "the key is `runs-on`",
        "startup-time": "the key is `startup`",
        "max-parallel": "the scenarios at once in a shard are `workers`, the shards `max-shards`",
        shards: "the key is `max-shards`",
        cpu: BELOW_CAPABILITIES,
        memory: BELOW_CAPABILITIES,
        gpu: BELOW_CAPABILITIES,
      },
    },
  )
  .note({
    id: "runner",
    examples: [{ "runs-on": ["self-hosted", "gpu"], capabilities: { gpu: 2 }, "max-shards": 1 }],
    mistaken: () => "write `{ runs-on: ubuntu-latest }` with its labels",
  })

export type RunnerText = s.Infer<typeof Runner>
