import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { simulate } from "../../src/schedule/simulate.ts"
import type { AttemptEnd, Command } from "../../src/schedule/types.ts"
import { item, NO_RETRY, named, PASSED, schedule } from "./schedule-rig.ts"

const FAILED = { outcome: "failed", cause: "exit-code", exitCode: 1 } as const
const again = (when?: "end" | "alone") => ({
  ...{ ...NO_RETRY, maxAttempts: 2, delayMs: 5 },
  ...(when === undefined ? {} : { when }),
})

/** `10 a#2`: when which attempt starts. */
function startsOf(commands: readonly { readonly at: number; readonly command: Command }[]) {
  return commands.flatMap(({ at, command }) =>
    command.type === "start"
      ? [`${at} ${command.id}#${command.number}${command.alone === true ? " alone" : ""}`]
      : [],
  )
}

describe("a retry at the end", () => {
  it("starts when everything else was tried, and then has its delay behind it", () => {
    const items = [item("a", { retry: again("end") }), ...named(["b", "c", "d", "e"], {})]
    const { commands } = simulate(schedule(items), (id, number) => ({
      durationMs: id === "e" ? 50 : 10,
      end: id === "a" && number === 1 ? FAILED : PASSED,
    }))
    expect(startsOf(commands)).toEqual(["0 a#1", "0 b#1", "10 c#1", "10 d#1", "20 e#1", "20 a#2"])
    const retry = commands.find(({ command }) => command.type === "retry")
    expect(retry?.command).toMatchObject({ id: "a", number: 2, delayMs: 5, when: "end" })
  })

  it("does not wait for what waits for it", () => {
    const items = [
      item("a", { retry: again("end") }),
      item("needs", { needs: ["a"] }),
      ...named(["b", "c"], {}),
    ]
    const { commands } = simulate(schedule(items), (id, number) => ({
      durationMs: 10,
      end: id === "a" && number === 1 ? FAILED : PASSED,
    }))
    expect(startsOf(commands)).toEqual(["0 a#1", "0 b#1", "10 c#1", "20 a#2", "30 needs#1"])
  })

  it("comes first when an engine before has tried it", () => {
    const items = [item("a", { retry: again("end"), attemptsBefore: 1 }), ...named(["b", "c"], {})]
    const { commands } = simulate(schedule(items, { workers: 1 }), () => ({
      ...{ durationMs: 10, end: PASSED },
    }))
    expect(startsOf(commands)).toEqual(["0 b#1", "10 c#1", "20 a#2"])
  })
})

describe("a retry alone", () => {
  it("has nothing beside it, one after another, after those at the end", () => {
    const items = [
      item("a", { retry: again("alone") }),
      item("b", { retry: again("alone") }),
      item("c", { retry: again("end") }),
      item("d"),
    ]
    const { commands } = simulate(schedule(items, { workers: 4 }), (id, number) => ({
      durationMs: id === "d" ? 30 : 10,
      end: id !== "d" && number === 1 ? FAILED : PASSED,
    }))
    expect(startsOf(commands)).toEqual([
      ...["0 a#1", "0 b#1", "0 c#1", "0 d#1", "15 c#2", "30 a#2 alone", "40 b#2 alone"],
    ])
  })

  it("never overlaps with another attempt, in any shard", () => {
    const when = fc.constantFrom(undefined, "end", "alone") as fc.Arbitrary<
      undefined | "end" | "alone"
    >
    const one = fc.record({
      when,
      needs: fc.array(fc.nat(), { maxLength: 2 }),
      durations: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 3 }),
      fails: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      exclusive: fc.boolean(),
      line: fc.boolean(),
    })
    const shard = fc.record({
      specs: fc.array(one, { minLength: 1, maxLength: 14 }),
      workers: fc.integer({ min: 1, max: 4 }),
    })
    fc.assert(
      fc.property(shard, ({ specs, workers }) => {
        const items = specs.map((spec, i) =>
          item(`s${i}`, {
            needs: [...new Set(i === 0 ? [] : spec.needs.map((n) => `s${n % i}`))],
            retry: { ...again(spec.when), maxAttempts: 3 },
            groups: spec.line ? ["line"] : [],
            exclusive: spec.exclusive,
          }),
        )
        const groups = { line: { maxParallel: null, sequential: true } }
        const of = (id: string) => specs[Number(id.slice(1))]
        const { commands } = simulate(schedule(items, { workers, groups }), (id, number) => ({
          durationMs: of(id)?.durations[number - 1] ?? 1,
          end: of(id)?.fails[number - 1] === true ? FAILED : PASSED,
        }))
        const runs = commands.flatMap(({ at, command }) =>
          command.type === "start"
            ? [{ ...command, at, until: at + (of(command.id)?.durations[command.number - 1] ?? 1) }]
            : [],
        )
        const ended = commands.filter(({ command }) => ["finish", "skip"].includes(command.type))
        expect(ended).toHaveLength(items.length)
        for (const run of runs) {
          const isLast = of(run.id)?.when !== undefined && run.number > 1
          expect(run.alone === true).toBe(of(run.id)?.when === "alone" && run.number > 1)
          for (const other of runs) {
            if (other === run) continue
            if (run.alone === true)
              expect(other.until <= run.at || other.at >= run.until).toBe(true)
            // What is tried later had to wait for what is repeated.
            if (isLast && other.number === 1 && other.at > run.at) {
              const late = of(other.id)
              expect(late?.line === true || (late?.needs.length ?? 0) > 0).toBe(true)
            }
          }
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe("what an attempt wrote", () => {
  it.each([
    ["asks for another attempt that its cause does not", { again: true }, ["timeout"], 2],
    ["asks for none", { again: false }, undefined, 1],
    ["says nothing", {}, ["timeout"], 1],
  ] as const)("%s", (_, more, on, attempts) => {
    const retry = { ...again(), ...(on === undefined ? {} : { on: [...on] }) }
    const { commands } = simulate(schedule([item("a", { retry })]), () => ({
      durationMs: 1,
      end: { ...FAILED, ...more },
    }))
    expect(startsOf(commands)).toHaveLength(attempts)
  })
})

describe("when most scenarios fail alike", () => {
  const ids = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`)
  const run = (
    count: number,
    end: (id: string, number: number) => AttemptEnd,
    when?: "end" | "alone",
  ) =>
    simulate(schedule(named(ids(count), { retry: again(when) }), { workers: 1 }), (id, number) => ({
      durationMs: 10,
      end: end(id, number),
    })).commands
  const down = { ...FAILED, alike: "no route to host" } as const
  const outages = (commands: ReturnType<typeof run>) =>
    commands.flatMap(({ at, command }) =>
      command.type === "outage"
        ? [`${at} ${command.failed} of ${command.tried}: ${command.alike}`]
        : [],
    )

  it("nothing is repeated from the tenth on, which is said once, and all have their verdicts", () => {
    const commands = run(12, () => down, "end")
    expect(outages(commands)).toEqual(["100 10 of 10: no route to host"])
    expect(startsOf(commands)).toHaveLength(12)
    const failed = commands.filter(({ command }) => command.type === "finish")
    expect(failed).toHaveLength(12)
  })

  it("goes on where fewer were tried, where half fail, where they differ, or where they pass again", () => {
    const tries = (commands: ReturnType<typeof run>) => startsOf(commands).length
    expect(tries(run(9, () => down, "end"))).toBe(18)
    const half = run(20, (id) => (Number(id.slice(1)) % 2 === 0 ? PASSED : down), "end")
    expect([tries(half), outages(half)]).toEqual([30, []])
    const apart = run(20, (id) => ({ ...FAILED, alike: id }), "end")
    expect([tries(apart), outages(apart)]).toEqual([40, []])
    const blips = run(20, (_, number) => (number === 1 ? down : PASSED))
    expect([tries(blips), outages(blips)]).toEqual([40, []])
  })

  it("says nothing where nothing would be repeated anyway", () => {
    const { commands } = simulate(schedule(named(ids(12), {})), () => ({
      durationMs: 1,
      end: down,
    }))
    expect(outages(commands)).toEqual([])
  })
})
