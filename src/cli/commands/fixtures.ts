/**
 * `parallel-smoke fixtures`: what stays of fixtures when no run goes on.
 */
import posix from "node:path/posix"
import { endKept, isFree, type KeptEnd, listKept } from "../../app/shard/kept-fixtures.ts"
import type { FinishedRun } from "../../app/shard/open-runs.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { neutraliseInline } from "../../report/lines/neutralise.ts"
import type { Values } from "../../settings/table.ts"
import type { CliContext } from "../context.ts"
import { finishProject } from "../finish-runs.ts"
import { baseFolder } from "../runs-folder.ts"

interface Invocation {
  readonly operands: readonly string[]
  readonly flags: Values
}

/** Does what the first word says. */
export async function fixturesCommand(
  { operands: [what, ...names], flags }: Invocation,
  context: CliContext,
): Promise<Result<number, Failure>> {
  const { console, cwd } = context
  const warnings: string[] = []
  const warn = (problem: string) => warnings.push(problem)
  const tell = (value: object, lines: readonly string[], code: number = EXIT_CODES.passed) => {
    for (const line of warnings) console.info(`warning: ${neutraliseInline(line)}`)
    if (flags.json === true) console.data(`${JSON.stringify(value, null, 2)}\n`)
    else for (const line of lines) console.info(neutraliseInline(line))
    return ok(code)
  }
  switch (what) {
    case "list": {
      const fixtures = keptHere(names, context, warn).map((one) => toListed(one, context))
      const lines = fixtures.map(
        ({ name, key, instance, suite, forSeconds, used }) =>
          `${name}${key === null ? "" : `[${key}]`}  instance ${instance} of ${suite}, ${
            used ? "in use" : `for ${formatDuration(forSeconds * 1_000)} more`
          }`,
      )
      return tell({ fixtures }, lines.length === 0 ? ["nothing is kept here"] : lines)
    }
    case "stop": {
      const known = new Set(keptHere([], context, warn).map(({ kept }) => kept.instance.name))
      const unknown = names.find((name) => !known.has(name))
      if (unknown !== undefined) return err(notKept(unknown, [...known]))
      const finished = names.length === 0 ? await finishProject({}, context) : []
      const asked = keptHere(names, context, () => {})
      const free = asked.filter((one) => isFree(one, context.engines))
      const used = asked.filter((one) => !free.includes(one))
      const ends = await endKept(
        free,
        { ...context, surroundings: context.surroundings(cwd) },
        { keepFailed: true },
      )
      const stopped = ends.map((one) => ({ ...toListed(one, context), problem: one.problem }))
      const isDone =
        ends.every(({ problem }) => problem === null) &&
        warnings.length + (names.length === 0 ? 0 : used.length) === 0
      const code = isDone ? EXIT_CODES.passed : EXIT_CODES.failed
      const inUse = used.map((one) => toListed(one, context))
      return tell({ stopped, inUse, finished }, [...ends.map(endLine), ...used.map(usedLine)], code)
    }
    case "finish": {
      const folders = names.map((name) => ({ only: posix.resolve(cwd, name) }))
      const finished: FinishedRun[] = []
      for (const which of folders.length === 0 ? [{}] : folders) {
        finished.push(...(await finishProject(which, context)))
      }
      return tell({ finished }, [])
    }
    default: {
      const message = `fixtures cannot ${what ?? "do nothing"}`
      const hint = "write: fixtures list, fixtures stop or fixtures finish"
      return err({ reason: "usage/invalid", message, hint })
    }
  }
}

function keptHere(names: readonly string[], context: CliContext, warn: (problem: string) => void) {
  return listKept(baseFolder(context), context.files, warn).filter(
    ({ kept }) => names.length === 0 || names.includes(kept.instance.name),
  )
}

function toListed(
  one: ReturnType<typeof keptHere>[number],
  { clock, engines }: Pick<CliContext, "clock" | "engines">,
) {
  const { hash, suite, keptAt, untilAt, instance } = one.kept
  const { name, key, ports } = instance
  const forSeconds = Math.max(0, Math.round((untilAt - clock.now()) / 1_000))
  const number = instance.instance
  return {
    ...{ name, key, instance: number, suite, hash, ports, used: !isFree(one, engines) },
    ...{ keptAt: new Date(keptAt).toISOString(), forSeconds },
  }
}

function endLine({ kept, problem }: KeptEnd): string {
  const { name, instance } = kept.instance
  const what = `fixture ${name}, instance ${instance}`
  return problem === null
    ? `${what}: stopped`
    : `${what}: could not be stopped, and is kept: ${problem}`
}

function usedLine({ kept: { instance, takenBy } }: Pick<KeptEnd, "kept">): string {
  // Host, number and start of the process.
  const [, pid] = takenBy?.split("/") ?? []
  const by = pid === undefined ? "" : ` (process ${pid})`
  return `fixture ${instance.name}, instance ${instance.instance}: a run uses it${by}, it stays`
}

function notKept(name: string, known: readonly string[]): Failure {
  const kept = known.length === 0 ? "nothing is kept here" : `kept are: ${known.join(", ")}`
  const message = `fixtures stop: no fixture \`${name}\` is kept`
  return { reason: "usage/invalid", message, hint: kept }
}
