/**
 * `capabilities`: what runners and their surroundings may have, as the file has it.
 */
import * as s from "../../../core/schema/make.ts"
import { duration, Quantity } from "../parts.ts"

/** An address whose port alone says too little. */
export const Address = s.text().note({
  mistaken: (found) =>
    typeof found === "number" ? `write the host too: \`tcp: "localhost:${found}"\`` : undefined,
})

const Kubernetes = s
  .strictObject(
    {
      selector: s
        .text()
        .describe(
          "Label selector of the nodes that count; all of them when left out",
          "node-role.kubernetes.io/worker=",
        ),
      reserve: s
        .union(s.number(), s.text())
        .describe("Part of cpu and memory that is kept back; 40% when left out", "40%", 0.4),
      pods: s
        .text()
        .filled()
        .describe(
          "Label selector of running pods, which are counted instead of nodes",
          "app=worker",
        ),
      namespace: s.text().filled().describe("Namespace of the pods; all when left out", "smoke"),
    },
    {
      called: "`kubernetes`",
      words: {
        nodes: "the key is `selector`",
        labels: "the key is `selector`",
        "label-selector": "the key is `selector`",
      },
    },
  )
  .partial()
  .note({ id: "kubernetes", examples: [{ selector: "pool=smoke", reserve: "40%" }] })

const AS_COMMAND = "the key is `command`"

/** How a capability is found out: exactly one of the ways. */
export const Capability = s
  .strictObject(
    {
      command: s
        .text()
        .describe("Text for the shell; exit code 0 means that it is there", "docker info"),
      as: s
        .words(["presence", "count", "quantity", "version"])
        .describe("What the command prints; `presence` asks for its exit code alone"),
      tcp: Address.describe("`host:port` that must accept", "hive:9083"),
      http: s.text().describe("URL that must answer 2xx", "https://staging.example.com/health"),
      env: s.text().describe("Environment variable that must be set", "API_TOKEN"),
      file: s
        .text()
        .filled()
        .describe("File that must be there, relative to the folder of this file", "/dev/kvm"),
      value: Quantity.describe("A quantity that is known", 2),
      kubernetes: Kubernetes.nullable().describe(
        "What nodes of a cluster offer, or how many pods",
        { selector: "pool=smoke", reserve: "40%" },
      ),
      timeout: duration({ positive: true }).describe(
        "Longest time of the probe; 10s when left out",
      ),
      scope: s
        .words(["runner", "run"])
        .describe("`run`: one thing outside that all shards share; `runner` when left out"),
      required: s.flag().describe("Its absence is an error of the run, not a skip"),
    },
    {
      called: "a capability",
      words: {
        run: AS_COMMAND,
        cmd: AS_COMMAND,
        exec: AS_COMMAND,
        url: "the key is `http`",
        port: "write `tcp: host:port`",
        host: "write `tcp: host:port`",
        count: "write `command` with `as: count`, or a `value`",
        pods: "write it below `kubernetes`",
        selector: "write it below `kubernetes`",
      },
    },
  )
  .partial()
  .note({
    id: "capability",
    examples: [
      { tcp: "hive:9083", timeout: "2s" },
      { command: "nvidia-smi -L | wc -l", as: "count" },
      { value: 2, scope: "run" },
    ],
    mistaken: (found) =>
      typeof found === "string"
        ? `write \`{ command: ${found} }\` for a command that must exit 0`
        : undefined,
  })

export type CapabilityText = s.Infer<typeof Capability>
