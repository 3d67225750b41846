import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Admission, type AdmissionSample } from "../../src/schedule/admission.ts"

const GIB = 2 ** 30

function sample(at: number, more: Partial<AdmissionSample> = {}): AdmissionSample {
  return {
    at,
    cpuPressure: 10,
    memoryPressure: 0,
    memoryAvailableBytes: 8 * GIB,
    memoryTotalBytes: 16 * GIB,
    running: 4,
    ...more,
  }
}

describe("Admission", () => {
  it("leaves a machine alone that has enough of everything, or cannot tell", () => {
    const admission = new Admission({ workers: 4 })
    const silent = { cpuPressure: null, memoryPressure: null, memoryAvailableBytes: null }
    for (let at = 0; at < 60_000; at += 1_000) {
      const all = { workers: 4, evict: false, because: null }
      expect(admission.decide(sample(at))).toEqual(all)
      expect(admission.decide(sample(at, { ...silent, memoryTotalBytes: null }))).toEqual(all)
    }
  })

  it("starts nothing more while memory is short, and recovers one by one", () => {
    const admission = new Admission({ workers: 4 })
    const short = { memoryAvailableBytes: 0.7 * GIB, running: 3 }
    expect(admission.decide(sample(0, short))).toEqual({
      workers: 3,
      evict: false,
      because: "memory",
    })
    expect(admission.decide(sample(1_000, { running: 2 })).workers).toBe(3)
    expect(admission.decide(sample(2_000, { running: 2 })).workers).toBe(4)
  })

  it("comes back to as many workers as something else has decided", () => {
    const admission = new Admission({ workers: 2 })
    admission.resize(9)
    expect(admission.workers).toBe(9)
    expect(admission.decide(sample(0))).toEqual({ workers: 9, evict: false, because: null })
    expect(admission.decide(sample(1_000, { memoryAvailableBytes: 0.7 * GIB })).workers).toBe(4)
    expect(admission.decide(sample(60_000)).workers).toBe(5)
  })

  it("sees that the system stalls for memory although some seems free", () => {
    const admission = new Admission({ workers: 4 })
    expect(admission.decide(sample(0, { memoryPressure: 35, running: 2 }))).toMatchObject({
      workers: 2,
      evict: false,
    })
  })

  it("puts the youngest back before memory is gone, with time to see what that brings", () => {
    const admission = new Admission({ workers: 4 })
    const dire = { memoryAvailableBytes: 0.2 * GIB }
    expect(admission.decide(sample(0, dire))).toEqual({
      workers: 3,
      evict: true,
      because: "memory",
    })
    expect(admission.decide(sample(1_000, { ...dire, running: 3 })).evict).toBe(false)
    expect(admission.decide(sample(3_000, { ...dire, running: 3 }))).toMatchObject({
      workers: 2,
      evict: true,
    })
    expect(admission.decide(sample(9_000, { ...dire, running: 1 }))).toMatchObject({
      workers: 1,
      evict: false,
    })
  })

  it("admits no more than fit by what attempts have needed so far", () => {
    const admission = new Admission({ workers: 8 })
    for (let i = 0; i < 20; i++) admission.learn(3 * GIB)
    // 8 GiB are free, 0.8 of them are kept: room for two more.
    expect(admission.decide(sample(0, { running: 1 })).workers).toBe(3)
  })

  it("keeps the share of the machine free that it is not given", () => {
    const admission = new Admission({ workers: 4, share: 0.8 })
    const rest = { memoryAvailableBytes: 20 * GIB, memoryTotalBytes: 24 * GIB, running: 0 }
    expect(admission.room(rest)).toEqual({ mostBytes: 16 * GIB, freeBytes: 16 * GIB })
    const short = { memoryAvailableBytes: 3.9 * GIB, memoryTotalBytes: 24 * GIB, running: 2 }
    const { workers, because, evict } = admission.decide(sample(0, short))
    expect(evict).toBe(false)
    // A fifth of the 20 GiB that were free.
    expect([workers, because]).toEqual([2, "memory"])
    const none = { ...short, memoryAvailableBytes: 0.5 * GIB }
    expect(admission.decide(sample(1_000, none)).evict).toBe(true)
  })

  it.each([
    [16, 0.8, 16, 12],
    [16, 0.8, 8, 6],
    [16, 0.5, 8, 4],
    [16, 0.8, 0.3, 1],
    [2, 0.8, 2, 1],
  ])("of %i cores takes %f of the %f that are free: %i workers", (cores, share, free, expected) => {
    const workers = Math.max(1, Math.floor(cores * share))
    expect(new Admission({ workers, share, cores, freeCores: free }).atStart).toBe(expected)
  })

  it("takes more when others leave the processors, and leaves the part that is not its own", () => {
    const admission = new Admission({ workers: 12, share: 0.8, cores: 16, freeCores: 8 })
    expect(admission.decide(sample(2_000, { cpuBusy: 14 / 16, running: 6 })).workers).toBe(6)
    const limits: number[] = []
    for (let at = 4_000; at <= 40_000; at += 2_000) {
      const running = limits.at(-1) ?? 6
      limits.push(admission.decide(sample(at, { cpuBusy: running / 16, running })).workers)
    }
    expect(limits.at(-1)).toBe(12)
  })

  it.each([
    ["nothing waits for them", { cpuPressure: 20 }, 10],
    ["they are not busy, where nobody tells who waits", { cpuPressure: null, cpuBusy: 0.5 }, 10],
    ["they are busy", { cpuPressure: null, cpuBusy: 0.9 }, 4],
    ["nobody can tell", { cpuPressure: null, cpuBusy: null }, 4],
  ])("of more workers than processors the rest is used as long as %s", (_, more, most) => {
    const admission = new Admission({ workers: 10, first: 4, cores: 2 })
    expect(admission.atStart).toBe(4)
    let workers = 4
    for (let at = 0; at <= 20_000; at += 1_000) {
      workers = admission.decide(sample(at, { ...more, running: workers })).workers
    }
    expect(workers).toBe(most)
  })

  it("steps down slowly while processors are waited for, to half at most, and up again", () => {
    const admission = new Admission({ workers: 8 })
    const limits: number[] = []
    for (let at = 0; at <= 60_000; at += 1_000) {
      const running = limits.at(-1) ?? 8
      limits.push(admission.decide(sample(at, { cpuPressure: 99, running })).workers)
    }
    expect([...new Set(limits)]).toEqual([7, 6, 5, 4])
    expect(admission.decide(sample(62_000, { cpuPressure: 20 })).workers).toBe(5)
  })

  it("leaves two workers alone, however busy the processors are", () => {
    const admission = new Admission({ workers: 2 })
    for (let at = 0; at <= 60_000; at += 1_000) {
      const busy = { cpuPressure: 100, running: 2 }
      expect(admission.decide(sample(at, busy)).workers).toBe(2)
    }
  })

  it("tells what learned peaks may fill: what was free at rest, and what is really free", () => {
    const admission = new Admission({ workers: 4 })
    const free = (bytes: number, running: number) =>
      admission.room({ memoryAvailableBytes: bytes, memoryTotalBytes: 20 * GIB, running })
    expect(free(9 * GIB, 0)).toEqual({ mostBytes: 8 * GIB, freeBytes: 8 * GIB })
    expect(free(5 * GIB, 2)).toEqual({ mostBytes: 8 * GIB, freeBytes: 4 * GIB })
    // Another program has ended.
    expect(free(11 * GIB, 2)).toEqual({ mostBytes: 10 * GIB, freeBytes: 10 * GIB })
    expect(free(0, 1)).toEqual({ mostBytes: 10 * GIB, freeBytes: 0 })
    // Another one has begun.
    expect(free(6 * GIB, 0)).toEqual({ mostBytes: 5 * GIB, freeBytes: 5 * GIB })
    const silent = { memoryAvailableBytes: null, memoryTotalBytes: null, running: 0 }
    expect(admission.room(silent)).toBeNull()
  })

  it("always leaves at least one worker, never evicts the only one, never exceeds the workers", () => {
    const figures = fc.record({
      cpuPressure: fc.option(fc.integer({ min: 0, max: 100 })),
      memoryPressure: fc.option(fc.integer({ min: 0, max: 100 })),
      memoryAvailableBytes: fc.option(fc.integer({ min: 0, max: 16 * GIB })),
      memoryTotalBytes: fc.option(fc.constantFrom(0, GIB, 16 * GIB)),
      running: fc.nat(6),
      peak: fc.option(fc.integer({ min: 0, max: 20 * GIB })),
    })
    fc.assert(
      fc.property(
        fc.array(figures, { maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (all, n) => {
          const admission = new Admission({ workers: n })
          for (const [i, { peak, ...one }] of all.entries()) {
            if (peak !== null) admission.learn(peak)
            const { workers, evict } = admission.decide({ ...one, at: i * 1_000 })
            expect(workers).toBeGreaterThanOrEqual(1)
            expect(workers).toBeLessThanOrEqual(n)
            if (evict) expect(one.running).toBeGreaterThan(1)
          }
        },
      ),
    )
  })
})
