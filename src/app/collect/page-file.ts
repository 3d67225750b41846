/**
 * The HTML page of a report, with the logs that lie in the folders of its shards.
 */
import { Redactor } from "../../core/text/secret.ts"
import { VERSION } from "../../core/version.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Files, Pack } from "../../ports/files.ts"
import { type LogShare, type PageInput, pagePieces } from "../../report/page/page.ts"
import type { PageLog } from "../../report/page/page-data.ts"
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
  })
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
