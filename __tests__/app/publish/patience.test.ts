import { describe, expect, it } from "vitest"
import { patiently } from "../../../src/app/publish/patience.ts"
import { err, ok } from "../../../src/core/problems/result.ts"
import type { ReviewProblem } from "../../../src/ports/repository.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"

/** Seconds from the first request to each further one, and how it ended. */
async function asked(
  problem: Partial<ReviewProblem>,
  options: { readonly times?: number; readonly once?: boolean } = {},
) {
  const { times = 1_000, once = false } = options
  const clock = new FakeClock()
  const begun = clock.monotonic()
  const at: number[] = []
  const answer = patiently(
    async () => {
      at.push((clock.monotonic() - begun) / 1_000)
      if (at.length > times) return ok("done")
      return err({ status: null, message: "no", retryAfterMs: null, ...problem })
    },
    { clock, once },
  )
  await clock.advance(3_600_000)
  return { at, ok: (await answer).ok }
}

describe("patiently", () => {
  it("waits as long as the service says, and no shorter", async () => {
    const told = { status: 429, retryAfterMs: 17_000 }
    expect(await asked(told, { times: 2 })).toEqual({ at: [0, 17, 34], ok: true })
    expect(await asked({ ...told, status: 403 }, { times: 1 })).toEqual({ at: [0, 17], ok: true })
    expect(await asked({ status: 429 }, { times: 1 })).toEqual({ at: [0, 60], ok: true })
    // A writing request that was not accepted may be made again.
    expect(await asked(told, { times: 1, once: true })).toEqual({ at: [0, 17], ok: true })
  })

  it("gives up where the wait is too long, or is too long by now", async () => {
    const hour = { status: 403, retryAfterMs: 3_600_000 }
    expect(await asked(hour)).toEqual({ at: [0], ok: false })
    const minute = { status: 429, retryAfterMs: 60_000 }
    expect(await asked(minute)).toEqual({ at: [0, 60, 120, 180], ok: false })
  })

  it.each([401, 403, 404, 422])("does not ask again after %i", async (status) => {
    expect(await asked({ status })).toEqual({ at: [0], ok: false })
  })

  it.each([null, 500, 502, 503])(
    "asks again after %s, but not for what may be done",
    async (status) => {
      expect(await asked({ status })).toEqual({ at: [0, 1, 4, 13], ok: false })
      expect(await asked({ status }, { once: true })).toEqual({ at: [0], ok: false })
    },
  )
})
