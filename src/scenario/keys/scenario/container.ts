/**
 * `container`: an image with GitHub's words for it, of a fixture and of a scenario.
 */
import * as s from "../../../core/schema/make.ts"
import { bytes, Env, Text, TextList } from "../parts.ts"

const Words = s.union(s.text(), s.list(Text).filled())

/** What every container has. */
const SHARED = {
  image: s.text().filled().describe("Name of the image, with its registry", "postgres:16"),
  credentials: s
    .strictObject({
      username: s.text().describe("User of the registry", "${{ env.REGISTRY_USER }}"),
      password: s.text().describe("Password or token", "${{ env.REGISTRY_TOKEN }}"),
    })
    .describe("For the registry, by `${{ env.NAME }}`; empty values pull without them", {
      username: "${{ env.REGISTRY_USER }}",
      password: "${{ env.REGISTRY_TOKEN }}",
    })
    .optional(),
  env: Env.describe("Environment inside", { POSTGRES_PASSWORD: "test" }).optional(),
  volumes: TextList.describe(
    "`SOURCE:TARGET`; a source that begins with `.` is relative to the folder of this file",
    ["./seed:/docker-entrypoint-initdb.d:ro"],
  ).optional(),
  options: s
    .text()
    .describe("Further options of `docker run`", "--health-cmd pg_isready --shm-size 256m")
    .optional(),
  cpus: s.number().moreThan(0).describe("Processors that it may use", 1.5).optional(),
  memory: bytes("512Mi").describe("Memory that it may use").optional(),
  pull: s
    .words(["missing", "always", "never"])
    .describe("When the image is pulled; default `missing`")
    .optional(),
} as const

const WORDS = {
  name: "the container gets a name of its own",
  network: "write it into `options`: `--network NAME`",
  healthcheck: "write it into `options`: `--health-cmd COMMAND`",
  "memory-limit": "the key is `memory`",
  cpu: "the key is `cpus`",
  environment: "the key is `env`",
  volume: "the key is `volumes`",
  depends_on: "write `fixtures: [NAME]` beside `container`",
  restart: "a container that ends is replaced; `start-retries` is for its start",
  expose: "the key is `ports`",
}

/** The container of a fixture. */
export const FixtureContainer = s
  .strictObject(
    {
      ...SHARED,
      ports: s
        .union(Text, s.list(Text))
        .describe(
          "Ports inside, each published on a free port of this machine, or as `HOST:CONTAINER`",
          [5432],
          ["8080:80", "53/udp"],
        )
        .optional(),
      command: Words.describe(
        "Instead of the command of the image",
        "postgres -c fsync=off",
      ).optional(),
      entrypoint: s
        .text()
        .describe("Instead of the entry point of the image", "/bin/sh")
        .optional(),
    },
    { called: "`container`", words: { ...WORDS, run: "the key is `command`" } },
  )
  .note({
    id: "fixture-container",
    examples: [{ image: "postgres:16", env: { POSTGRES_PASSWORD: "test" }, ports: [5432] }],
  })

/** The container that a scenario runs in. */
export const ScenarioContainer = s
  .strictObject(SHARED, {
    called: "`container`",
    words: {
      ...WORDS,
      ports: "the container of a scenario uses the network of the machine",
      command: "the command is the `run` of the scenario",
      entrypoint: "the command is the `run` of the scenario",
    },
  })
  .note({ id: "scenario-container", examples: [{ image: "node:24", options: "--shm-size 1g" }] })

export type ContainerText = s.Infer<typeof FixtureContainer>
