/**
 * Groups, runner classes, capabilities and fixtures of a suite file. Part of the one schema in
 * `schema.ts`.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { duration, Env, Quantity, TextList } from "../schema-parts.ts"
import { Demand } from "./resource-schema.ts"

const fixed = { expressions: false, positive: true } as const
const zeroAllowed = { expressions: false, positive: false } as const

/** A limit or an order that scenarios share. */
export const Group = once(() =>
  z
    .strictObject({
      "max-parallel": z
        .int()
        .min(1)
        .describe("Most members that run at once")
        .meta({ examples: [5] }),
      sequential: z.boolean().describe("Members run one after another, in the order of the suite"),
      key: TextList()
        .describe(
          "Dimensions, or an expression: members with the same value share the limits, others do not",
        )
        .meta({ examples: [["pool"], "${{ matrix.pool }}"] }),
      conflicts: TextList()
        .describe("Groups whose members never run at the same time as members of this one")
        .meta({ examples: [["slow"]] }),
      batch: z
        .int()
        .min(1)
        .describe("Number of members that start together; the next ones start when all have ended")
        .meta({ examples: [10] }),
      pause: duration(zeroAllowed).describe("Wait between a member (or batch) and the next"),
      scope: z
        .enum(["shard", "run"])
        .describe("`run` keeps members of the same key in one shard; default `shard`"),
    })
    .partial()
    .meta({
      id: "group",
      examples: [{ "max-parallel": 5 }, { key: ["pool"], sequential: true }],
    }),
)

/** A kind of machine that shards run on. */
export const Runner = once(() =>
  z
    .strictObject({
      "runs-on": TextList()
        .describe("Labels, as `runs-on` of a job in Actions")
        .meta({
          examples: ["ubuntu-latest", ["self-hosted", "gpu"]],
        }),
      startup: duration(zeroAllowed)
        .optional()
        .describe("From the start of its job to the first scenario, for predictions"),
      capabilities: z
        .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
        .describe("What its machines have: quantities, versions, or true")
        .meta({ examples: [{ gpu: 2, memory: "64Gi", docker: true }] })
        .optional(),
      workers: z
        .union([z.int().min(1).max(1024), z.literal("auto")])
        .describe("Scenarios that run at once in a shard; default: from the command line")
        .meta({ examples: [4, "auto"] })
        .optional(),
      "max-shards": z
        .int()
        .min(1)
        .describe("Most shards of this class")
        .meta({ examples: [1] })
        .optional(),
    })
    .meta({
      id: "runner",
      examples: [{ "runs-on": ["self-hosted", "gpu"], capabilities: { gpu: 2 }, "max-shards": 1 }],
    }),
)

/** Nodes or pods of a cluster. */
export const Kubernetes = once(() =>
  z
    .strictObject({
      selector: z
        .string()
        .describe("Label selector of the nodes; default: all nodes")
        .meta({ examples: ["node-role.kubernetes.io/worker="] }),
      reserve: z
        .union([z.number(), z.string()])
        .describe("Part of cpu and memory to keep back; default 40%")
        .meta({ examples: ["40%", 0.4] }),
      pods: z
        .string()
        .min(1)
        .describe("Label selector of running pods, which are counted instead of nodes")
        .meta({ examples: ["app=worker"] }),
      namespace: z
        .string()
        .min(1)
        .describe("Namespace of the pods; default: all")
        .meta({ examples: ["smoke"] }),
    })
    .partial()
    .meta({ id: "kubernetes", examples: [{ selector: "pool=smoke", reserve: "40%" }] }),
)

/** How a capability is found out: exactly one of the ways. */
export const Capability = once(() =>
  z
    .strictObject({
      command: z
        .string()
        .describe("Command text for the shell; exit code 0 means present")
        .meta({ examples: ["docker info"] }),
      as: z
        .enum(["presence", "count", "quantity", "version"])
        .describe("What the command prints; `presence` uses only its exit code"),
      tcp: z
        .string()
        .describe("`host:port` that must accept connections")
        .meta({ examples: ["hive:9083"] }),
      http: z
        .string()
        .describe("URL that must answer 2xx")
        .meta({ examples: ["https://staging.example.com/health"] }),
      env: z
        .string()
        .describe("Environment variable that must be set")
        .meta({ examples: ["API_TOKEN"] }),
      file: z
        .string()
        .min(1)
        .describe("File that must exist, relative to the folder of this file")
        .meta({ examples: ["/dev/kvm"] }),
      value: Quantity()
        .describe("A known quantity")
        .meta({ examples: [2] }),
      kubernetes: Kubernetes()
        .nullable()
        .describe("What nodes of a cluster offer, or how many pods")
        .meta({ examples: [{ selector: "pool=smoke", reserve: "40%" }] }),
      timeout: duration(fixed).describe("Longest time of the probe; default 10s"),
      scope: z
        .enum(["runner", "run"])
        .describe("`run`: one thing outside that all shards share; default `runner`"),
      required: z.boolean().describe("Its absence is an error of the run, not a skip"),
    })
    .partial()
    .meta({
      id: "capability",
      examples: [
        { tcp: "hive:9083", timeout: "2s" },
        { command: "nvidia-smi -L | wc -l", as: "count" },
        { value: 2, scope: "run" },
      ],
    }),
)

/** When an instance of a fixture can be used: exactly one of the ways. */
export const Ready = once(() =>
  z
    .strictObject({
      http: z
        .string()
        .describe("URL that must answer 2xx")
        .meta({ examples: ["http://127.0.0.1:${{ fixture.PORT }}/status"] }),
      tcp: z
        .string()
        .describe("`host:port` that must accept connections")
        .meta({ examples: ["127.0.0.1:${{ fixture.PORT }}"] }),
      command: z
        .string()
        .describe("Command that must exit 0")
        .meta({ examples: ["./ready.sh"] }),
      timeout: duration(fixed).describe("Longest time of one try"),
    })
    .partial()
    .meta({
      id: "ready",
      examples: [{ http: "http://127.0.0.1:${{ fixture.PORT }}/status", timeout: "5s" }],
    }),
)

const command = (example: string) =>
  z
    .string()
    .min(1)
    .meta({ examples: [example] })

/** Something that is set up before scenarios and torn down after them. */
export const Fixture = once(() =>
  z
    .strictObject({
      serve: command("./browser-server.sh").describe(
        "A process that lives as long as the instance",
      ),
      start: command("./create-vms.sh").describe("A command that must exit 0; instead of `serve`"),
      ready: Ready().describe("When the instance can be used; default: at once"),
      reset: command("./reset-browser.sh").describe("A command between two leases of an instance"),
      stop: command("./stop-browser.sh").describe("A command that takes the instance down"),
      health: command("./check.sh").describe(
        "A command before a lease; if it fails, the instance is replaced",
      ),
      instances: z
        .int()
        .min(1)
        .max(1024)
        .describe("Most instances; default 1")
        .meta({ examples: [10] }),
      warm: z
        .int()
        .min(0)
        .max(1024)
        .describe("Number of instances started in advance; default 0")
        .meta({ examples: [4] }),
      key: TextList()
        .describe(
          "Dimensions, or an expression: one fixture for each value, shared by scenarios that differ elsewhere",
        )
        .meta({ examples: [["pool", "size"]] }),
      demand: Demand().describe("What an instance takes while it exists"),
      "max-uses": z
        .int()
        .min(1)
        .describe("Number of leases before an instance is replaced")
        .meta({ examples: [50] }),
      choose: z
        .enum(["round-robin", "least-connections", "resource-based"])
        .describe("Which instance gets the next lease; default `least-connections`"),
      share: z
        .union([z.int().min(1), z.literal("unlimited")])
        .describe("Leases of an instance at once; default 1")
        .meta({ examples: [1, "unlimited"] }),
      "start-timeout": duration(fixed).describe(
        "Longest time until it is ready; default 10m",
      ),
      "stop-timeout": duration(fixed).describe("Longest time of `stop`; default 1m"),
      "start-retries": z
        .int()
        .min(0)
        .max(100)
        .describe("Retries of a failed start; default 0")
        .meta({ examples: [2] }),
      idle: duration(fixed).describe("Stops an instance that was not leased for this time"),
      shell: z
        .string()
        .describe("For its commands; as for a scenario")
        .meta({ examples: ["bash"] }),
      env: Env().describe("For its commands"),
      "working-directory": z
        .string()
        .describe("For its commands; relative to the folder of this file")
        .meta({ examples: ["fixtures"] }),
    })
    .partial()
    .meta({
      id: "fixture",
      examples: [{ serve: "./server.sh", instances: 10, warm: 4, reset: "./reset.sh" }],
    }),
)

export type GroupText = z.infer<ReturnType<typeof Group>>
export type RunnerText = z.infer<ReturnType<typeof Runner>>
export type CapabilityText = z.infer<ReturnType<typeof Capability>>
export type FixtureText = z.infer<ReturnType<typeof Fixture>>
