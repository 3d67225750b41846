import { describe, expect, it } from "vitest"
import { err, ok, type Result } from "../../../src/core/problems/result.ts"
import type { EventBody } from "../../../src/events/event.ts"
import { ShardContainers } from "../../../src/execute/containers/shard-containers.ts"
import { renderWith } from "../../../src/execute/request/render-text.ts"
import type { ContainerSpec } from "../../../src/formats/container.ts"
import type { Processes } from "../../../src/ports/processes.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { FakeEngine } from "../../__rig__/fakes/containers.ts"
import { FakeProcesses } from "../../__rig__/fakes/processes.ts"
import { SPEC } from "./container-spec.ts"

function shard(engine = new FakeEngine()) {
  const clock = new FakeClock()
  const events: EventBody[] = []
  const masks: string[] = []
  const willed: unknown[] = []
  const stopping = new AbortController()
  const processes: Processes = Object.assign(new FakeProcesses(), {
    bequeath: (spec: unknown) => willed.push(spec),
  })
  const containers = new ShardContainers(
    {
      ...{ root: "/work", env: { TOKEN: "t0p" }, temporary: "/tmp/mark", runId: "7", shard: 2 },
      emit: (body) => events.push(body) > 0,
      onMasks: (values) => masks.push(...values),
      stop: stopping.signal,
    },
    {
      ...{ clock, processes, containers: engine },
      engines: { self: "here/10/1", alive: (name) => name !== "here/9/1" },
    },
  )
  const prepare = (spec: Partial<ContainerSpec> = {}, timeoutMs = 60_000) =>
    containers.prepare(
      {
        ...{ spec: { ...SPEC, ...spec }, mark: "fixture.db.1", labels: { "smoke-fixture": "db" } },
        render: renderWith(() => ({ env: { TOKEN: "t0p", NONE: "" } })),
      },
      { stop: stopping.signal, timeoutMs },
    )
  const notes = () => events.flatMap((event) => (event.type === "note" ? [event.message] : []))
  return { engine, clock, containers, prepare, notes, masks, willed, stopping }
}

describe("containers of a shard", () => {
  it("have names and labels of their own, and what removes them when this program is killed", async () => {
    const { engine, prepare, willed, containers } = shard()
    engine.images.add("postgres:16")
    expect(await prepare()).toMatchObject({
      ok: true,
      value: {
        name: "mark.fixture.db.1",
        labels: {
          ...{ "smoke-run-id": "7", "smoke-shard": "2", "smoke-fixture": "db" },
          "smoke-engine": "here/10/1",
        },
      },
    })
    expect(willed).toMatchObject([{ file: "docker-rm", args: ["smoke-engine=here/10/1"] }])
    await containers.end()
    expect(engine.calls).toEqual(["find", "remove mark.fixture.db.1"])
    expect(willed.at(-1)).toBeNull()
  })

  it("pull an image once, however many wait for it, and say so", async () => {
    const { engine, prepare, notes } = shard()
    const pulling = Promise.withResolvers<Result<void, string>>()
    engine.onPull = () => pulling.promise
    const all = Promise.all([prepare(), prepare(), prepare()])
    pulling.resolve(ok(undefined))
    for (const result of await all) expect(result.ok).toBe(true)
    expect(engine.calls).toEqual(["find", "pull postgres:16"])
    expect(notes()).toEqual(["pulling postgres:16", "pulled postgres:16 in 0ms"])
  })

  it("pull what is there only where that is asked for", async () => {
    const { engine, prepare } = shard()
    engine.images.add("postgres:16")
    await prepare()
    expect(engine.calls).toEqual(["find"])
    await prepare({ pull: "always" })
    expect(engine.calls).toEqual(["find", "pull postgres:16"])
    expect(await prepare({ pull: "never", image: "none" })).toEqual({
      ok: false,
      error: "the image none is not on this machine (`pull: never`)",
    })
  })

  it("try a pull that failed twice again, unless that would change nothing", async () => {
    const { engine, prepare, clock } = shard()
    const absent = {
      ok: false,
      error: "the image postgres:16 was not pulled: docker pull: no such image: postgres:16",
    }
    expect(await prepare()).toEqual(absent)
    expect(await prepare()).toEqual(absent)
    let tries = 0
    engine.onPull = async () => {
      tries += 1
      return tries < 3 ? err("lookup registry: no such host") : ok(undefined)
    }
    const prepared = prepare({ image: "flaky" })
    for (let i = 0; i < 3; i++) await clock.advance(2_500)
    expect((await prepared).ok).toBe(true)
    expect(engine.calls.filter((call) => call !== "find")).toEqual([
      ...["pull postgres:16", "pull flaky", "pull flaky", "pull flaky"],
    ])
  })

  it("wait for a pull as long as the start may take", async () => {
    const { engine, prepare, clock } = shard()
    engine.onPull = () => new Promise(() => {})
    const prepared = prepare({}, 2_000)
    await clock.advance(1_999)
    await clock.advance(1)
    expect(await prepared).toEqual({
      ok: false,
      error: "the image postgres:16 was not pulled within 2.0s",
    })
  })

  it("give credentials to the pull, keep them secret, and pull without them where they are empty", async () => {
    const { engine, prepare, masks } = shard()
    engine.onPull = async () => ok(undefined)
    await prepare({ credentials: { username: "u", password: "${{ env.TOKEN }}" } })
    const empty = { username: "${{ env.NONE }}", password: "${{ env.NONE }}" }
    await prepare({ image: "other", credentials: empty })
    expect(engine.calls).toEqual(["find", "pull postgres:16 with credentials", "pull other"])
    expect(masks).toEqual(["t0p"])
  })

  it("say what to do where no engine answers", async () => {
    const { engine, prepare } = shard()
    engine.missing = "docker: it was not found; podman: it was not found"
    expect(await prepare()).toEqual({
      ok: false,
      error:
        "no engine of containers answers (docker: it was not found; podman: it was not found); start docker, or install podman",
    })
  })

  it("remove what a dead engine of this machine has left, and nothing else", async () => {
    const { engine, prepare } = shard()
    const of = (owner: string) => ({
      labels: { "smoke-engine": owner },
      listens: null,
      health: null,
    })
    engine.running.set("dead", of("here/9/1"))
    engine.running.set("alive", of("here/11/1"))
    engine.running.set("elsewhere", of("there/9/1"))
    engine.running.set("foreign", { labels: {}, listens: null, health: null })
    await prepare({ pull: "never" })
    expect([...engine.running.keys()]).toEqual(["alive", "elsewhere", "foreign"])
  })

  it("take over what users inside have left, only where those are others", async () => {
    const { engine, prepare, containers } = shard()
    engine.images.add("postgres:16")
    await prepare()
    await containers.takeOver("/tmp/mark")
    engine.asUser = ["--user=1:1"]
    await containers.takeOver("/tmp/mark")
    expect(engine.calls).toEqual(["find", "take over /tmp/mark by postgres:16"])
  })
})
