// The notes of a release, from its section of the changelog: `node scripts/release-notes.mjs 1.2.3`.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./project.mjs"

/** The section of a version without its heading; null where there is none, or nothing in it. */
export function notesOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m)
  const section = sections.find((text) => text.startsWith(`[${version}]`))
  const notes = section
    ?.slice(section.indexOf("\n"))
    .replace(/^\[[^\]]+\]:.*$/gm, "")
    .trim()
  return notes ? notes : null
}

if (process.argv[1] === import.meta.filename) {
  const [version = ""] = process.argv.slice(2)
  const notes = notesOf(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version)
  if (notes === null) {
    process.stderr.write(`CHANGELOG.md has no notes for [${version}]\n`)
    process.exitCode = 1
  } else process.stdout.write(`${notes}\n`)
}
