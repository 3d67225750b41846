/**
 * A table of as many rows as there are, of which a few hundred at once are in the document.
 */
import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import { ScrollBox } from "./scroll-box.tsx"
import { TableHead } from "./table-head.tsx"
import { count, number } from "./words.ts"

/** Rows that are added at once. */
const STEP = 200

export function LongTable<T>(props: {
  /** Of the part of the page, and begins the ids in it. */
  readonly id: string
  readonly title: string
  /** What the table is about, for those who do not see it. */
  readonly label: string
  /** What a row is, for one: `attempt`. */
  readonly unit: string
  readonly head: readonly string[]
  readonly rows: readonly T[]
  readonly children: (row: T) => ComponentChildren
}) {
  const { id, title, label, unit, head, rows, children } = props
  const [limit, setLimit] = useState(STEP)
  return (
    <section class="part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="quiet" role="status">
        {rows.length > limit
          ? `The first ${number(limit)} of ${count(rows.length, unit)}`
          : count(rows.length, unit)}
      </p>
      <ScrollBox class="table-scroll" label={label}>
        <table>
          <TableHead titles={head} />
          <tbody>{rows.slice(0, limit).map(children)}</tbody>
        </table>
      </ScrollBox>
      {rows.length > limit ? (
        <button type="button" class="small" onClick={() => setLimit(limit + STEP)}>
          Show {number(Math.min(STEP, rows.length - limit))} more
        </button>
      ) : null}
    </section>
  )
}
