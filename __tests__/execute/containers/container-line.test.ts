import { spawnSync } from "node:child_process"
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import {
  containerLine,
  endingLine,
  followingLine,
  outlivingLine,
} from "../../../src/execute/containers/container-line.ts"
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

  it("of one that outlives its client is made first, and listened to in the same words later", () => {
    const { file, args } = outlivingLine(line({}), "n")
    expect(file).toBe("sh")
    expect(args.slice(2)).toEqual(["sh", "docker", "n", ...START.slice(1), "postgres:16"])
    expect(args[1]).toContain('"$p" create "$@" > /dev/null && exec "$p" start --attach')
    expect(followingLine({ program: "docker", name: "n" })).toEqual({
      file: "docker",
      args: ["attach", "--no-stdin", "--sig-proxy=false", "n"],
    })
  })

  it("ends a container with whole seconds, and takes one that is gone for an end", () => {
    const { file, args } = endingLine({ program: "./engine", name: "n" }, 1_200)
    const run = (program: string) => {
      const engine = `${mkdtempSync(join(tmpdir(), "smoke-ending-"))}/engine`
      writeFileSync(
        engine,
        `#!/bin/sh\necho "$*" >> "$0.calls"\n[ "$1" = stop ] || { ${program}; }\n`,
      )
      chmodSync(engine, 0o755)
      const words = args.map((one) => (one === "./engine" ? engine : one))
      const { status, stdout } = spawnSync(file, words, { encoding: "utf8" })
      return { status, stdout, calls: readFileSync(`${engine}.calls`, "utf8") }
    }
    const calls = "stop -t 2 n\nrm --force --volumes n\n"
    expect(run("true")).toMatchObject({ status: 0, calls })
    expect(run("echo 'Error: No such container: n' >&2; exit 1")).toMatchObject({ status: 0 })
    expect(run("echo no daemon >&2; exit 1")).toMatchObject({ status: 1, stdout: "no daemon\n" })
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
