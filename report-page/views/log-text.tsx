/**
 * The lines of a log: colors, search, numbers that can be linked to.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { PageLog } from "../../src/report/page/page-data.ts"
import { type LogLine, linesOf, piecesOf, plainText } from "../data/log-lines.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { useVirtual } from "../parts/use-virtual.ts"
import { count, number, size } from "../parts/words.ts"

/** Height of a line, as in the style sheet. */
const LINE_PX = 20

/** Addresses of single lines. */
export interface LineLinks {
  /** The line that the page is about, from 1. */
  readonly line: string | undefined
  readonly addressOf: (line: number) => string
  readonly onLink: (line: number) => void
}

export function LogText({
  log,
  label = "Lines of the log",
  isFailed,
  links,
}: {
  readonly log: PageLog
  readonly label?: string
  readonly isFailed: boolean
  /** Absent where lines have no address. */
  readonly links?: LineLinks
}) {
  const lines = useMemo(() => linesOf(log), [log])
  const [words, setWords] = useState("")
  const [hit, setHit] = useState(0)
  const scroller = useRef<HTMLElement>(null)
  const list = useVirtual({ count: lines.length, rowPx: LINE_PX, scroller })
  const hits = useMemo(() => hitsOf(lines, words), [lines, words])
  const linked = links?.line === undefined ? -1 : Number(links.line) - 1
  useEffect(() => {
    // Where a log fails is near its end.
    if (linked >= 0) list.show(linked, "center")
    else if (isFailed) list.show(lines.length - 1)
  }, [lines, linked])
  const goTo = (next: number) => {
    if (hits.length === 0) return
    const index = (next + hits.length) % hits.length
    setHit(index)
    list.show(hits[index] ?? 0, "center")
  }
  const widest = useMemo(() => Math.max(0, ...lines.map((line) => plainText(line).length)), [lines])
  return (
    <div class="log">
      <div class="log-bar">
        <label>
          <span class="unseen">Search in this log</span>
          <input
            type="search"
            placeholder="Search in this log"
            value={words}
            onInput={({ currentTarget: { value } }) => {
              setWords(value)
              setHit(0)
              const [first] = hitsOf(lines, value)
              if (first !== undefined) list.show(first, "center")
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") goTo(hit + (event.shiftKey ? -1 : 1))
            }}
          />
        </label>
        <button
          type="button"
          class="small"
          disabled={hits.length === 0}
          onClick={() => goTo(hit - 1)}
        >
          Previous
        </button>
        <button
          type="button"
          class="small"
          disabled={hits.length === 0}
          onClick={() => goTo(hit + 1)}
        >
          Next
        </button>
        <span class="quiet" role="status">
          {words === ""
            ? summaryOf(log, lines)
            : `${hits.length === 0 ? 0 : hit + 1} of ${number(hits.length)}`}
        </span>
      </div>
      <ScrollBox class="log-lines" box={scroller} label={label}>
        <div
          style={{
            height: `${list.totalPx}px`,
            minWidth: `calc(${Math.min(widest, 2_000)}ch + 5rem)`,
          }}
          class="rows"
        >
          {list.items.map(({ index, start }) => (
            <Line
              key={index}
              line={lines[index]}
              look={index === linked ? "linked" : hits[hit] === index && words !== "" ? "hit" : ""}
              start={start}
              links={links}
            />
          ))}
        </div>
      </ScrollBox>
    </div>
  )
}

function Line(props: {
  readonly line: LogLine | undefined
  readonly look: string
  readonly start: number
  readonly links: LineLinks | undefined
}) {
  const { line, look, start, links } = props
  if (line === undefined) return null
  const style = { transform: `translateY(${start}px)` }
  if (line.number === null) {
    return (
      <div class="line gap" style={style}>
        … {size(line.leftBytes)} left out of this page …
      </div>
    )
  }
  const { number: at } = line
  return (
    <div class={`line ${look}`} style={style}>
      {links === undefined ? (
        <span class="number">{at}</span>
      ) : (
        <a
          class="number"
          href={links.addressOf(at)}
          tabIndex={-1}
          aria-label={`Link to line ${at}`}
          onClick={(event) => {
            event.preventDefault()
            links.onLink(at)
          }}
        >
          {at}
        </a>
      )}
      <span>
        {piecesOf(line).map(({ text, classes, color }, index) => (
          <span key={index} class={classes} style={color === undefined ? undefined : { color }}>
            {text}
          </span>
        ))}
      </span>
    </div>
  )
}

/** Places of lines that hold the text, whatever its case. */
function hitsOf(lines: readonly LogLine[], words: string): readonly number[] {
  const wanted = words.toLowerCase()
  if (wanted === "") return []
  return lines.flatMap((line, index) =>
    plainText(line).toLowerCase().includes(wanted) ? [index] : [],
  )
}

function summaryOf({ bytes }: PageLog, lines: readonly LogLine[]): string {
  const shown = count(lines.length, "line")
  return bytes === null ? `${shown}, what the journal kept of it` : `${shown}, ${size(bytes)}`
}
