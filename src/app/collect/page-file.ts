/**
 * The HTML page of a report, with the logs that lie in the folders of its shards.
 */
import { FIXTURE_LOGS } from "../../core/text/fixture-log.ts"
import { Redactor } from "../../core/text/secret.ts"
import { VERSION } from "../../core/version.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Files, Pack } from "../../ports/files.ts"
import { pagePieces } from "../../report/page/page.ts"
import type { PageLog } from "../../report/page/page-data.ts"
import type { LogShare, PageInput } from "../../report/page/page-input.ts"
import { masksOfRun } from "../hand-over/withhold-secrets.ts"
import type { RunFolders } from "./aggregate.ts"
import { everyOf, type Report, type ReportText, type ShortReport } from "./report.ts"

/** What a page is made with besides the report. */
export interface PageSources {
  readonly plan: Pick<Plan, "scenarios">
  readonly folders: RunFolders
  /** Taken out of logs, besides what these ask to be masked. */
  readonly secrets: readonly string[]
  readonly files: Files
  readonly pack: Pack
  /** Earlier runs of a scenario by its id, oldest first; null where no history was read. */
  readonly past: PageInput["past"]
}

/** The page in pieces. The template is loaded only here: most runs write no page. */
export async function pageText(
  report: Report | ShortReport,
  { plan, folders, secrets, files, pack, past }: PageSources,
): Promise<ReportText> {
  const { PAGE_TEMPLATE } = await import("../../report/page/template.ts")
  const masked = [...folders.all].flatMap((folder) => masksOfRun(folder, files))
  const { redact } = new Redactor([...secrets, ...masked])
  return pagePieces({
    ...report,
    ...{
      every: () => everyOf(report),
      plan,
      pack,
      past,
      template: PAGE_TEMPLATE,
      version: VERSION,
    },
    readLog: ({ log, ...of }, share) => {
      const folder = folders.of(of)
      const found = folder === null ? null : readParts(`${folder}/${log}`, share, files)
      return found && { ...found, parts: found.parts.map(redact) }
    },
    fixtureLogs: (of) => {
      const folder = folders.of(of)
      return folder === null ? [] : files.glob(folder, [`${FIXTURE_LOGS}/*.log`])
    },
    readFile: ({ path, ...of }, maxBytes) => {
      const folder = folders.of(of)
      if (folder === null) return null
      const bytes = readBytes(`${folder}/${path}`, maxBytes, files)
      return bytes === null || redact(bytes) !== bytes ? null : btoa(bytes)
    },
  })
}

/** A file as text of a character for each byte; null where it cannot be read or is larger. */
function readBytes(path: string, maxBytes: number, files: Files): string | null {
  const size = files.sizeBytes(path)
  if (size === null || size > maxBytes) return null
  const pieces = files.readPieces(path)
  let bytes = ""
  for (;;) {
    const next = pieces.next()
    if (next.done === true) return next.value === null && bytes.length <= maxBytes ? bytes : null
    for (const byte of next.value) bytes += String.fromCharCode(byte)
  }
}

/** All of a log, or its start and its end. */
function readParts(path: string, { startBytes, endBytes }: LogShare, files: Files): PageLog | null {
  const end = files.readTail(path, startBytes + endBytes)
  if (!end.ok) return null
  const { text, sizeBytes: bytes } = end.value
  if (bytes <= startBytes + endBytes) return { parts: [text], bytes }
  const start = files.readHead(path, startBytes)
  return { parts: [start.ok ? start.value : "", text.slice(-endBytes)], bytes }
}
