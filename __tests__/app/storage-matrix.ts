/**
 * A benchmark of storage pools as one scenario: six dimensions, three profiles of which run with
 * `native` blocks alone.
 */
const POOLS = Array.from({ length: 14 }, (_, i) => `pool-${i + 1}`)

/** 14 pools × 3 sizes × 3 volumes × 3 concurrencies × (3 profiles × 3 block sizes + 3 × native). */
export const STORAGE_SUITE = `
scenarios:
  storage:
    run: ./fio.sh
    strategy:
      matrix:
        pool: [${POOLS.join(", ")}]
        size: [small, medium, large]
        volume: [10Gi, 50Gi, 100Gi]
        concurrency: [1, 4, 8]
        profile: [random, sequential, mixed, database, web, restore]
        bs: [4k, 64k, 1M, native]
        exclude:
          - { profile: [random, sequential, mixed], bs: native }
          - { profile: [database, web, restore], bs: [4k, 64k, 1M] }
`

/** The same with profiles that narrow it. */
export const STORAGE_PROFILES = `
profiles:
  quick:
    matrix: { size: small, volume: 10Gi, concurrency: 1, profile: [random, sequential], bs: [4k, 1M] }
    env: { RUNTIME: 60 }
    workers: 8
  overview:
    matrix: { size: small, volume: 10Gi, concurrency: 1, profile: [random, mixed], bs: 4k }
  rank:
    matrix: { size: medium, volume: 10Gi, concurrency: 4, profile: [random, sequential, mixed], bs: 4k }
    env: { RUNTIME: 120, RAMP: 10 }
${STORAGE_SUITE}
    env: { RUNTIME: 600 }
`
