/**
 * `fixtures`: what is set up before scenarios and torn down after them, as the file has it.
 */
import * as s from "../../../core/schema/make.ts"
import { bytesPerHour, duration, Env, TextList } from "../parts.ts"
import { FixtureContainer } from "../scenario/container.ts"
import { HttpExpect } from "../scenario/http.ts"
import { Demand } from "../scenario/machine.ts"
import { Address } from "./capabilities.ts"

const READY_URL = "http://127.0.0.1:${{ fixture.PORT }}/status"

/** A request whose answer says that an instance can be used. */
const ReadyHttp = s.strictObject(
  {
    url: s.text().describe("URL that is asked", READY_URL),
    expect: HttpExpect.describe("What the answer must be; default 2xx").optional(),
  },
  { called: "`http` of `ready`", words: { status: "write it below `expect`" } },
)

/** A pattern in the log of an instance. */
const ReadyLog = s.strictObject(
  {
    matches: s.text().filled().describe("Pattern of a line", "ready to accept connections"),
    times: s.whole().min(1).describe("Number of lines that must match; default 1", 2).optional(),
  },
  { called: "`log` of `ready`", words: { count: "the key is `times`" } },
)

/** What to write instead of a text. */
function mistakenReady(found: unknown): string | undefined {
  if (typeof found !== "string") return undefined
  const name = /^https?:/u.test(found) ? "http" : "command"
  return `write \`ready: { ${name}: ${JSON.stringify(found)} }\``
}

/** When an instance of a fixture can be used: exactly one of the ways. */
const Ready = s
  .strictObject(
    {
      http: s
        .union(s.text(), ReadyHttp)
        .describe("URL that must answer 2xx, or what `expect` says", READY_URL),
      log: s
        .union(s.text().filled(), ReadyLog)
        .describe(
          "Pattern that a line of its log must match; named groups become outputs",
          "listening on port (?<PORT>\\d+)",
        ),
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
    examples: [{ http: READY_URL, timeout: "5s" }],
    mistaken: mistakenReady,
  })

/** Growth in a soak that fails the run. */
const Leak = s
  .strictObject(
    {
      memory: bytesPerHour("256Ki/h").describe(
        "An instance whose memory surely grows faster fails the run",
        "256Ki/h",
      ),
    },
    { called: "`leak`", words: { rss: "the key is `memory`" } },
  )
  .note({ id: "leak", examples: [{ memory: "256Ki/h" }] })

const command = (description: string, example: string) =>
  s.text().filled().describe(description, example)

const START_OR_SERVE = "write `start` for a command that ends, or `serve` for a process that stays"
const CONTAINER = "it is a key of `container`"
const INNER = "the key is `fixtures`: each instance leases one of those"
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
      container: s
        .union(s.text().filled(), FixtureContainer)
        .describe("An image, or a container in the words of Actions; instead of `serve`", {
          image: "postgres:16",
          ports: [5432],
        }),
      ready: s
        .union(Ready, s.list(Ready).filled())
        .note({ mistaken: mistakenReady })
        .describe(
          "When the instance can be used, or a list of what must hold; when left out: at once, and a container when its ports listen and its health check passes",
          { tcp: "127.0.0.1:${{ fixture.PORT }}" },
        ),
      reset: command("A command between two leases of an instance", "./reset-browser.sh"),
      stop: command("A command that takes the instance down", "./stop-browser.sh"),
      health: command(
        "A command before a lease; when it fails, the instance is replaced",
        "./check.sh",
      ),
      instances: s.whole().min(1).max(1024).describe("Most instances; default 1", 10),
      warm: s
        .whole()
        .min(0)
        .max(1024)
        .describe("Number of instances started in advance; default 0", 4),
      key: TextList.describe(
        "Dimensions, or an expression: one fixture for each value of it, shared by what differs in others",
        ["pool", "size"],
      ),
      demand: Demand.describe("What an instance takes for as long as it is there"),
      "max-uses": s.whole().min(1).describe("Number of leases before an instance is replaced", 50),
      choose: s
        .words(["round-robin", "least-connections", "resource-based"])
        .describe("Which instance gets the next lease; default `least-connections`"),
      leases: s
        .union(s.whole().min(1), s.literal("unlimited"))
        .describe(
          "Leases of an instance at once; default: 1 for pools and keys, otherwise unlimited",
          1,
          "unlimited",
        ),
      "lease-timeout": duration({ positive: true }).describe(
        "Scenarios fail when no instance was free for this long while a worker was; default: no limit",
      ),
      "max-age": duration({ positive: true }).describe(
        "Age at which an instance is replaced, give or take a tenth",
      ),
      ports: TextList.describe(
        "Names of ports that each instance is given, in the environment of its commands",
        ["PORT", "ADMIN_PORT"],
      ),
      outputs: Env.describe("Environment of scenarios that lease an instance", {
        DATABASE_URL: "postgres://127.0.0.1:${{ fixture.PORT }}/app",
      }),
      fixtures: TextList.describe("Fixtures of which each instance leases one for its whole life", [
        "server",
      ]),
      scope: s
        .words(["shard", "run"])
        .describe(
          "`run` keeps all scenarios that lease the same key in one shard; default `shard`",
        ),
      "start-parallel": s
        .whole()
        .min(1)
        .describe("Starts at the same time; default: the number of cores", 2),
      "start-timeout": duration({ positive: true }).describe(
        "Longest time until it is ready; 10m when left out",
      ),
      "stop-timeout": duration({ positive: true }).describe(
        "Longest time of `stop`, and between TERM and KILL; 1m when left out, of a container 10s",
      ),
      "start-retries": s
        .whole()
        .min(0)
        .max(100)
        .describe("Retries of a failed start; default 0", 2),
      idle: duration({ positive: true }).describe(
        "Stops an instance that had no lease for this long",
      ),
      keep: duration({ positive: true }).describe(
        "Where `CI` is not set, an instance stays for this long after its run, for the next one; not with `serve`",
        "30m",
      ),
      inputs: TextList.describe(
        "Patterns of files that an instance is made from: when one changes, it is not kept",
        ["db/schema/*.sql"],
      ),
      leak: Leak.describe("In a run that repeats: growth that fails the run; not with `start`", {
        memory: "256Ki/h",
      }),
      shell: s.text().describe("For its commands; as for a scenario", "bash"),
      env: Env.describe("Of its commands"),
      "working-directory": s
        .text()
        .describe("For its commands; relative to the folder of this file", "fixtures"),
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
        share: "the key is `leases`",
        image: CONTAINER,
        volumes: CONTAINER,
        options: CONTAINER,
        credentials: CONTAINER,
        memory: CONTAINER,
        cpus: CONTAINER,
        environment: "the key is `env`",
        healthcheck: "write `ready`, or `health` for a check before each lease",
        depends_on: INNER,
        "depends-on": INNER,
        needs: INNER,
        url: "write `ready: { http: URL }`, and `outputs: { BASE_URL: URL }` for scenarios",
        reuseExistingServer: "call `run --fixture NAME=KEY=VALUE` to use what already runs",
        webServer: START_OR_SERVE,
        requires:
          "`requires` belongs to the scenarios; `start` and `serve` skip them by exit code 77",
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

export type ReadyText = s.Infer<typeof Ready>
export type FixtureText = s.Infer<typeof Fixture>
