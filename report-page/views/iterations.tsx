/**
 * What repeating a scenario came to: how often it failed, how sure that is, and its messages.
 */
import type { PageScenario } from "../../src/report/page/page-data.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { TableHead } from "../parts/table-head.tsx"
import { block, count, inline, number, seconds } from "../parts/words.ts"

/** Iterations of a message that are named. */
const MAX_NAMED = 8

/** Nothing where scenarios run once. */
export function Iterations({ iterations }: Pick<PageScenario, "iterations">) {
  if (iterations === undefined) return null
  const { runs, passed, failed, flaky, cancelled, messages, firstFailure } = iterations
  const { rate, low, high, upperBound, p50Seconds, p90Seconds, p99Seconds } = iterations
  const facts: readonly (readonly [string, string | null])[] = [
    ["Passed", number(passed)],
    ["Failed", number(failed)],
    ["Flaky", flaky === 0 ? null : number(flaky)],
    ["Cancelled", cancelled === 0 ? null : number(cancelled)],
    ["Failure rate", rate === null ? null : percent(rate)],
    ["95 % interval", rate === null ? null : `${percent(low)} to ${percent(high)}`],
    ["Rate is below, 95 % sure", upperBound === null ? null : percent(upperBound)],
    ["Median time", p50Seconds === null ? null : seconds(p50Seconds)],
    ["90 % end within", p90Seconds === null ? null : seconds(p90Seconds)],
    ["99 % end within", p99Seconds === null ? null : seconds(p99Seconds)],
    ...(firstFailure === null
      ? []
      : [
          ["First failure", `iteration ${firstFailure.iteration}`] as const,
          ["Its seed", String(firstFailure.seed)] as const,
          [
            "Beside it ran",
            inline(firstFailure.neighbours.join(", ") || "nothing", 1_000),
          ] as const,
        ]),
  ]
  return (
    <section aria-labelledby="iterations-title">
      <h3 id="iterations-title">{count(runs, "iteration")}</h3>
      <dl>
        {facts
          .filter(([, value]) => value !== null)
          .map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {messages.length === 0 ? null : (
        <ScrollBox class="table-scroll" label="Failures of the iterations">
          <table>
            <TableHead titles={["Message", "Times", "Iterations"]} />
            <tbody>
              {messages.map(({ message, count: times, iterations: named }) => (
                <tr key={message}>
                  <th scope="row">{block(message)}</th>
                  <td>{number(times)}</td>
                  <td>
                    {named.slice(0, MAX_NAMED).join(", ")}
                    {times > Math.min(named.length, MAX_NAMED) ? ", …" : ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  )
}

/** A part of one, with digits enough for small ones. */
function percent(part: number): string {
  return `${Number((part * 100).toPrecision(3))} %`
}
