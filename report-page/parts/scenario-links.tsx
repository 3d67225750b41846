/**
 * Scenarios as links to their details; the rest is counted.
 */
import type { PageScenario } from "../../src/report/page/page-data.ts"
import { hashOf } from "../data/place.ts"
import { VerdictMark } from "./verdict-mark.tsx"
import { count, inline } from "./words.ts"

/** At most `most` of them, their ids of at most so many characters. */
export function ScenarioLinks({
  scenarios,
  most,
  characters,
}: {
  readonly scenarios: readonly Pick<PageScenario, "id" | "verdict">[]
  readonly most: number
  readonly characters: number
}) {
  return (
    <>
      <ul class="links">
        {scenarios.slice(0, most).map(({ id, verdict }) => (
          <li key={id}>
            <VerdictMark verdict={verdict} />{" "}
            <a href={hashOf({ view: "scenarios", id })}>{inline(id, characters)}</a>
          </li>
        ))}
      </ul>
      {scenarios.length > most ? (
        <p class="quiet">and {count(scenarios.length - most, "other")}</p>
      ) : null}
    </>
  )
}
