/**
 * Groups, runner classes, capabilities and fixtures of a suite file. Part of the one schema in
 * `schema.ts`.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { duration, Env, Quantity, TextList } from "../schema-parts.ts"
import { Demand } from "./resource-schema.ts"
import { HttpExpect } from "./run-schema.ts"

const fixed = { expressions: false, positive: true } as const
const zeroAllowed = { expressions: false, positive: false } as const

/** A limit or an order that scenarios share. */
export const Group = once(() =>
  z
    .strictObject({
      "max-parallel": z
        .int()
        .min(1)
        .describe("So many members run at once")
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
        .describe("So many members start together; the next begin when all of them have ended")
        .meta({ examples: [10] }),
      pause: duration(zeroAllowed).describe("Wait between a member (or batch) and the next"),
      scope: z
        .enum(["shard", "run"])
        .describe("`run` keeps members of the same key in one shard; `shard` when left out"),
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
        .describe("Scenarios at the same time in a shard; what the command line says when left out")
        .meta({ examples: [4, "auto"] })
        .optional(),
      "max-shards": z
        .int()
        .min(1)
        .describe("So many shards of this class at most")
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
        .describe("Label selector of the nodes that count; all of them when left out")
        .meta({ examples: ["node-role.kubernetes.io/worker="] }),
      reserve: z
        .union([z.number(), z.string()])
        .describe("Part of cpu and memory that is kept back; 40% when left out")
        .meta({ examples: ["40%", 0.4] }),
      pods: z
        .string()
        .min(1)
        .describe("Label selector of running pods, which are counted instead of nodes")
        .meta({ examples: ["app=worker"] }),
      namespace: z
        .string()
        .min(1)
        .describe("Namespace of the pods; all when left out")
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
        .describe("Text for the shell; exit code 0 means that it is there")
        .meta({ examples: ["docker info"] }),
      as: z
        .enum(["presence", "count", "quantity", "version"])
        .describe("What the command prints; `presence` asks for its exit code alone"),
      tcp: z
        .string()
        .describe("`host:port` that must accept")
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
        .describe("File that must be there, relative to the folder of this file")
        .meta({ examples: ["/dev/kvm"] }),
      value: Quantity()
        .describe("A quantity that is known")
        .meta({ examples: [2] }),
      kubernetes: Kubernetes()
        .nullable()
        .describe("What nodes of a cluster offer, or how many pods")
        .meta({ examples: [{ selector: "pool=smoke", reserve: "40%" }] }),
      timeout: duration(fixed).describe("Longest time of the probe; 10s when left out"),
      scope: z
        .enum(["runner", "run"])
        .describe("`run`: one thing outside that all shards share; `runner` when left out"),
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

const readyUrl = "http://127.0.0.1:${{ fixture.PORT }}/status"

/** A request whose answer says that an instance can be used. */
const ReadyHttp = once(() =>
  z.union([
    z.string(),
    z.strictObject({
      url: z
        .string()
        .describe("URL that is asked")
        .meta({ examples: [readyUrl] }),
      expect: HttpExpect().describe("What the answer must be; 2xx when left out").optional(),
    }),
  ]),
)

/** A pattern in the log of an instance. */
const ReadyLog = once(() =>
  z.union([
    z.string().min(1),
    z.strictObject({
      matches: z
        .string()
        .min(1)
        .describe("Pattern of a line")
        .meta({ examples: ["ready to accept connections"] }),
      times: z
        .int()
        .min(1)
        .describe("So many lines must match; 1 when left out")
        .meta({ examples: [2] })
        .optional(),
    }),
  ]),
)

/** When an instance of a fixture can be used: exactly one of the ways. */
export const Ready = once(() =>
  z
    .strictObject({
      http: ReadyHttp()
        .describe("URL that must answer 2xx, or what `expect` says")
        .meta({ examples: [readyUrl] }),
      log: ReadyLog()
        .describe("Pattern that a line of its log must match; named groups become outputs")
        .meta({ examples: ["listening on port (?<PORT>\\d+)"] }),
      tcp: z
        .string()
        .describe("`host:port` that must accept")
        .meta({ examples: ["127.0.0.1:${{ fixture.PORT }}"] }),
      command: z
        .string()
        .describe("Command that must exit 0")
        .meta({ examples: ["./ready.sh"] }),
      timeout: duration(fixed).describe("Longest time of one try"),
    })
    .partial()
    .meta({ id: "ready", examples: [{ http: readyUrl, timeout: "5s" }] }),
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
        "A process that is kept alive for as long as the instance is",
      ),
      start: command("./create-vms.sh").describe("A command that must exit 0; instead of `serve`"),
      ready: z
        .union([Ready(), z.array(Ready()).min(1)])
        .describe(
          "When the instance can be used, or a list of what must hold; at once when left out",
        )
        .meta({ examples: [{ tcp: "127.0.0.1:${{ fixture.PORT }}" }] }),
      reset: command("./reset-browser.sh").describe("A command between two leases of an instance"),
      stop: command("./stop-browser.sh").describe("A command that takes the instance down"),
      health: command("./check.sh").describe(
        "A command before a lease; when it fails, the instance is replaced",
      ),
      instances: z
        .int()
        .min(1)
        .max(1024)
        .describe("So many at most; 1 when left out")
        .meta({ examples: [10] }),
      warm: z
        .int()
        .min(0)
        .max(1024)
        .describe("So many are started before they are asked for; 0 when left out")
        .meta({ examples: [4] }),
      key: TextList()
        .describe(
          "Dimensions, or an expression: one fixture for each value of it, shared by what differs in others",
        )
        .meta({ examples: [["pool", "size"]] }),
      demand: Demand().describe("What an instance takes for as long as it is there"),
      "max-uses": z
        .int()
        .min(1)
        .describe("So many leases before an instance is replaced")
        .meta({ examples: [50] }),
      choose: z
        .enum(["round-robin", "least-connections", "resource-based"])
        .describe("Which instance gets the next lease; `least-connections` when left out"),
      leases: z
        .union([z.int().min(1), z.literal("unlimited")])
        .describe(
          "Leases of an instance at once; 1 for pools and keys, else unlimited, when left out",
        )
        .meta({ examples: [1, "unlimited"] }),
      "lease-timeout": duration(fixed).describe(
        "Scenarios fail when no instance was free for so long while a worker was; no limit when left out",
      ),
      "max-age": duration(fixed).describe(
        "Age at which an instance is replaced, give or take a tenth",
      ),
      ports: TextList()
        .describe("Names of ports that each instance is given, in the environment of its commands")
        .meta({ examples: [["PORT", "ADMIN_PORT"]] }),
      outputs: Env()
        .describe("Environment of scenarios that lease an instance")
        .meta({ examples: [{ DATABASE_URL: "postgres://127.0.0.1:${{ fixture.PORT }}/app" }] }),
      fixtures: TextList()
        .describe("Fixtures of which each instance leases one for its whole life")
        .meta({ examples: [["server"]] }),
      scope: z
        .enum(["shard", "run"])
        .describe(
          "`run` keeps all scenarios that lease the same key in one shard; `shard` when left out",
        ),
      "start-parallel": z
        .int()
        .min(1)
        .describe("Starts at the same time; as many as the machine has cores when left out")
        .meta({ examples: [2] }),
      "start-timeout": duration(fixed).describe(
        "Longest time until it is ready; 10m when left out",
      ),
      "stop-timeout": duration(fixed).describe("Longest time of `stop`; 1m when left out"),
      "start-retries": z
        .int()
        .min(0)
        .max(100)
        .describe("Further tries of a failed start; 0 when left out")
        .meta({ examples: [2] }),
      idle: duration(fixed).describe("Stops an instance without a lease for so long"),
      shell: z
        .string()
        .describe("Of its commands; as of a scenario")
        .meta({ examples: ["bash"] }),
      env: Env().describe("Of its commands"),
      "working-directory": z
        .string()
        .describe("Of its commands, relative to the folder of this file")
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
export type ReadyText = z.infer<ReturnType<typeof Ready>>
export type FixtureText = z.infer<ReturnType<typeof Fixture>>
