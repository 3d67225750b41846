/**
 * A value that has to be unpacked first.
 */
import { useEffect, useState } from "preact/hooks"

/** Undefined until it is there; what comes too late is dropped. */
export function useRead<T>(read: () => Promise<T>, inputs: readonly unknown[]): T | undefined {
  const [value, setValue] = useState<T | undefined>(undefined)
  useEffect(() => {
    let wanted = true
    void read().then((found) => {
      if (wanted) setValue(found)
    })
    return () => {
      wanted = false
    }
  }, inputs)
  return value
}
