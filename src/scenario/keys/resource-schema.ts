/**
 * The keys of a scenario that say what it asks of a machine: requirements, what it takes and what it
 * may use, classes and fixtures. Part of the one schema in `schema.ts`.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { bytes, duration, Patterns, Quantity, TextList } from "../schema-parts.ts"

/** What one attempt may use. */
export const Limits = once(() =>
  z
    .strictObject({
      memory: bytes("1Gi", "512Mi").describe(
        "Memory of all processes of an attempt together; an attempt above it is ended",
      ),
      cpu: z
        .union([z.number(), z.string()])
        .meta({ examples: ["200%", 1.5] })
        .describe("Processors: a number, or a percentage of one"),
      "cpu-time": duration({ expressions: false, positive: true }).describe(
        "Processor time of all processes of an attempt together",
      ),
      output: bytes("10Mi").describe("Size of the log of an attempt; an attempt above it is ended"),
    })
    .partial()
    .meta({ id: "limits", examples: [{ memory: "1Gi", cpu: "200%", output: "10Mi" }] }),
)

/** Reports of the tested program itself. */
export const Reports = once(() =>
  z
    .strictObject({
      junit: Patterns()
        .describe("JUnit XML files, relative to the working directory")
        .meta({
          examples: ["out/*.xml"],
        }),
    })
    .partial()
    .meta({ id: "reports", examples: [{ junit: "out/*.xml" }] }),
)

/** Quantities by the name of what is taken. */
export const Demand = once(() =>
  z
    .record(z.string(), Quantity())
    .meta({ id: "demand", examples: [{ cpu: 2, memory: "4Gi" }, { "cluster.memory": "4Gi" }] }),
)

/** Keys of a scenario that this file is about. */
export const ResourceShape = once(
  () =>
    ({
      requires: TextList()
        .describe(
          "What its shard must have: names or comparisons; otherwise the scenario is skipped",
        )
        .meta({ examples: [["docker", "memory >= 8Gi", "node >= 22"]] }),
      demand: Demand().describe(
        "What it takes while it runs: cpu, memory, gpu, or names of capabilities; default: only a worker",
      ),
      exclusive: z
        .boolean()
        .describe("Nothing else runs at the same time in its shard; default false")
        .meta({ examples: [true] }),
      limits: Limits().describe("What one attempt may use"),
      "idle-timeout": duration({ expressions: false, positive: true }).describe(
        "Longest time without output; default: no limit",
      ),
      fixtures: TextList()
        .describe("Names from `fixtures`; it leases one instance of each")
        .meta({
          examples: [["browser"]],
        }),
      reports: Reports().describe("Reports of the tested program with its test cases"),
      "continue-on-error": z
        .union([z.boolean(), z.string()])
        .describe("As in Actions: its failure is reported and does not fail the run")
        .meta({ examples: [true, "${{ matrix.experimental }}"] }),
      "runs-on": TextList()
        .describe("As in Actions: the runner class that has these labels")
        .meta({
          examples: ["ubuntu-24.04", ["self-hosted", "gpu"]],
        }),
    }) as const,
)
