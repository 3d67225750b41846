import { describe, expect, it } from "vitest"
import { containerLine } from "../../../src/execute/containers/container-line.ts"
import type { ContainerSpec } from "../../../src/formats/container.ts"
import { SPEC } from "./container-spec.ts"

const line = (
  spec: Partial<ContainerSpec>,
  more: Partial<Parameters<typeof containerLine>[0]> = {},
) =>
  containerLine({
    ...{ engine: { program: "docker" }, name: "n", labels: { a: "b" }, spec: { ...SPEC, ...spec } },
    ...{ root: "/work", env: {}, inherited: { PATH: "/bin" }, options: [] },
    ...more,
  })

const START = ["run", "--rm", "--name", "n", "--pull", "never", "--label", "a=b"]

describe("containerLine", () => {
  it("is an image alone at the least", () => {
    expect(line({})).toEqual({
      file: "docker",
      args: [...START, "postgres:16"],
      env: { PATH: "/bin" },
    })
  })

  it("takes values of the environment from the client, but for those that the client reads", () => {
    const { args, env } = line({
      env: { PASSWORD: "secret\nline", PATH: "/usr/bin", DOCKER_HOST: "x" },
    })
    const words = ["--env", "PASSWORD", "--env", "PATH=/usr/bin", "--env", "DOCKER_HOST=x"]
    expect(args).toEqual([...START, ...words, "postgres:16"])
    expect(env).toEqual({ PATH: "/bin", PASSWORD: "secret\nline" })
  })

  it("gives the container's own environment the last word", () => {
    const { env } = line({ env: { A: "own" } }, { env: { A: "attempt", B: "attempt" } })
    expect(env).toMatchObject({ A: "own", B: "attempt" })
  })

  it.each([
    ["./seed:/init:ro", "web", "/work/web/seed:/init:ro"],
    ["../data:/data", "web/app", "/work/web/data:/data"],
    [".:/all", ".", "/work:/all"],
    ["/abs:/data", "web", "/abs:/data"],
    ["named:/data", "web", "named:/data"],
  ])("mounts %s of the folder %s as %s", (volume, folder, mounted) => {
    expect(line({ volumes: [volume], folder }).args).toEqual([
      ...[...START, "--volume", mounted, "postgres:16"],
    ])
  })

  it("puts options of the suite behind ours, and splits them as a shell", () => {
    const { args } = line(
      { options: `--shm-size 1g --health-cmd "a b"`, cpus: 1.5, memoryBytes: 1024 },
      { options: ["--network", "host"] },
    )
    expect(args).toEqual([
      ...[...START, "--memory", "1024b", "--cpus", "1.5", "--network", "host"],
      ...["--shm-size", "1g", "--health-cmd", "a b", "postgres:16"],
    ])
  })

  it("splits a text of a command, keeps the words of a list, and gives the rest of an entry point to it", () => {
    expect(line({ command: "a 'b c'" }).args.slice(START.length)).toEqual([
      "postgres:16",
      "a",
      "b c",
    ])
    expect(line({ command: ["a 'b'"] }).args.slice(START.length)).toEqual(["postgres:16", "a 'b'"])
    expect(line({ entrypoint: "sh -c", command: ["x y"] }).args.slice(START.length)).toEqual([
      ...["--entrypoint", "sh", "postgres:16", "-c", "x y"],
    ])
  })
})
