/**
 * A first workflow file for soak tests: when it runs, and how long; the rest is the reusable workflow.
 */
import { ACTION_REFERENCE, remainingWork } from "./create-workflow.ts"

/** Where the file belongs. */
export const SOAK_FILE = ".github/workflows/soak.yml"

/** The text of the file. */
export function renderSoakTemplate(workflow: {
  readonly name: string
  readonly reference?: string
}): string {
  const { name, reference = ACTION_REFERENCE } = workflow
  const work = remainingWork(reference)
  return `# Smoke scenarios repeated for a time: each night, and by hand for as long as is asked.
${work === null ? "" : `# Before it works: ${work}.\n`}name: ${JSON.stringify(name)}

on:
  schedule:
    - cron: "23 2 * * *"            # every night, on the default branch
  workflow_dispatch:
    inputs:
      duration:
        description: How long each shard repeats its scenarios (30m, 5h)
        type: string
        default: 1h
      shards:
        description: Number of shards, or auto
        type: string
        default: auto
      filter:
        description: Only scenarios whose id matches this pattern
        type: string

permissions:
  contents: read
  # issues: write                 # for issue: true

jobs:
  soak:
    uses: ${reference.replace("@", "/.github/workflows/soak.yml@")}
    with:
      # A schedule has no inputs: what is after || is for the night.
      duration: \${{ inputs.duration || '1h' }}
      shards: \${{ inputs.shards || 'auto' }}
      filter: \${{ inputs.filter || '' }}
      # issue: true                 # one issue: opened when a soak is not green, closed when one is
      # setup: npm ci               # or an action .github/actions/smoke-setup
    # secrets:
    #   env: \${{ secrets.SMOKE_ENV }}     # lines NAME=value; only scenarios get them
`
}
