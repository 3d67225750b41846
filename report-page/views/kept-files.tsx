/**
 * Files that an attempt kept: images as they look, of others the names.
 */
import { imageType, type PageAttempt, type PageScenario } from "../../src/report/page/page-data.ts"
import type { Run } from "../data/run.ts"
import { useRead } from "../parts/use-read.ts"
import { count, inline } from "../parts/words.ts"
import "./kept.css"

/** Images that are shown, and names that are listed. */
const MAX_IMAGES = 12
const MAX_NAMES = 100

interface Props {
  readonly run: Run
  readonly scenario: PageScenario
  readonly attempt: PageAttempt
}

export function KeptFiles({ run, scenario: { shard }, attempt }: Props) {
  const { artifacts = [], runAttempt } = attempt
  if (artifacts.length === 0) return null
  const held = artifacts.filter((log) => run.files.has({ shard, runAttempt, log }))
  const images = held.slice(0, MAX_IMAGES)
  const others = artifacts.filter((path) => !images.includes(path))
  return (
    <section aria-labelledby="kept-title">
      <h3 id="kept-title">{count(artifacts.length, "kept file")}</h3>
      <div class="images">
        {images.map((path) => (
          <Image key={path} run={run} of={{ shard, runAttempt, log: path }} />
        ))}
      </div>
      {others.length === 0 ? null : (
        <>
          <p class="quiet">In the folder of shard {shard}:</p>
          <ul class="links">
            {others.slice(0, MAX_NAMES).map((path) => (
              <li key={path}>
                <code>{inline(path, 300)}</code>
              </li>
            ))}
          </ul>
          {others.length > MAX_NAMES ? (
            <p class="quiet">and {count(others.length - MAX_NAMES, "other")}</p>
          ) : null}
        </>
      )}
    </section>
  )
}

function Image({
  run,
  of,
}: Pick<Props, "run"> & { readonly of: Parameters<Run["files"]["read"]>[0] }) {
  const file = useRead(() => run.files.read(of), [run, of.log])
  const name = inline(of.log.slice(of.log.lastIndexOf("/") + 1), 120)
  const type = imageType(of.log)
  if (file === null || type === null) return null
  return (
    <figure>
      {file === undefined ? null : <img src={`data:${type};base64,${file.base64}`} alt={name} />}
      <figcaption>{inline(of.log, 300)}</figcaption>
    </figure>
  )
}
