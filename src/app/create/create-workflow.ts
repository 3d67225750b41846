/**
 * A first workflow file: a plan, one job for each shard and one verdict, ready to be required.
 */
import type { Files } from "../../ports/files.ts"
import { PINNED } from "./pinned-actions.ts"

/** Where workflows find the action; `scripts/workflow-refs.mjs` writes a release's own tag here. */
export const ACTION_REFERENCE = "OWNER/parallel-smoke@v0"

/** Where GitHub looks for workflow files. */
export const WORKFLOW_FILE = ".github/workflows/smoke.yml"

const REMOTE_HEAD = ".git/refs/remotes/origin/HEAD"

/** The default branch as the clone knows it, or the usual one. */
export function findDefaultBranch(folder: string, files: Pick<Files, "readText">): string {
  const head = files.readText(`${folder}/${REMOTE_HEAD}`)
  const [, branch = "main"] =
    (head.ok ? /^ref: refs\/remotes\/origin\/(\S+)\s*$/u.exec(head.value) : null) ?? []
  return branch
}

/** What a person has to do to the file before it works; null where nothing is left. */
export function remainingWork(reference = ACTION_REFERENCE): string | null {
  return reference.startsWith("OWNER/")
    ? "replace OWNER with the account that hosts parallel-smoke"
    : null
}

/** The text of the file. */
export function renderWorkflowTemplate(workflow: {
  readonly name: string
  readonly branch: string
  readonly reference?: string
  /** Steps that set up what scenarios need. */
  readonly steps?: readonly string[]
  /** Planning runs commands, which need the same. */
  readonly planNeeds?: boolean
}): string {
  const { name, branch, reference = ACTION_REFERENCE, steps = [], planNeeds = false } = workflow
  const setUp = ["# What the scenarios need is set up here.", ...steps]
    .map((line) => `      ${line}\n`)
    .join("")
  const before = planNeeds ? setUp.replace("the scenarios need", "commands of the suite need") : ""
  const [repository = "", ref = ""] = reference.split("@")
  const action = (command: string): string => `${repository}/${command}@${ref}`
  const work = remainingWork(reference)
  return `# Smoke scenarios as a gate: a plan, one job for each shard, one verdict. Branch protection
# requires the check \`verdict\`: it is red whenever anything failed or is missing.
${work === null ? "" : `# Before it works: ${work}.\n`}name: ${JSON.stringify(name)}

on:
  pull_request:
  merge_group:
  # The default branch runs too: that shows when it is broken itself, and every branch can read what
  # its runs leave in the cache, while pull requests see nothing of each other.
  push:
    branches: [${JSON.stringify(branch)}]

permissions:
  contents: read

jobs:
  plan:
    runs-on: ubuntu-latest
    outputs:
      matrix: \${{ steps.plan.outputs.matrix }}
      shard-count: \${{ steps.plan.outputs.shard-count }}
      plan-digest: \${{ steps.plan.outputs.plan-digest }}
    steps:
      - uses: ${PINNED.checkout}
        with:
          persist-credentials: false
${before}      - id: plan
        uses: ${action("plan")}
        with:
          shards: auto              # or a number
          # target-duration: 5m     # with auto: the fewest shards that finish in this time

  shards:
    name: \${{ matrix.name }}
    needs: plan
    if: needs.plan.outputs.shard-count != '0'
    runs-on: \${{ matrix.runs-on }}
    timeout-minutes: 60
    strategy:
      fail-fast: false              # a red shard must not cancel the others
      matrix: \${{ fromJSON(needs.plan.outputs.matrix) }}
    steps:
      - uses: ${PINNED.checkout}
        with:
          persist-credentials: false
${setUp}      - uses: ${action("run")}
        with:
          shard: \${{ matrix.shard }}
          plan-digest: \${{ needs.plan.outputs.plan-digest }}
          # env: \${{ secrets.SMOKE_ENV }}     # lines NAME=value; only scenarios get them

  verdict:
    needs: [plan, shards]
    if: always()                    # skipped would count as passed
    runs-on: ubuntu-latest
    steps:
      # Only with a plan of this attempt: otherwise the plan of an earlier one would be judged.
      - if: always() && needs.plan.result == 'success'
        uses: ${action("aggregate")}
        with:
          plan-digest: \${{ needs.plan.outputs.plan-digest }}
      # Reached if no scenario failed: a job can still fail outside of its scenarios.
      - if: needs.plan.result != 'success' || needs.shards.result == 'failure' || needs.shards.result == 'cancelled'
        env:
          RESULTS: "plan: \${{ needs.plan.result }}, shards: \${{ needs.shards.result }}"
        run: |
          echo "::error title=smoke::$RESULTS"
          exit 1
`
}
