/**
 * A log that is unpacked when it is opened.
 */
import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import type { KeptPlace, Run } from "../data/run.ts"
import { KeptLog } from "./attempt-log.tsx"

export function LazyLog(props: {
  readonly run: Run
  readonly of: KeptPlace
  readonly title: string
  readonly isFailed?: boolean
  /** Stands behind the title. */
  readonly children?: ComponentChildren
}) {
  const { run, of, title, isFailed = false, children } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {title} {children}
      </summary>
      {isOpen ? <KeptLog run={run} of={of} isFailed={isFailed} label={title} /> : null}
    </details>
  )
}
