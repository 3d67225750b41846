/**
 * The threads that Node starts when they are first needed: to sync a file, to look up a host. Where a
 * limit of processes leaves no room for them by then, because a child has taken it, Node aborts.
 */
import { access } from "node:fs"

/** Starts them now, all at once. To be called before the first child. */
export function reserveThreads(): void {
  // Whatever is done beside the engine starts them; what becomes of it is of no interest.
  access("/", () => {})
}
