import type { Clock } from "../../ports/clock.ts"

/** Resolves after a time, or at once when the signal says so. */
export function pause(
  delayMs: number,
  options: { readonly clock: Clock; readonly hurry: AbortSignal | null },
): Promise<void> {
  const { clock, hurry } = options
  return new Promise((resolve) => {
    const takeBack = clock.after(delayMs, () => {
      hurry?.removeEventListener("abort", early)
      resolve()
    })
    const early = () => {
      takeBack()
      resolve()
    }
    hurry?.addEventListener("abort", early, { once: true })
  })
}
