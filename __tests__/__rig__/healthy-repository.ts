/** A repository in which nothing is wrong for `doctor`. */
export const HEALTHY_SUITE = "scenarios:\n  a: echo fine\n"

export const HEALTHY_WORKFLOW = `name: smoke
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs:
      matrix: \${{ steps.plan.outputs.matrix }}
    steps:
      - uses: actions/checkout@v7
      - id: plan
        uses: acme/parallel-smoke/plan@v0
        with:
          shards: 2
  shards:
    needs: plan
    runs-on: \${{ matrix.runs-on }}
    strategy:
      fail-fast: false
      matrix: \${{ fromJSON(needs.plan.outputs.matrix) }}
    steps:
      - uses: actions/checkout@v7
      - uses: acme/parallel-smoke/run@v0
        with:
          shard: \${{ matrix.shard }}
  verdict:
    needs: [plan, shards]
    if: always()
    runs-on: ubuntu-latest
    steps:
      - uses: acme/parallel-smoke/aggregate@v0
`

export const WORKFLOW_PATH = ".github/workflows/smoke.yml"
