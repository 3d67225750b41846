/**
 * Telling the engine of JavaScript to collect garbage sooner than it would.
 */
/**
 * For commands that read and write much and keep little of it: new objects get no more room than at
 * the start (48 MiB by themselves), and the heap grows by 20 % between collections, not to twice its
 * size and more. Costs a fifth more processor time, and takes a third less memory.
 */
export function saveMemory(): void {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8")
  setFlagsFromString("--semi-space-growth-factor=1")
  setFlagsFromString("--heap-growing-percent=20")
}
