// The licence texts of everything that a bundle contains.
// Made from the bundler's list of modules: ncc's own list leaves out packages whose modules it joins.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/

function packageFolders(modules, found = new Set()) {
  for (const module of modules ?? []) {
    const folder = PACKAGE.exec((module.nameForCondition ?? module.name ?? "").replace(/\\/g, "/"))
    if (folder !== null) found.add(folder[0])
    packageFolders(module.modules, found)
  }
  return found
}

function licenceOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  const text = file === undefined ? "(no licence file)" : readFileSync(join(folder, file), "utf8")
  const body = text.replace(/\r\n?/g, "\n").trim()
  return {
    key: `${about.name} ${about.version}`,
    text: `${about.license ?? "(no licence stated)"}\n\n${body}`,
  }
}

/** One text with name, version and licence of each package, sorted by name. */
export function licensesOf(statistics) {
  const texts = new Map()
  for (const folder of packageFolders(statistics.modules)) {
    const { key, text } = licenceOf(folder)
    texts.set(key, text)
  }
  const rule = `\n\n${"-".repeat(80)}\n\n`
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1))
  return `${sorted.map(([key, text]) => `${key}\n${text}`).join(rule)}\n`
}
