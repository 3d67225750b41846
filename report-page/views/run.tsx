/**
 * The run itself: its shards and workers, fixtures, groups, what the machines offered, and what this page
 * has no room for.
 */
import type { ComponentChildren } from "preact"
import type { Run } from "../data/run.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { TableHead } from "../parts/table-head.tsx"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { block, count, inline, number, seconds } from "../parts/words.ts"
import { LazyLog } from "./lazy-log.tsx"

export function RunView({ run }: { readonly run: Run }) {
  const { shards, groups, fixtures, capabilities, summary, plan, run: about } = run.results
  const { left, shardLogs } = run.index
  return (
    <ScrollBox class="wide" label="About the run">
      <Table
        title="Numbers"
        head={["", ""]}
        rows={[
          ["Scenarios", number(summary.total)],
          ["Time of the run", seconds(summary.durationSeconds)],
          ["Time of all scenarios", seconds(summary.scenarioSeconds)],
          ["Predicted", seconds(plan.predictedSeconds)],
          ["No plan is faster than", seconds(plan.lowerBoundSeconds)],
          ["Workers were busy", `${Math.round(summary.utilization * 100)} %`],
          ["Scenarios per second", number(summary.throughputPerSecond)],
          ["Seed", String(about.seed)],
          ["Plan", inline(about.planDigest, 20)],
        ]}
      />
      <Table
        title="Shards"
        head={["Shard", "Runner", "Status", "Scenarios", "Time", "Predicted"]}
        rows={shards.map((shard) => [
          String(shard.shard),
          inline(shard.runner, 60),
          shard.status,
          number(shard.count),
          seconds(shard.durationSeconds),
          seconds(shard.predictedSeconds),
        ])}
      />
      <Table
        title="Groups"
        head={["Group", "Run", "Passed", "Flaky", "Failed", "Skipped", "Cancelled", "Lost", "Time"]}
        rows={groups.map((group) => [
          inline(group.name, 80),
          ...[group.run, group.passed, group.flaky, group.failed].map(number),
          ...[group.skipped, group.cancelled, group.lost].map(number),
          seconds(group.durationSeconds),
        ])}
      />
      <Table
        title="Fixtures"
        head={[
          "Fixture",
          "Size",
          "Created",
          "Leases",
          "Waited for no start",
          "Waited because",
          "Mean start",
          "Mean wait",
          "Stopped too early",
          "Failed starts",
        ]}
        rows={fixtures.map((fixture) => [
          inline(fixture.name, 80),
          ...[fixture.size, fixture.created, fixture.leases].map(number),
          `${Math.round(fixture.reuseRate * 100)} %`,
          countsOf(fixture.coldBecause),
          seconds(fixture.meanStartSeconds),
          seconds(fixture.meanLeaseWaitSeconds),
          ...[fixture.evictions, fixture.failures].map(number),
        ])}
      />
      <Table
        title="Fixtures with problems"
        head={["Fixture", "Instance", "Problem"]}
        rows={fixtures.flatMap(({ name, broken, failedStops }) => [
          ...broken.map(({ key, message }) => [keyed(name, key), "no more starts", block(message)]),
          ...failedStops.map(({ key, instance, message }) => [
            ...[keyed(name, key), `${instance}: its stop failed`, block(message)],
          ]),
        ])}
      />
      {shardLogs.length === 0 ? null : (
        <section class="part" aria-labelledby="shard-logs-title">
          <h2 id="shard-logs-title">Logs of hooks and fixtures</h2>
          {shardLogs.map(({ what, outcome, message, seconds: taken, ...of }) => (
            <LazyLog
              key={`${of.shard} ${of.log}`}
              run={run}
              of={of}
              title={`Shard ${of.shard}: ${inline(what, 160)}`}
              isFailed={outcome === "failed"}
            >
              {outcome === null ? null : <VerdictMark verdict={outcome} word />}{" "}
              <span class="quiet">
                {taken === null ? "" : seconds(taken)} {inline(message ?? "", 160)}
              </span>
            </LazyLog>
          ))}
        </section>
      )}
      <Table
        title="Capabilities"
        head={["Capability", "Scope", "Present", "Evidence", "Shard"]}
        rows={capabilities.map((one) => [
          inline(one.name, 80),
          inline(one.scope, 40),
          one.present ? "yes" : "no",
          inline(one.evidence, 200),
          one.shard === null ? "plan" : String(one.shard),
        ])}
      />
      <p class="quiet">
        {left.failed + left.others + left.files === 0
          ? "This page holds every log and every kept image that was there."
          : `This page has no room for ${count(left.failed, "log")} of failed attempts, ${count(left.others, "other log")} and ${count(left.files, "kept image")}: they are in the folders of the shards.`}{" "}
        Written by parallel-smoke {inline(run.version, 40)}.
      </p>
    </ScrollBox>
  )
}

/** `full 3, not-warm 1`. */
function countsOf(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(([why, times]) => `${inline(why, 40)} ${number(times)}`)
  return words.join(", ") || "–"
}

function keyed(name: string, key: string | null): string {
  return inline(key === null ? name : `${name} [${key}]`, 120)
}

function Table({
  title,
  head,
  rows,
}: {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly ComponentChildren[])[]
}) {
  if (rows.length === 0) return null
  return (
    <div class="part">
      <h2>{title}</h2>
      <ScrollBox class="table-scroll" label={title}>
        <table>
          {head.every((text) => text === "") ? null : <TableHead titles={head} />}
          <tbody>
            {rows.map(([first, ...others], index) => (
              <tr key={index}>
                <th scope="row">{first}</th>
                {others.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  )
}
