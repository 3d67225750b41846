import { describe, expect, it } from "vitest"
import { suiteRun } from "../real-rig.ts"

const RETRY = "{ max-attempts: 2, delay: 0s }"
const SUITE = `
defaults: { retry: { max-attempts: 2, delay: 0s, on: ["output /econn[a-z]+/i", "exit-code 75"] } }
scenarios:
  network: { run: "echo ECONNRESET; exit 1" }
  other: { run: "echo wrong price; exit 1" }
  code: { run: exit 75 }
  hook: { run: "true", before: "echo got EConnRefused; exit 3" }
  no: { run: 'echo retry=no >> "$SMOKE_OUTPUT"; echo ECONNRESET; exit 1' }
  infra: { run: 'echo "infra=registry is down" >> "$SMOKE_OUTPUT"; exit 4', retry: { on: [infrastructure] } }
  infra-late: { run: 'echo infra=slow >> "$SMOKE_OUTPUT"; sleep 30', timeout: 200ms, retry: { max-attempts: 1 } }
  fine: { run: 'echo infra=unused >> "$SMOKE_OUTPUT"; echo retry=no >> "$SMOKE_OUTPUT"' }
  catastrophe:
    run: "printf 'a%.0s' $(seq 60); exit 1"
    retry: { on: ["output /^(a+)+$b/"] }
`

describe.runIf(process.platform === "linux")("what a failed attempt says of its failure", () => {
  it("decides about another attempt, and about what is to blame", async () => {
    const run = suiteRun(SUITE)
    await run.dispatcher.run()
    const attempts = run.events.filter((event) => event.type === "attempt-finished")
    const of = (id: string) =>
      attempts
        .filter((attempt) => attempt.id === id)
        .map(({ cause, message, again }) => [cause, message, again])
    expect(of("network")).toEqual([
      ["exit-code", "exit code 1: ECONNRESET", true],
      ["exit-code", "exit code 1: ECONNRESET", undefined],
    ])
    expect(of("other")).toEqual([["exit-code", "exit code 1: wrong price", undefined]])
    expect(of("code")).toHaveLength(2)
    expect(of("hook").map(([cause, , again]) => [cause, again])).toEqual([
      ["hook", true],
      ["hook", undefined],
    ])
    expect(of("no")).toEqual([["exit-code", "exit code 1: ECONNRESET", false]])
    const infra = ["infrastructure", "registry is down (exit code 4)", undefined]
    expect(of("infra")).toEqual([infra, infra])
    expect(of("infra-late")).toEqual([
      ["infrastructure", "slow (timed out after 200ms)", undefined],
    ])
    expect(of("fine")).toEqual([[null, null, undefined]])
    expect(of("catastrophe")).toHaveLength(1)
    const notes = run.events.flatMap((event) => (event.type === "note" ? [event.message] : []))
    expect(notes).toEqual([
      "catastrophe: the search for /^(a+)+$b/ (retry.on) took longer than 1.0s",
    ])
  })

  it("is repeated alone where that is asked, which its events say", async () => {
    const run = suiteRun(`
defaults: { retry: { max-attempts: 2, delay: 0s, when: alone } }
scenarios:
  a: { run: 'test $SMOKE_ATTEMPT = 2' }
  b: "sleep 0.05"
`)
    await run.dispatcher.run()
    const told = run.events.flatMap((event) => {
      if (event.type === "retry-scheduled") return [`${event.id} ${event.when}`]
      return event.type === "attempt-started"
        ? [`${event.id}#${event.number} ${event.alone === true ? "alone" : "beside"}`]
        : []
    })
    expect(told.filter((line) => line.startsWith("a"))).toEqual([
      "a#1 beside",
      "a alone",
      "a#2 alone",
    ])
  })

  it("says once that most fail alike, and repeats nothing then", async () => {
    const scenarios = Array.from(
      { length: 12 },
      (_, i) => `  s${i}: { run: "echo no route to 10.0.0.${i}; exit 7", retry: ${RETRY} }`,
    )
    const run = suiteRun(
      `defaults: { retry: { when: end } }\nscenarios:\n${scenarios.join("\n")}\n`,
    )
    await run.dispatcher.run()
    const outages = run.events.flatMap((event) =>
      event.type === "note" ? [[event.message, event.outage]] : [],
    )
    expect(outages).toEqual([
      [
        "10 of 10 scenarios failed alike (exit code *: no route to *): no more retries",
        { failed: 10, tried: 10, alike: "exit code *: no route to *" },
      ],
    ])
    expect(run.events.filter(({ type }) => type === "attempt-started")).toHaveLength(12)
    expect(run.events.filter(({ type }) => type === "scenario-finished")).toHaveLength(12)
  })
})
