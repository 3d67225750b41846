/**
 * Cases of the fuzz layer: each writes mutated files into an empty folder and says which commands read
 * them and what must be true of the way in which these end.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Results } from "../../../src/formats/results.ts"
import { type BaseRun, copyRun } from "./base-run.ts"
import { Dice } from "./dice.ts"
import { mutateBytes } from "./mutate-bytes.ts"
import { mutateJournal, type Rule } from "./mutate-journal.ts"
import { mutateJson } from "./mutate-json.ts"

/** How a command ended. */
export interface CaseEnd {
  readonly exitCode: number
  readonly text: string
}

/** A command to be run in the case's folder, and what is wrong with its end; null where nothing is. */
export interface CaseCommand {
  readonly argv: readonly string[]
  readonly judge: (end: CaseEnd) => string | null
}

/** A case that is ready. */
export interface FuzzCase {
  readonly kind: string
  readonly how: string
  readonly commands: readonly CaseCommand[]
}

interface Making {
  readonly runs: readonly BaseRun[]
  /** Files of a suite with nearly every key, by path. */
  readonly suite: Readonly<Record<string, string>>
  readonly dice: Dice
  readonly folder: string
}

type Made = Omit<FuzzCase, "kind">

/** What is mutated, and how many of a hundred cases do so. */
const KINDS: readonly (readonly [string, number, (making: Making) => Made])[] = [
  ["journal", 38, journalCase],
  ["manifest", 12, manifestCase],
  ["plan", 14, planCase],
  ["history", 10, historyCase],
  ["timings", 8, timingsCase],
  ["suite", 8, suiteCase],
  ["outputs", 6, outputsCase],
  ["resume", 4, resumeCase],
]

/** Writes the files of a case into its folder. */
export function makeCase(
  at: { readonly seed: number; readonly index: number },
  place: Omit<Making, "dice">,
): FuzzCase {
  const place100 = at.index % 100
  let before = 0
  for (const [kind, share, make] of KINDS) {
    before += share
    if (place100 >= before) continue
    const dice = new Dice(at.seed, at.index)
    return { kind, ...make({ ...place, dice }) }
  }
  throw new Error("the shares do not add up to a hundred")
}

function journalCase({ runs, dice, folder }: Making): Made {
  const run = dice.pick(runs)
  copyRun(run, folder)
  const shard = dice.pick(run.shards)
  const journalOf = (root: string, one: { folder: string }) =>
    readFileSync(join(root, one.folder, "journal.ndjson"))
  const others = runs.flatMap((other) =>
    other.shards.flatMap((one) =>
      other === run && one.folder === shard.folder ? [] : [journalOf(other.root, one)],
    ),
  )
  const mutated = mutateJournal(journalOf(run.root, shard), others, dice)
  writeFileSync(join(folder, shard.folder, "journal.ndjson"), mutated.bytes)
  // What an earlier attempt lacks, the newest has made up for.
  const rule = shard.newest || mutated.rule !== "noticed" ? mutated.rule : "red-stays-red"
  return {
    how: `${mutated.how} of ${run.root}/${shard.folder}`,
    commands: [
      aggregateCommand(
        { run, rule, folder },
        run.shards.map((one) => one.folder),
      ),
    ],
  }
}

function manifestCase({ runs, dice, folder }: Making): Made {
  const run = dice.pick(runs)
  copyRun(run, folder)
  const shard = dice.pick(run.shards)
  const path = join(folder, shard.folder, "manifest.json")
  const bytes = readFileSync(path)
  let how = "bytes"
  if (dice.chance(0.2)) {
    const other = dice.pick(runs)
    const foreign = dice.pick(other.shards)
    how = `the manifest of ${other.root}/${foreign.folder}`
    writeFileSync(path, readFileSync(join(other.root, foreign.folder, "manifest.json")))
  } else if (dice.chance(0.6)) {
    const changed = mutateJson(bytes.toString(), dice)
    how = changed.path.join(".")
    writeFileSync(path, changed.text)
  } else writeFileSync(path, mutateBytes(bytes, dice))
  return {
    how: `${how} of ${run.root}/${shard.folder}`,
    commands: [aggregateCommand({ run, rule: "red-stays-red", folder }, ["shards"])],
  }
}

function planCase({ runs, dice, folder }: Making): Made {
  const run = dice.pick(runs)
  copyRun(run, folder)
  const path = join(folder, "plan.json")
  const how = mutateFile(path, dice, 0.75)
  const aggregated = aggregateCommand({ run, rule: "red-stays-red", folder }, ["shards"])
  const dry: CaseCommand = {
    argv: ["run", "--plan", "plan.json", "--shard", "1", "--dry-run"],
    judge: ({ exitCode }) => exitsWith(exitCode, [0, 2]),
  }
  return { how: `${how} of ${run.root}`, commands: [aggregated, dry] }
}

function historyCase({ runs, dice, folder }: Making): Made {
  const run = dice.pick(runs)
  copyRun(run, folder)
  const path = join(folder, "history.json")
  writeFileSync(path, readFileSync(join(run.root, "history.json")))
  const how = mutateFile(path, dice, 0.7)
  const aggregated = aggregateCommand({ run, rule: "red-stays-red", folder }, ["shards"], {
    more: ["--history", "history.json"],
    // A history advises: whatever is in it, the verdict is the run's.
    exitCode: run.exitCode,
  })
  const exported: CaseCommand = {
    argv: ["history", "export", "--history", "history.json", "-o", "out.csv"],
    judge: ({ exitCode }) => exitsWith(exitCode, [0, 2]),
  }
  const planned = planCommand({ run, folder }, ["--history", "history.json"])
  const last: CaseCommand = {
    argv: ["list", "--last", "failed", "--history", "history.json"],
    judge: ({ exitCode }) => exitsWith(exitCode, [0, 2, 3]),
  }
  return { how: `${how} of ${run.root}`, commands: [planned, last, exported, aggregated] }
}

function timingsCase({ runs, dice, folder }: Making): Made {
  const run = dice.pick(runs)
  copyRun(run, folder)
  const name = dice.pick(["junit.xml", "timings.json", "timings.txt", "history.json"])
  const path = join(folder, name)
  writeFileSync(path, readFileSync(join(run.root, name)))
  const how = mutateFile(path, dice, name.endsWith(".json") ? 0.6 : 0)
  const planned = planCommand({ run, folder }, ["--timings", name], [0, 2])
  return { how: `${how} of ${run.root}/${name}`, commands: [planned] }
}

function suiteCase({ suite, dice, folder }: Making): Made {
  mkdirSync(join(folder, "smoke/x"), { recursive: true })
  mkdirSync(join(folder, "sql"))
  writeFileSync(join(folder, "sql/a.test"), "")
  const changed = dice.pick(Object.keys(suite))
  for (const [path, text] of Object.entries(suite)) {
    const bytes = Buffer.from(text)
    writeFileSync(join(folder, path), path === changed ? mutateBytes(bytes, dice) : bytes)
  }
  const commands = [
    ["list", "--json"],
    ["validate"],
    ["list", "--all", "--where", "contains(tags, 'all')"],
  ]
  return {
    how: `bytes of ${changed}`,
    commands: commands.map((argv) => ({
      argv,
      judge: ({ exitCode }) => exitsWith(exitCode, [0, 2, 3]),
    })),
  }
}

const OUTPUTS: Readonly<Record<string, string>> = {
  "p.output": "name=value\nlong<<END\none\ntwo\nEND\nother=1\n",
  "p.github": "name2=value\nx<<ghadelimiter_1\ntext\nghadelimiter_1\n",
  "p.env": "LATER=1\nPATH_MORE<<E\na\nE\n",
  "p.summary": "# Summary\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n",
  "p.log":
    "smoke.yml:3:1: error: broken\nok 1 one\nnot ok 2 two # TODO\n1..2\n::error file=x::y\n::add-mask::secret\n",
  "matcher.json": JSON.stringify({
    problemMatcher: [
      {
        owner: "own",
        severity: "warning",
        pattern: [
          { regexp: "^(.+):(\\d+):(\\d+): (error|warning): (.*)$", file: 1, line: 2, column: 3 },
          { regexp: "^(ok|not ok) (.*)$", code: 1, message: 2, loop: true },
        ],
      },
    ],
  }),
}

const OUTPUT_SUITE = `
scenarios:
  writes:
    run: |
      cat p.output > "$SMOKE_OUTPUT"; cat p.github >> "$GITHUB_OUTPUT"; cat p.env > "$GITHUB_ENV"
      cat p.summary > "$GITHUB_STEP_SUMMARY"; cat p.log
    expect: { tap: ignore }
    problem-matcher: [matcher.json, gcc]
    after: ["true"]
  reads: { run: "true", needs: [writes], env: { V: "\${{ needs.writes.outputs.name }}" } }
  tests: "cat p.log"
  bad: "cat p.log; exit 3"
`

function outputsCase({ dice, folder }: Making): Made {
  const changed = dice.pick(Object.keys(OUTPUTS))
  writeFileSync(join(folder, "smoke.yml"), OUTPUT_SUITE)
  for (const [path, text] of Object.entries(OUTPUTS)) writeFileSync(join(folder, path), text)
  const how = mutateFile(join(folder, changed), dice, changed === "matcher.json" ? 0.6 : 0)
  const junit = ["--junit", "junit.xml", "--summary", "summary.md"]
  return {
    how: `${how} of ${changed}`,
    commands: [
      {
        argv: ["run", "-c", "4", "--history", "off", "--out", "out", ...junit],
        judge: ({ exitCode }) => {
          const wrong = exitsWith(exitCode, changed === "matcher.json" ? [1, 2] : [1])
          if (wrong !== null || exitCode === 2) return wrong
          const results = resultsIn(join(folder, "out"))
          const verdicts = new Map(results.scenarios.map(({ id, verdict }) => [id, verdict]))
          if (verdicts.size !== 4) return `there are ${verdicts.size} scenarios`
          return verdicts.get("bad") === "failed" ? null : `bad is ${verdicts.get("bad")}`
        },
      },
    ],
  }
}

function resumeCase({ runs, dice, folder }: Making): Made {
  const run = dice.pick(runs.filter(({ shards }) => shards.length === 2))
  copyRun(run, folder)
  const shard = dice.pick(run.shards)
  const others = runs.flatMap((other) =>
    other.shards.map((one) => readFileSync(join(other.root, one.folder, "journal.ndjson"))),
  )
  const journal = join(folder, shard.folder, "journal.ndjson")
  const name = dice.pick(["journal.ndjson", "journal.ndjson", "plan.json", "manifest.json"])
  let how: string = name
  let rule: Rule = "red-stays-red"
  if (name === "journal.ndjson") {
    const mutated = mutateJournal(readFileSync(journal), others, dice)
    ;({ how, rule } = mutated)
    writeFileSync(journal, mutated.bytes)
    const manifest = join(folder, shard.folder, "manifest.json")
    const text = readFileSync(manifest, "utf8")
    writeFileSync(manifest, text.replace('"complete": true', '"complete": false'))
  } else how = mutateFile(join(folder, shard.folder, name), dice, 0.7)
  return {
    how: `${how} of ${run.root}/${shard.folder}`,
    commands: [
      {
        argv: ["run", "--resume", shard.folder],
        judge: ({ exitCode }) => {
          const wrong = exitsWith(exitCode, CODES)
          if (wrong !== null || exitCode !== 0 || run.exitCode === 0 || rule === "told")
            return wrong
          const planned = readFileSync(join(run.root, shard.folder, "plan.json"), "utf8")
          const own: { shards: { shard: number; scenarios: string[] }[] } = JSON.parse(planned)
          const number = Number(shard.folder.slice("shards/".length)[0])
          const ids = own.shards.find((one) => one.shard === number)?.scenarios ?? []
          return ids.includes("bad") ? "green, and bad has failed" : null
        },
      },
    ],
  }
}

/** Everything that a verdict can be. */
const CODES: readonly number[] = [0, 1, 2, 3, 4, 130, 143]

function exitsWith(exitCode: number, codes: readonly number[]): string | null {
  return codes.includes(exitCode) ? null : `exit code ${exitCode}, not one of ${codes.join(", ")}`
}

function aggregateCommand(
  about: { readonly run: BaseRun; readonly rule: Rule; readonly folder: string },
  folders: readonly string[],
  also: { readonly more?: readonly string[]; readonly exitCode?: number } = {},
): CaseCommand {
  const { run, rule, folder } = about
  const argv = ["aggregate", ...folders, "--plan", "plan.json", "--out", "merged"]
  const reports = ["--junit", "merged.xml", "--summary", "merged.md"]
  return {
    argv: [...argv, ...reports, ...(also.more ?? [])],
    judge: ({ exitCode }) => {
      const wrong = exitsWith(exitCode, also.exitCode === undefined ? CODES : [also.exitCode])
      if (wrong !== null || exitCode !== 0) return wrong
      if (rule === "noticed") return "green, and nothing was noticed"
      if (rule === "red-stays-red" && run.exitCode !== 0) return "green, and the run was red"
      return isWhole(resultsIn(join(folder, "merged")), run)
    },
  }
}

/** Green is only what has a good verdict for everything that was planned. */
function isWhole({ scenarios }: Results, { ids }: BaseRun): string | null {
  const told = new Map(scenarios.map((scenario) => [scenario.id, scenario]))
  for (const id of ids) {
    const found = told.get(id)
    if (found === undefined) return `green without ${id}`
    const good = found.quarantined || ["passed", "flaky", "skipped"].includes(found.verdict)
    if (!good || found.verdict === "lost") return `green, and ${id} is ${found.verdict}`
  }
  return null
}

/** Advice changes how a plan is cut, never what is in it. */
function planCommand(
  { run, folder }: { readonly run: BaseRun; readonly folder: string },
  more: readonly string[],
  codes: readonly number[] = [0],
): CaseCommand {
  return {
    argv: ["plan", "--shards", "3", "-o", "planned.json", ...more],
    judge: ({ exitCode }) => {
      const wrong = exitsWith(exitCode, codes)
      if (wrong !== null || exitCode !== 0) return wrong
      const plan: { shards: { scenarios: string[] }[]; skipped: { id: string }[] } = JSON.parse(
        readFileSync(join(folder, "planned.json"), "utf8"),
      )
      const ids = plan.shards
        .flatMap(({ scenarios }) => scenarios)
        .concat(plan.skipped.map(({ id }) => id))
      const same = ids.sort().join("\n") === [...run.ids].sort().join("\n")
      return same ? null : `the plan has ${ids.join(", ")}`
    },
  }
}

function resultsIn(folder: string): Results {
  return JSON.parse(readFileSync(join(folder, "results.json"), "utf8"))
}

/** Changes a file, a value of its JSON so often as said, else bytes of it; how it was changed. */
function mutateFile(path: string, dice: Dice, jsonShare: number): string {
  const bytes = readFileSync(path)
  if (!dice.chance(jsonShare)) {
    writeFileSync(path, mutateBytes(bytes, dice))
    return "bytes"
  }
  const changed = mutateJson(bytes.toString(), dice)
  writeFileSync(path, changed.text)
  return changed.path.join(".")
}
