/**
 * `fixtures`: what is set up before scenarios and torn down after them, as the file has it.
 */
import * as s from "../../../core/schema/make.ts"
import { duration, Env, TextList } from "../parts.ts"
import { Demand } from "../scenario/machine.ts"
import { Address } from "./capabilities.ts"

/** When an instance of a fixture can be used: exactly one of the ways. */
const Ready = s
  .strictObject(
    {
      http: s
        .text()
        .describe("URL that must answer 2xx", "http://127.0.0.1:${{ fixture.PORT }}/status"),
      tcp: Address.describe("`host:port` that must accept", "127.0.0.1:${{ fixture.PORT }}"),
      command: s.text().describe("Command that must exit 0", "./ready.sh"),
      timeout: duration({ positive: true }).describe("Longest time of one try"),
    },
    {
      called: "`ready`",
      words: {
        url: "the key is `http`",
        port: "write `tcp: host:port`",
        run: "the key is `command`",
      },
    },
  )
  .partial()
  .note({
    id: "ready",
    examples: [{ http: "http://127.0.0.1:${{ fixture.PORT }}/status", timeout: "5s" }],
    mistaken: (found) => {
      if (typeof found !== "string") return undefined
      const name = /^https?:/u.test(found) ? "http" : "command"
      return `write \`ready: { ${name}: ${JSON.stringify(found)} }\``
    },
  })

const command = (description: string, example: string) =>
  s.text().filled().describe(description, example)

const START_OR_SERVE = "write `start` for a command that ends, or `serve` for a process that stays"
const INSTANCES = "the key is `instances`"

/** Something that is set up before scenarios and torn down after them. */
export const Fixture = s
  .strictObject(
    {
      serve: command(
        "A process that is kept alive for as long as the instance is",
        "./browser-server.sh",
      ),
      start: command("A command that must exit 0; instead of `serve`", "./create-vms.sh"),
      ready: Ready.describe("When the instance can be used; at once when left out"),
      reset: command("A command between two leases of an instance", "./reset-browser.sh"),
      stop: command("A command that takes the instance down", "./stop-browser.sh"),
      health: command(
        "A command before a lease; when it fails, the instance is replaced",
        "./check.sh",
      ),
      instances: s.whole().min(1).max(1024).describe("So many at most; 1 when left out", 10),
      warm: s
        .whole()
        .min(0)
        .max(1024)
        .describe("So many are started before they are asked for; 0 when left out", 4),
      key: TextList.describe(
        "Dimensions, or an expression: one fixture for each value of it, shared by what differs in others",
        ["pool", "size"],
      ),
      demand: Demand.describe("What an instance takes for as long as it is there"),
      "max-uses": s.whole().min(1).describe("So many leases before an instance is replaced", 50),
      choose: s
        .words(["round-robin", "least-connections", "resource-based"])
        .describe("Which instance gets the next lease; `least-connections` when left out"),
      share: s
        .union(s.whole().min(1), s.literal("unlimited"))
        .describe("Leases of an instance at once; 1 when left out", 1, "unlimited"),
      "start-timeout": duration({ positive: true }).describe(
        "Longest time until it is ready; 10m when left out",
      ),
      "stop-timeout": duration({ positive: true }).describe(
        "Longest time of `stop`; 1m when left out",
      ),
      "start-retries": s
        .whole()
        .min(0)
        .max(100)
        .describe("Further tries of a failed start; 0 when left out", 2),
      idle: duration({ positive: true }).describe(
        "Stops an instance that nobody leased for so long",
      ),
      shell: s.text().describe("Of its commands; as of a scenario", "bash"),
      env: Env.describe("Of its commands"),
      "working-directory": s
        .text()
        .describe("Of its commands, relative to the folder of this file", "fixtures"),
    },
    {
      called: "a fixture",
      words: {
        run: START_OR_SERVE,
        command: START_OR_SERVE,
        setup: "the key is `start`",
        teardown: "the key is `stop`",
        size: INSTANCES,
        count: INSTANCES,
        pool: INSTANCES,
        "health-check": "the key is `health`",
        timeout: "write `start-timeout` or `stop-timeout`",
        retries: "the key is `start-retries`",
      },
    },
  )
  .partial()
  .note({
    id: "fixture",
    examples: [{ serve: "./server.sh", instances: 10, warm: 4, reset: "./reset.sh" }],
    mistaken: (found) =>
      typeof found === "string"
        ? "write `{ start: … }` for a command that ends, or `{ serve: … }` for one that stays"
        : undefined,
  })

export type FixtureText = s.Infer<typeof Fixture>
